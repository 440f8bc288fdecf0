"""How is an export made so that it is whole or not there, and taken down either way?"""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from newscrawler import __version__
from newscrawler.policy.record import Value
from newscrawler.report.export import Exporting
from newscrawler.storage.database import Store
from newscrawler.storage.export.files import FORMS, JsonLines, Rows
from newscrawler.storage.export_rows import add_items, begin_export, end_export
from newscrawler.storage.kept_rows import KeptArticle
from newscrawler.storage.purging import Tombstone


@dataclass(frozen=True, slots=True)
class Written:
    """An export that is there: its run in the ledger, its file, that file's hash."""

    run: int
    file: Path
    sha256: str
    size: int


def excluded_file(file: Path) -> Path:
    """Return where what is left out of an export is listed.

    >>> excluded_file(Path("out/news.csv")).name
    'news.csv.excluded.jsonl'
    """
    return file.with_name(f"{file.name}.excluded.jsonl")


def write_export(
    store: Store,
    exporting: Exporting,
    pages: Iterable[list[KeptArticle]],
    withdrawn: Iterable[Tombstone],
    file: Path,
    config: dict[str, Value],
    clock: Callable[[], float],
) -> Written:
    """Write an export and what it leaves out; OSError or StoreError, and none is there.

    ``withdrawn`` is told with what it leaves out. ``config`` goes into the ledger, as that of a run; ``clock``: epoch seconds.
    """
    facts = exporting.facts
    run = store.begin_run("export", config, __version__, facts.at)
    number = begin_export(store, run, facts.purpose, file.name, facts.at)
    with ExitStack() as stack:
        parts = {one: _part_of(one, stack) for one in (file, excluded_file(file))}
        take = partial(add_items, store, number)
        form = FORMS[file.suffix[1:]]
        with closing(JsonLines(parts[excluded_file(file)])) as others:
            _write(exporting, pages, take, form(parts[file]), others)
            others.write(exporting.withdrawn(withdrawn))
        hashes = {one: _sha256(part) for one, part in parts.items()}
        size = parts[file].stat().st_size
        counts = facts.items, facts.excluded
        end_export(store, number, clock(), counts, hashes[file])
        store.end_run(run, clock(), _summary(exporting, *hashes.values()))
        for one, part in parts.items():
            part.replace(one)
    return Written(run, file, hashes[file], size)


def _write(
    exporting: Exporting,
    pages: Iterable[list[KeptArticle]],
    take: Callable[[list[int]], set[int]],
    rows: Rows,
    others: JsonLines,
) -> None:
    with closing(rows):
        for page in pages:
            allowed, excluded = exporting.part(page)
            there = take(list(allowed))  # first: none leaves unseen
            rows.write([row for number, row in allowed.items() if number in there])
            exporting.count(page, allowed, there)
            others.write(excluded)


def _part_of(file: Path, stack: ExitStack) -> Path:
    """Return where a file grows, beside its place; nothing is left there."""
    part = file.with_name(f"{file.name}.part")
    stack.callback(part.unlink, missing_ok=True)
    return part


def _summary(exporting: Exporting, sha256: str, excluded: str) -> dict[str, Value]:
    facts = exporting.facts
    return {
        "items": facts.items,
        "excluded": facts.excluded,
        "left_out": dict[str, Value](sorted(facts.left_out.items())),
        "sha256": sha256,
        "excluded_sha256": excluded,
    }


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
