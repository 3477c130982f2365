"""The words: Markdown for models, TOML for the planner's vocabulary; imports nothing of ours."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")


class PromptError(ValueError):
    """A prompt is missing, or was filled with the wrong names."""


@dataclass(frozen=True)
class Prompt:
    """A prompt file. `fingerprint` names exactly these words in a transcript."""

    name: str
    text: str
    fingerprint: str

    @property
    def placeholders(self) -> frozenset[str]:
        """Names written as {{name}} in the text."""
        return frozenset(_PLACEHOLDER.findall(self.text))

    def fill(self, **values: object) -> str:
        """The text with every placeholder replaced; all missing and all needless names are told at once."""
        wrong = [
            f"{verb}: {', '.join(sorted(names))}"
            for verb, names in (
                ("missing", self.placeholders - values.keys()),
                ("not in the prompt", values.keys() - self.placeholders),
            )
            if names
        ]
        if wrong:
            raise PromptError(f"Prompt {self.name}: {'; '.join(wrong)}.")
        return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), self.text)


def load(name: str) -> Prompt:
    """The prompt `name` (such as "system" for prompts/system.md); raises PromptError naming those there are."""
    path = _FOLDER / f"{name}.md"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or not path.is_file():
        known = ", ".join(sorted(file.stem for file in _FOLDER.glob("*.md")))
        raise PromptError(f"There is no prompt {name!r}; there are: {known}.")
    text = path.read_text(encoding="utf-8").strip()
    return Prompt(name, text, hashlib.sha256(text.encode()).hexdigest()[:12])


def load_toml(name: str) -> dict[str, Any]:
    """The vocabulary file `name` (such as "columns.toml") as a dictionary."""
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
