"""Of how many kept articles do we know the headline, the author, the date?"""

import json

from newscrawler.report.blocks import (
    Number,
    Paragraph,
    Row,
    Section,
    Share,
    Text,
    table,
)
from newscrawler.report.coverage import FIELDS, Coverage, added, read_coverage
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View
from newscrawler.storage.newest_rows import run_summaries

MOST_RUNS = 500
"""Runs whose counts are added up, the newest: our choice."""

SHOWN = (
    *("headline", "articleBody", "authors", "datePublished", "inLanguage"),
    *("description", "mainImage", "copyrightHolder"),
)
"""Fields that are shown by source; of all sources, each is."""


def _coverage(view: View) -> Section | None:
    found = _by_source(view)
    if not found:
        return None
    words = view.words
    columns = words("page.source"), words("coverage.articles"), *SHOWN
    by_source = table(
        words("coverage.by_source"),
        (*columns, words("coverage.doubtful")),
        (_row(name, one) for name, one in sorted(found.items())),
    )
    every = added(found.values())
    head = words("coverage.field"), words("coverage.articles"), words("coverage.share")
    of_all = table(words("coverage.of_all"), head, _fields(every))
    meaning = Paragraph(words("coverage.meaning", runs=MOST_RUNS))
    return Section("coverage", words("coverage.title"), (meaning, by_source, of_all))


def _by_source(view: View) -> dict[str, Coverage]:
    chosen = view.chosen
    found: dict[str, Coverage] = {}
    for text in run_summaries(view.connection, chosen.since, MOST_RUNS):
        told = json.loads(text).get("coverage")
        for name, one in told.items() if isinstance(told, dict) else ():
            if chosen.source in (None, name):
                found[name] = found.get(name, Coverage()) + read_coverage(one)
    return {name: one for name, one in found.items() if one.articles}


def _row(name: str, one: Coverage) -> Row:
    shares = (Share(_percent(one.fields.get(field, 0), one)) for field in SHOWN)
    doubtful = Number(one.doubtful)
    return Row((Text(name), Number(one.articles), *shares, doubtful), source=name)


def _fields(every: Coverage) -> list[Row]:
    found = sorted(FIELDS, key=lambda field: -every.fields.get(field, 0))
    return [
        Row(
            (
                Text(field),
                Number(every.fields.get(field, 0)),
                Share(_percent(every.fields.get(field, 0), every)),
            )
        )
        for field in found
    ]


def _percent(many: int, one: Coverage) -> int:
    """Return hundredths, cut off: what is missing somewhere is not said to be whole."""
    return 100 * many // one.articles


SECTION = Maker({On.REPORT: 60}, _coverage)
