"""Does a table of the registry hold what its keys promise?

Whoever reads a table gets values of the right type, empty ones where it is wrong;
what is wrong is collected, so that all of it is reported at once.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeAlias, TypeVar

from newscrawler.sources.forms import FormError
from newscrawler.sources.nearest import suggestion
from newscrawler.sources.problem import Problem, printable
from newscrawler.sources.toml_lines import Keys

Toml: TypeAlias = (
    "str | bool | int | float | datetime | date | time | list[Toml] | dict[str, Toml]"
)
"""What tomllib returns: the one door through which untyped values come in."""

T = TypeVar("T")

_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a number"),
    (str, "a string"),
    (datetime, "a date with time"),
    (date, "a date"),
    (time, "a time"),
    (list, "an array"),
    (dict, "a table"),
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file of the registry: its name for people, its folder, its lines, its faults."""

    name: str
    folder: Path
    lines: Mapping[Keys, int]
    problems: list[Problem]


class Table:
    """One table: ``known`` says for each key what to write, ``path`` where it stands."""

    def __init__(
        self,
        values: Mapping[str, Toml],
        file: TomlFile,
        known: Mapping[str, str],
        path: Keys = (),
    ) -> None:
        self.values = values
        self.file = file
        self.known = known
        self.path = path

    def line(self, *keys: str | int) -> int:
        """Return the line of a key, or of the nearest that stands around it."""
        path = (*self.path, *keys)
        while path and path not in self.file.lines:
            path = path[:-1]
        return self.file.lines.get(path, 1)

    def report(self, what: str, *keys: str | int) -> None:
        """Note what is wrong at a key, and what to write."""
        names = [one for one in (*self.path, *keys) if isinstance(one, str)]
        key = ".".join(_shown_key(name) for name in names)
        self.file.problems.append(Problem(self.file.name, what, self.line(*keys), key))

    def expect(self, required: Iterable[str] = ()) -> None:
        """Report the keys that nobody knows and those that must not be missing."""
        for key in self.values:
            if key not in self.known:
                self.report(f"unknown key; {suggestion(key, self.known)}", key)
        for key in required:
            if key not in self.values:
                self.report(f"is missing; write {self.known[key]}", key)

    def text(self, key: str, form: Callable[[str], T]) -> T | None:
        """Return what a string says in its form, None if absent or wrong."""
        if key not in self.values:
            return None
        value = self.values[key]
        if isinstance(value, str):
            return self._formed(value, form, key)
        self._wrong_type("a string", value, key)
        return None

    def texts(self, key: str, form: Callable[[str], T]) -> tuple[T, ...]:
        """Return what the strings of an array say, without those that are wrong."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self._wrong_type("an array of strings", value, key)
            return ()
        found = [self._element(one, form, key, at) for at, one in enumerate(value)]
        return tuple(one for one in found if one is not None)

    def some_texts(self, key: str, form: Callable[[str], T]) -> tuple[T, ...]:
        """Return what the strings of an array say, which must not be empty."""
        if self.values.get(key) == []:
            self.report(f"is empty; write {self.known[key]}", key)
        return self.texts(key, form)

    def seconds(self, key: str, most: float) -> float | None:
        """Return a number of seconds from 0 to ``most``, None if absent or wrong."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._wrong_type("a number", value, key)
        elif 0 <= value <= most:
            return float(value)
        else:
            self.report(
                f"is not from 0 to {most:g} seconds; write {self.known[key]}", key
            )
        return None

    def day(self, key: str) -> date | None:
        """Return a date, None if absent or wrong."""
        value = self.values.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None:
            self._wrong_type("a date, without quotes", value, key)
        return None

    def table(self, key: str, known: Mapping[str, str]) -> "Table":
        """Return a table inside this one, an empty one if absent or wrong."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self._wrong_type("a table", value, key)
            value = {}
        return Table(value, self.file, known, (*self.path, key))

    def tables(self, key: str, known: Mapping[str, str]) -> "tuple[Table, ...]":
        """Return the tables of an array, without those that are none."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self._wrong_type("an array of tables", value, key)
            return ()
        found = []
        for at, one in enumerate(value):
            if isinstance(one, dict):
                found.append(Table(one, self.file, known, (*self.path, key, at)))
            else:
                self._wrong_type("a table", one, key, at)
        return tuple(found)

    def _element(
        self, value: Toml, form: Callable[[str], T], key: str, at: int
    ) -> T | None:
        if isinstance(value, str):
            return self._formed(value, form, key, at)
        self._wrong_type("a string", value, key, at)
        return None

    def _formed(
        self, text: str, form: Callable[[str], T], key: str, *index: int
    ) -> T | None:
        bare = text.strip()
        mend = f"write {self.known[key]}"
        if not bare:
            self.report(f"is an empty string; {mend}", key, *index)
        elif _CONTROL.search(bare):
            self.report(f"has a line break or a control character; {mend}", key, *index)
        else:
            try:
                return form(bare)
            except FormError as error:
                self.report(str(error), key, *index)
        return None

    def _wrong_type(self, wanted: str, value: Toml, key: str, *index: int) -> None:
        found = next(name for kind, name in _TYPES if isinstance(value, kind))
        self.report(f"is {found}, not {wanted}; write {self.known[key]}", key, *index)


def _shown_key(name: str) -> str:
    clipped = printable(name if len(name) <= 80 else f"{name[:79]}…")
    return clipped if re.fullmatch(r"[\w-]+…?", clipped) else f'"{clipped}"'
