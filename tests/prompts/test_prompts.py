"""The prompts are complete, and are filled in completely."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import PromptError, load_prompt

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.stem for path in (ROOT / "prompts").glob("*.md"))
VARIABLES = {
    "answer": {"fence", "today", "evidence", "question"},
    "understand": {"fence", "form", "today", "turns", "question", "mistake"},
    "extract": {"fence", "form", "document", "mistake"},
}


@pytest.mark.parametrize("name", NAMES)
def test_each_prompt_has_the_variables_that_its_caller_fills_in(name: str) -> None:
    prompt = load_prompt(name)
    assert prompt.variables == VARIABLES[name]
    assert "{" not in re.sub(r"\{\{[a-z_]+\}\}", "", prompt.system + prompt.user)
    assert "{{" not in str(prompt.render(**dict.fromkeys(VARIABLES[name], "x")))


def test_missing_and_unknown_variables_are_refused() -> None:
    prompt = load_prompt("answer")
    with pytest.raises(PromptError, match="lacks evidence, question"):
        prompt.render(fence="x", today="y")
    with pytest.raises(PromptError, match="has no turns"):
        prompt.render(fence="x", today="y", evidence="z", question="?", turns="!")


@pytest.mark.parametrize("name", ["khong_co", "../README", "", "Answer", "answer.md"])
def test_unknown_prompt_is_refused(name: str) -> None:
    with pytest.raises(PromptError, match="no prompt"):
        load_prompt(name)


def test_prompt_is_read_once() -> None:
    assert load_prompt("answer") is load_prompt("answer")


@given(st.text())
def test_values_are_never_read_as_a_template(value: str) -> None:
    given_text = "{{today}}" + value + "{{question}}\\1"
    rendered = load_prompt("answer").render(fence="f", today="t", evidence=given_text, question="q")
    assert given_text in rendered.user


def test_prompts_are_packaged_and_read_from_any_place(tmp_path: Path) -> None:
    packaged = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert packaged["package-data"]["prompts"] == ["*.md"]
    archive = tmp_path / "installed.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in (ROOT / "prompts").glob("*.*"):
            packed.write(path, f"prompts/{path.name}")
    code = f"import sys; sys.path.insert(0, {str(archive)!r}); import prompts; print(prompts.__file__)"
    code += "".join(f"; prompts.load_prompt({name!r})" for name in NAMES)
    ran = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(str(archive))
