"""The prompts, one Vietnamese Markdown file per model call.

A file holds what the system says, a line `---`, and what the user says. `{{name}}` stands for a variable. What is
filled in is never read as a template again, so braces in a document are harmless.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

_VARIABLE = re.compile(r"\{\{([a-z_]+)\}\}")
_NAME = re.compile(r"[a-z_]+")
_BETWEEN = re.compile(r"^---$", re.MULTILINE)


class PromptError(ValueError):
    """A prompt does not exist or was given other variables than it has. A mistake of the program."""


@dataclass(frozen=True, slots=True)
class Messages:
    """A rendered prompt."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as written."""

    name: str
    system: str
    user: str

    @property
    def variables(self) -> frozenset[str]:
        """What `render` needs, neither more nor less."""
        return frozenset(_VARIABLE.findall(self.system) + _VARIABLE.findall(self.user))

    def render(self, **values: str) -> Messages:
        """The messages with `values` filled in.

        Raises:
            PromptError: a variable is missing or unknown.
        """
        if missing := sorted(self.variables - values.keys()):
            raise PromptError(f"prompt {self.name} lacks {', '.join(missing)}")
        if unknown := sorted(values.keys() - self.variables):
            raise PromptError(f"prompt {self.name} has no {', '.join(unknown)}")
        return Messages(*(_VARIABLE.sub(lambda m: values[m.group(1)], part) for part in (self.system, self.user)))


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt in `<name>.md` of this package.

    Raises:
        PromptError: there is no such file, or it does not have its two parts.
    """
    file = resources.files(__name__) / f"{name}.md"
    if not _NAME.fullmatch(name) or not file.is_file():
        raise PromptError(f"no prompt {name!r}")
    parts = [part.strip() for part in _BETWEEN.split(file.read_text(encoding="utf-8"))]
    if len(parts) != 2 or not all(parts):
        raise PromptError(f"prompt {name} needs a system part, a line --- and a user part")
    return Prompt(name, *parts)
