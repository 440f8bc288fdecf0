"""At which line of a TOML text does each key and each element stand?

tomllib gives no positions. This scan looks only at texts that tomllib has accepted,
so it need not tell right from wrong.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Keys: TypeAlias = tuple[str | int, ...]
"""A path into the document: names of keys, and indexes in arrays."""

_TOKEN = re.compile(
    r'''
    (?P<comment>\#[^\n]*)
    | (?P<string>
        """(?:\\.|[^\\])*?"{3,5} | \'\'\'.*?\'{3,5}
        | "(?:\\.|[^"\\\n])*"    | '[^'\n]*'
    )
    | (?P<newline>\n)
    | (?P<mark>[\[\]{},=.])
    | (?P<bare>[^\s\#"'\[\]{},=.]+)
    ''',
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int

    def is_mark(self, marks: str) -> bool:
        return self.kind == "mark" and self.text in marks


@dataclass(slots=True)
class _Bracket:
    """An array that is open, at its element; or an inline table, without index."""

    path: Keys
    index: int | None


def lines_of(text: str) -> dict[Keys, int]:
    r"""Return the line, from 1, of each key, table and element of a valid TOML text.

    >>> lines_of('id = "a"\n[[permission]]\nscope = [\n  "b",\n  "c",\n]')[
    ...     "permission", 0, "scope", 1
    ... ]
    5
    """
    scan = _Scan()
    for token in _tokens(text):
        scan.take(token)
    return scan.lines


def _tokens(text: str) -> Iterator[_Token]:
    line, at = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        if match.lastgroup and match.lastgroup != "comment":
            yield _Token(match.lastgroup, match[0], line)


def _name(token: _Token) -> str:
    if token.kind == "bare":
        return token.text
    return str(tomllib.loads(f"name = {token.text}")["name"])


class _Scan:
    """Where a reader stands between two tokens."""

    def __init__(self) -> None:
        self.lines: dict[Keys, int] = {}
        self.last_table: dict[Keys, int] = {}
        self.table: Keys = ()
        self.open: list[_Bracket] = []
        self.key: list[str] = []
        self.header = 0
        self.in_value = False
        self.here: Keys = ()

    def take(self, token: _Token) -> None:
        """Go on by one token."""
        if token.kind == "newline":
            self._end_line()
        elif self.in_value:
            self._value(token)
        elif token.kind == "mark":
            self._key_mark(token)
        else:
            self.key.append(_name(token))

    def _end_line(self) -> None:
        if not self.open:
            self.key, self.header, self.in_value = [], 0, False

    def _key_mark(self, token: _Token) -> None:
        if token.text == "=":
            self._begin_value(token.line)
        elif token.text == "[":
            self.header += 1
        elif token.text == "]" and self.key:
            self._begin_table(token.line)
        elif token.text == "}":
            self._close()

    def _begin_value(self, line: int) -> None:
        path = self.open[-1].path if self.open else self.table
        for name in self.key:
            path = (*path, name)
            self.lines.setdefault(path, line)
        self.here, self.key, self.in_value = path, [], True

    def _begin_table(self, line: int) -> None:
        path: Keys = ()
        *parents, last = self.key
        for name in parents:
            path = (*path, name)
            self.lines.setdefault(path, line)
            if path in self.last_table:
                path = (*path, self.last_table[path])
        path = (*path, last)
        self.lines.setdefault(path, line)
        if self.header == 2:
            self.last_table[path] = self.last_table.get(path, -1) + 1
            path = (*path, self.last_table[path])
            self.lines[path] = line
        self.table, self.key = path, []

    def _value(self, token: _Token) -> None:
        if token.is_mark("]}"):
            self._close()
        elif token.is_mark(","):
            self._next_element()
        else:
            self.lines.setdefault(self.here, token.line)
            if token.is_mark("["):
                self._open_array()
            elif token.is_mark("{"):
                self.open.append(_Bracket(self.here, None))
                self.in_value = False

    def _open_array(self) -> None:
        self.open.append(_Bracket(self.here, 0))
        self.here = (*self.here, 0)

    def _next_element(self) -> None:
        bracket = self.open[-1]
        if bracket.index is None:
            self.in_value = False
        else:
            bracket.index += 1
            self.here = (*bracket.path, bracket.index)

    def _close(self) -> None:
        self.open.pop()
        self.key, self.in_value = [], True
