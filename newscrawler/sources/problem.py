"""What is wrong in the registry, at which file and line, and what mends it?"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. ``key`` is dotted, "" where the whole file is meant.

    >>> str(Problem("a.toml", "is a number; write id = 'a'", 3, "id"))
    "a.toml:3: id: is a number; write id = 'a'"
    """

    file: str
    what: str
    line: int | None = None
    key: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.key, self.what) if part)


class RegistryError(ValueError):
    """The registry cannot be used; its text has one line for each problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def printable(text: str) -> str:
    r"""Return a text on one line, with what cannot be printed escaped.

    >>> print(printable("a\nb"))
    a\nb
    """
    return text if text.isprintable() else repr(text)[1:-1]


def quoted(text: str) -> str:
    """Return what somebody wrote, quoted, on one line and at most 80 characters."""
    return repr(text if len(text) <= 80 else f"{text[:79]}…")
