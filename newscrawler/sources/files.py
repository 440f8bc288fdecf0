"""Of which TOML files is a registry made, and what is in them?"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from newscrawler.policy.formats.json_text import is_shallow
from newscrawler.sources.problem import Problem, printable
from newscrawler.sources.table import Toml, TomlFile
from newscrawler.sources.toml_lines import lines_of

MAX_BYTES = 1024 * 1024
"""Bytes of one file of the registry: our choice."""

MAX_DEPTH = 16
"""Tables and arrays of such a file open at once: our choice. Sources need 3."""

_TOO_DEEP = f"is nested deeper than {MAX_DEPTH}"
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class _FileError(ValueError):
    """A file cannot be read; why, and at which line."""

    def __init__(self, what: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(what)


def read_files(
    path: Path, problems: list[Problem]
) -> Iterator[tuple[dict[str, Toml], TomlFile]]:
    """Yield what is in the files of a registry; add those that are wrong to problems."""
    for one in _paths(path, problems):
        name = printable(str(one))
        try:
            text = _text(one)
            values = _values(text)
        except _FileError as error:
            problems.append(Problem(name, str(error), error.line))
        else:
            yield values, TomlFile(name, one.parent, lines_of(text), problems)


def _paths(path: Path, problems: list[Problem]) -> list[Path]:
    try:
        if not path.is_dir():
            return [path]
        # Hidden files are what editors leave; pathlib's glob would find them.
        found = [one for one in path.glob("*.toml") if not one.name.startswith(".")]
    except OSError as error:
        found, what = [], f"cannot be read: {error.strerror}"
    else:
        what = "no *.toml file in this folder; newscrawler sources add URL writes one for each source"
    if not found:
        problems.append(Problem(printable(str(path)), what))
    return sorted(found)


def _text(path: Path) -> str:
    content = _content(path)
    if len(content) > MAX_BYTES:
        raise _FileError(f"is larger than {MAX_BYTES} bytes; split it into several")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _FileError("is not UTF-8; save it as UTF-8", line) from error
    return text.replace("\r\n", "\n")


def _content(path: Path) -> bytes:
    try:
        if not path.exists():
            raise _FileError("not found; write the path of a folder or of a TOML file")
        # Not a pipe or a device: to read one could take for ever.
        if not path.is_file():
            raise _FileError("is not a file; write the path of a TOML file")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _FileError(f"cannot be read: {error.strerror}") from error


def _values(text: str) -> dict[str, Toml]:
    try:
        values: dict[str, Toml] = tomllib.loads(text)
    except RecursionError as error:
        raise _FileError(_TOO_DEEP) from error
    except ValueError as error:
        reason, line = _reason(str(error), text)
        raise _FileError(f"is no valid TOML: {reason}", line) from error
    if not is_shallow(values, MAX_DEPTH):
        raise _FileError(_TOO_DEEP)
    return values


def _reason(message: str, text: str) -> tuple[str, int | None]:
    match = _PLACE.search(message)
    if match is None:
        return printable(message), None
    last = text.rstrip("\n").count("\n") + 1
    return printable(message[: match.start()]), int(match[1] or last)
