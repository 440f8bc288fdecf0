"""How are rows written to a file, as they come? One writer for each form."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import orjson

from newscrawler.storage.export.columns import COLUMNS, USES, Row, Type
from newscrawler.storage.export.parquet import ParquetRows
from newscrawler.storage.export.spreadsheet import inert


class Rows(Protocol):
    """A file that takes rows; it is whole when it is closed."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write some rows."""

    def close(self) -> None:
        """Write what a file of this form ends with."""


class JsonLines:
    """One JSON object a line, UTF-8; what is not said is left out."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("wb")

    def write(self, rows: Sequence[Row]) -> None:
        """Write a line for each row."""
        self._file.writelines(map(_line, rows))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class CsvRows:
    """CSV of RFC 4180 in UTF-8, a column for each use; objects as JSON.

    No cell is a formula to a spreadsheet: see ``spreadsheet``.
    """

    def __init__(self, file: Path) -> None:
        self._file = file.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, quoting=csv.QUOTE_ALL)
        self._writer.writerow(csv_names())

    def write(self, rows: Sequence[Row]) -> None:
        """Write a record for each row."""
        self._writer.writerows(map(_cells, rows))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


FORMS: dict[str, Callable[[Path], Rows]] = {
    "jsonl": JsonLines,
    "csv": CsvRows,
    "parquet": ParquetRows,
}
"""Writers by the ending of the file's name."""


def csv_names() -> list[str]:
    """Return the names in a CSV file's first line."""
    return [
        name
        for column, kind in COLUMNS.items()
        for name in (
            [f"usage.{use}" for use in USES] if kind is Type.USAGE else [column]
        )
    ]


def _cells(row: Row) -> list[str]:
    found: list[str] = []
    for column, kind in COLUMNS.items():
        value = row.get(column)
        if kind is Type.USAGE:
            uses = value if isinstance(value, dict) else {}
            found += [str(uses.get(use, "unknown")) for use in USES]
        elif value is None:
            found.append("")
        elif isinstance(value, str):
            found.append(inert(value))
        else:
            found.append(orjson.dumps(value).decode())
    return found


def _line(row: Row) -> bytes:
    """Return a line of JSON without the line ends that others split lines at."""
    line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
    if line.isascii():
        return line
    for octets, escaped in _LINE_ENDS:
        line = line.replace(octets, escaped)
    return line


_LINE_ENDS = tuple(
    (end.encode(), f"\\u{ord(end):04x}".encode()) for end in "\x85\u2028\u2029"
)
