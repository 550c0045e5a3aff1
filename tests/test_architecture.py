"""The direction of imports and the places of things, read from the source with `ast`."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = {package: sorted((ROOT / package).rglob("*.py")) for package in ("bot", "rag", "prompts")}

# The floors of rag, ground first: a room imports only from floors below its own, and from its own room.
FLOORS = (
    {"types", "errors", "record"},
    {"settings", "language", "events", "model_errors"},
    {"tokens", "codes", "structure", "sources", "chat_model", "embed_model"},
    {"load", "split", "store", "embed", "rerank", "extract"},
    {"corrections"},
    {"reading"},
    {"index", "amend", "retrieve"},
    {"understand", "answer"},
    {"assistant"},
    {"composing"},
    {"upkeep"},
    {"runs"},
    {"library"},
    {"__init__"},
)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, *, types: bool = True) -> Iterator[str]:
    """Modules that `path` imports: `from rag import x` gives "rag", or "rag.x" where that is a module.

    Without `types`, those for type checkers only are left out: they are never run.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not types:
        tree.body = [node for node in tree.body if not (isinstance(node, ast.If) and is_type_checking(node.test))]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if is_module(inner) else str(node.module)


def is_type_checking(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "TYPE_CHECKING"


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def room(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def ours(name: str) -> str:
    return name.split(".")[0]


@pytest.mark.parametrize("path", SOURCES["bot"], ids=module_name)
def test_bot_imports_only_itself_and_the_public_door_of_rag(path: Path) -> None:
    for name in imports(path):
        assert ours(name) != "prompts", f"{path} imports {name}"
        if ours(name) == "rag":
            assert name == "rag", f"{path} imports {name}, not the name rag"


@pytest.mark.parametrize("path", SOURCES["rag"], ids=module_name)
def test_rag_never_imports_bot(path: Path) -> None:
    assert all(ours(name) not in ("bot", "tests", "benchmarks") for name in imports(path))


@pytest.mark.parametrize("path", SOURCES["prompts"], ids=module_name)
def test_prompts_import_neither(path: Path) -> None:
    assert all(ours(name) not in ("bot", "rag", "tests", "benchmarks") for name in imports(path))


def test_every_room_of_rag_stands_on_a_floor() -> None:
    rooms = {room(module_name(path)) for path in SOURCES["rag"]}
    assert rooms <= set().union(*FLOORS), f"no floor for {rooms - set().union(*FLOORS)}"


@pytest.mark.parametrize("path", SOURCES["rag"], ids=module_name)
def test_rag_imports_only_from_floors_below_or_beside(path: Path) -> None:
    def floor(name: str) -> int:
        return next((number for number, rooms in enumerate(FLOORS) if name in rooms), len(FLOORS))

    here = room(module_name(path))
    for name in imports(path):
        if ours(name) == "rag" and name != "rag":
            assert floor(room(name)) <= floor(here), f"{path} imports {name} from a floor above"
        if name == "rag":
            assert here == "__init__", f"{path} goes through the public door from inside"


def test_no_module_imports_itself_through_others() -> None:
    paths = [path for package in SOURCES.values() for path in package]
    graph = {module_name(path): {name for name in imports(path, types=False) if is_module(name)} for path in paths}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"cycle: {' -> '.join((*trail[trail.index(name) :], name))}"
        if name not in done:
            for other in graph.get(name, ()):
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("path", [*SOURCES["rag"], *SOURCES["prompts"]], ids=module_name)
def test_the_environment_is_read_only_by_the_entry_points(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    reads = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("getenv", "environ", "environb")
        and is_name(node.value, "os")
    ]
    assert not reads, f"{path} reads os.environ in lines {reads}"
    assert not [name for name in imports(path) if name in ("dotenv", "pydantic_settings")]


def is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


@pytest.mark.parametrize("path", [p for p in SOURCES["bot"] if p.name != "messages.py"], ids=module_name)
def test_vietnamese_sentences_of_the_front_ends_stand_in_messages(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            assert not is_vietnamese(node.value), f"{path}:{node.lineno}: {node.value!r}"


def is_vietnamese(text: str) -> bool:
    """Whether a letter of `text` has a diacritic, or is a Đ."""
    return any(c in "đĐ" or (c.isalpha() and len(unicodedata.normalize("NFD", c)) > 1) for c in text)


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    heavy = {"rag", "chromadb", "langchain", "openai", "numpy", "pydantic", "pydantic_settings", "tiktoken"}
    tree = ast.parse((ROOT / "bot/cli/app.py").read_text(encoding="utf-8"))
    at_import = {
        re.split(r"\.", name)[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
    }
    assert not at_import & heavy
