"""How are rows written to a file, as they come? One writer for each form."""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

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
        self._file = file.open("w", encoding="utf-8", newline="\n")
        self._encode = json.JSONEncoder(ensure_ascii=False).encode

    def write(self, rows: Sequence[Row]) -> None:
        """Write a line for each row."""
        self._file.writelines(f"{_line(self._encode(row))}\n" for row in rows)

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
            found.append(json.dumps(value, ensure_ascii=False))
    return found


def _line(text: str) -> str:
    """Return JSON without the line ends that JSON knows and others split lines at."""
    if text.isascii():
        return text
    return (
        text.replace("\x85", "\\u0085")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
