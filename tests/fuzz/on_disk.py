"""Which readers take a file, and how do they take any bytes? Written to one first."""

import tempfile
from functools import cache
from pathlib import Path

from newscrawler.sources import read_registry
from newscrawler.sources.objections import read_objections
from newscrawler.storage.warc_answers import read_answer
from newscrawler.storage.warc_reading import read_warc


@cache
def folder() -> Path:
    made = tempfile.TemporaryDirectory(prefix="newscrawler-fuzz-")
    _KEPT.append(made)
    return Path(made.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
"""Folders that go when the interpreter does."""


def on_disk(name: str, body: bytes) -> Path:
    file = folder() / name
    file.write_bytes(body)
    return file


def warc(body: bytes) -> None:
    for record in read_warc(on_disk("a.warc", body)):
        assert record.date is None or isinstance(record.date, float)
        if record.kind == "response":
            try:
                read_answer(record)
            except ValueError:
                continue


def registry(body: bytes) -> None:
    read_registry(on_disk("a.toml", body))


def objections(body: bytes) -> None:
    read_objections(on_disk("b.toml", body))
