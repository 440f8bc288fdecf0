"""Exports: taken down before they leave, typed, and inert in a spreadsheet."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.purpose import Purpose
from newscrawler.storage.database import Store
from newscrawler.storage.export.columns import COLUMNS, Row
from newscrawler.storage.export.files import FORMS, csv_names
from newscrawler.storage.export.parquet import ParquetRows, moment
from newscrawler.storage.export.spreadsheet import FORMULA, inert, plain
from newscrawler.storage.export_rows import (
    add_items,
    begin_export,
    end_export,
    exports_of,
)
from newscrawler.storage.kept_rows import kept_by, kept_pages
from tests.storage.samples import NOW, article, decision

ROWS: list[Row] = [
    {
        "url": "https://gazette.example/a",
        "headline": '=HYPERLINK("https://evil.example/")',
        "articleBody": 'Rain\u2028fell,\n"they" said.',
        "datePublished": "2026-11-20T09:00:00+01:00",
        "authors": [{"name": "@cmd", "type": "Person"}],
        "keywords": ["-1+1", "rain"],
        "copyrightYear": 2026,
        "isAccessibleForFree": True,
        "usage": {"search": "allowed", "ai-train": "disallowed"},
        "conditions": [],
    },
    {"url": "https://gazette.example/b", "datePublished": "soon"},
]


def written(folder: Path, form: str) -> Path:
    file = folder / f"out.{form}"
    rows = FORMS[form](file)
    for row in ROWS:
        rows.write([row])
    rows.close()
    return file


def test_json_lines_read_back_equal(tmp_path: Path) -> None:
    lines = written(tmp_path, "jsonl").read_text("utf-8").splitlines()

    assert [json.loads(line) for line in lines] == ROWS


def test_csv_reads_back_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    with written(tmp_path, "csv").open(encoding="utf-8", newline="") as file:
        names, *records = csv.reader(file)

    assert names == csv_names()
    assert not [cell for row in records for cell in row if cell[:1] in FORMULA and cell]
    first = dict(zip(names, records[0], strict=True))
    assert plain(first["headline"]) == ROWS[0]["headline"]
    assert first["articleBody"] == ROWS[0]["articleBody"]
    assert (first["usage.search"], first["usage.archive"]) == ("allowed", "unknown")
    assert json.loads(first["authors"]) == ROWS[0]["authors"]


def test_parquet_has_types(tmp_path: Path) -> None:
    table = pq.read_table(written(tmp_path, "parquet"))

    first, second = table.to_pylist()
    assert table.column_names == list(COLUMNS)
    assert first["datePublished"] == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert second["datePublished"] is None
    assert (first["copyrightYear"], first["isAccessibleForFree"]) == (2026, True)
    assert first["keywords"] == ROWS[0]["keywords"]
    assert first["usage"]["ai-train"] == "disallowed"
    assert second["usage"] is None


# https://owasp.org/www-community/attacks/CSV_Injection
FORMULAS = (
    "=1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    " =1",
    "\ufeff=1",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_marked(text: str) -> None:
    assert inert(text) == f"'{text}"


@given(some.text())
def test_every_text_is_inert_and_reads_back(text: str) -> None:
    cell = inert(text)

    assert cell[:1] not in FORMULA or not cell
    assert plain(cell) == text


def keep_some(store: Store, run: int, many: int) -> list[int]:
    for number in range(many):
        url = f"https://gazette.example/{number}"
        at = NOW + number
        store.keep(run, decision(url, at=at), article(url), url, str(number))
    return [one.number for page in kept_pages(store) for one in page]


def test_kept_articles_are_read_with_their_decisions(store: Store, run: int) -> None:
    keep_some(store, run, 3)

    (page,) = kept_pages(store, "gazette", NOW + 1)

    made = [kept_by(store, one) for one in page]
    assert [one.url for one in made] == [
        "https://gazette.example/1",
        "https://gazette.example/2",
    ]
    assert [json.loads(one.record)["url"] for one in page] == [one.url for one in made]
    assert list(kept_pages(store, "another")) == []


def test_pages_come_to_an_end(
    store: Store, run: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newscrawler.storage.kept_rows.AT_ONCE", 2)

    numbers = keep_some(store, run, 5)

    assert len(numbers) == len(set(numbers)) == 5
    assert [len(page) for page in kept_pages(store)] == [2, 2, 1]


def test_it_is_known_which_exports_held_an_article(store: Store, run: int) -> None:
    first, second = keep_some(store, run, 2)
    whole = begin_export(store, run, Purpose.TDM, "a.csv", NOW)
    add_items(store, whole, [first, second])
    end_export(store, whole, NOW + 1, (2, 0), "f" * 64)
    broken = begin_export(store, run, Purpose.SEARCH, "b.csv", NOW)
    add_items(store, broken, [second])

    with store.reading() as connection:
        found = list(exports_of(connection, [first, second]))

    assert [(number, one.file) for number, one in found] == [
        (first, "a.csv"),
        (second, "a.csv"),
        (second, "b.csv"),
    ]
    assert [one.ended_at for _, one in found] == [NOW + 1, NOW + 1, None]
    assert found[0][1].purpose is Purpose.TDM


TIMES = some.builds(
    "{}{}{}{}".format,
    some.dates().map(str),
    some.sampled_from(("", "T09:30", "T23:59:59", "T00:00:00.5", " 12:00:00.1234567")),
    some.sampled_from(("", ".25")),
    some.sampled_from(("", "Z", "+01:00", "-0530", "+14", "soon")),
)


@given(some.lists(some.none() | TIMES, min_size=1, max_size=4))
def test_a_time_is_the_same_moment_whoever_reads_it(
    tmp_path_factory: pytest.TempPathFactory, times: list[str | None]
) -> None:
    file = tmp_path_factory.mktemp("times") / "out.parquet"
    rows = ParquetRows(file)
    rows.write([{"url": "a", "datePublished": one} for one in times])
    rows.close()

    column = pq.read_table(file)["datePublished"].cast("int64")

    assert column.to_pylist() == [moment(one) for one in times]
