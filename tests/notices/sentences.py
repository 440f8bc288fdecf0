"""Which cases do the tables of notices hold?"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "fixtures" / "notices"


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and what it says; a field that is not in the table is its default."""

    name: str
    language: str
    text: str
    purposes: tuple[str, ...]
    scope: str | None = None
    exception: bool = False
    ai_only: bool = False
    rights_holder: str | None = None


def cases() -> list[Case]:
    """Return the cases of the table."""
    table = tomllib.loads((FOLDER / "sentences.toml").read_text("utf-8"))
    return [
        Case(**{**case, "purposes": tuple(case["purposes"])}) for case in table["case"]
    ]


def trials() -> list[tuple[str, str, bool]]:
    """Return language, sentence and whether it refuses, of all trials."""
    table = tomllib.loads((FOLDER / "trials.toml").read_text("utf-8"))
    return [
        (code, sentence, key == "refuses")
        for code, group in table.items()
        for key, sentences in group.items()
        for sentence in sentences
    ]
