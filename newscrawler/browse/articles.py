"""Which articles are there, and what is one of them?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from newscrawler.browse.asked import Answer, Asked, MissingError, address
from newscrawler.browse.fields import Shown, shown_fields
from newscrawler.browse.pages import page
from newscrawler.browse.site import Site
from newscrawler.policy.record import Value
from newscrawler.storage.catalogue_search import (
    FACETS,
    NEWEST,
    Listed,
    Wanted,
    find_listed,
)
from newscrawler.storage.catalogue_words import read_terms
from newscrawler.storage.shown_rows import (
    alike,
    find_article,
    find_gone,
    records_of,
    shown_versions,
)
from newscrawler.storage.source_rows import source_names

AT_ONCE = 25
"""Articles on a page: our choice."""

COUNTED = 1_000
"""Articles that are counted, the newest: those of a million would take too long."""

MOST_VALUES = 12
"""Values of a facet that are shown: our choice."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: how many have it, and where a click leads."""

    value: str
    count: int
    href: str
    is_chosen: bool


def search(site: Site, asked: Asked, _: str) -> Answer:
    """Show the newest articles that are wanted, and of what they are."""
    wanted = _wanted(asked)
    before = asked.whole("before") or NEWEST
    is_empty = asked.text("q") is not None and not wanted.terms
    with site.store.reading() as connection:
        counted = [] if is_empty else find_listed(connection, wanted, many=COUNTED + 1)
        rows = counted[: AT_ONCE + 1]
        if before != NEWEST and not is_empty:
            rows = find_listed(connection, wanted, before, AT_ONCE + 1)
        some = rows[:AT_ONCE]
        records = records_of(connection, (one.article for one in some))
        names = source_names(connection)
    more = rows[AT_ONCE - 1].article if len(rows) > AT_ONCE else None
    return page(
        "articles.html",
        asked=_fields(asked),
        is_empty=is_empty,
        is_first=before == NEWEST,
        rows=[_row(one, records.get(one.article, {})) for one in some],
        counted=min(len(counted), COUNTED),
        is_more=len(counted) > COUNTED,
        groups=_facets(asked, counted[:COUNTED]),
        older=more and address("/", **_fields(asked), before=more),
        newest=address("/", **_fields(asked)),
        sources=names,
    )


def show(site: Site, _: Asked, number: str) -> Answer:
    """Show an article, or when and why it was withdrawn."""
    with site.store.reading() as connection:
        found = find_article(connection, int(number))
        if found is None:
            return _gone(connection, int(number))
        versions = shown_versions(connection, found.url_hash)
        like = alike(connection, found.number)
        records = records_of(connection, like)
    named = [
        (one, _text(records[one], "headline") or _text(records[one], "url"), likeness)
        for one, likeness in sorted(like.items())
        if one in records
    ]
    body = _text(found.record, "articleBody") or ""
    return page(
        "article.html",
        found=found,
        record=found.record,
        headline=_text(found.record, "headline"),
        url=_text(found.record, "url"),
        language=_text(found.record, "inLanguage"),
        paragraphs=[one for one in body.split("\n\n") if one.strip()],
        fields=_plain_fields(found.record),
        usage=_mapping(found.record.get("usage")),
        messages=_mapping(found.record.get("metadata")).get("validationMessages"),
        versions=versions if len(versions) > 1 else [],
        like=named,
    )


def _gone(connection: Connection, number: int) -> Answer:
    gone = find_gone(connection, number)
    if gone is None:
        raise MissingError(f"article {number}")
    return page("gone.html", 410, number=number, gone=gone)


def _wanted(asked: Asked) -> Wanted:
    text = asked.text("q")
    return Wanted(
        terms=read_terms(text) if text else (),
        source=asked.text("source"),
        language=asked.text("language"),
        day=asked.dates(),
    )


def _fields(asked: Asked) -> dict[str, str | None]:
    return {name: asked.text(name) for name in ("q", *FACETS)}


def _row(one: Listed, record: Mapping[str, Value]) -> dict[str, object]:
    """Return what a list tells of an article; it may be gone since it was found."""
    return {
        "number": one.article,
        "headline": _text(record, "headline") or _text(record, "url"),
        "description": _beginning(record),
        "source": one.source,
        "language": one.language,
        "day": one.day,
    }


def _beginning(record: Mapping[str, Value]) -> str:
    text = _text(record, "description") or _text(record, "articleBody") or ""
    return text if len(text) <= 200 else f"{text[:200].rstrip()}\u2026"


def _facets(asked: Asked, counted: Sequence[Listed]) -> list[tuple[str, list[Choice]]]:
    return [(name, list(_choices(asked, name, counted))) for name in FACETS]


def _choices(asked: Asked, name: str, counted: Iterable[Listed]) -> Iterable[Choice]:
    chosen = asked.text(name)
    values = (getattr(one, name) for one in counted)
    counts = Counter(one for one in values if one is not None)
    found = counts.most_common(MOST_VALUES)
    if name == "day":
        found = sorted(counts.items(), reverse=True)[:MOST_VALUES]
    for value, count in found:
        is_chosen = chosen == value
        fields = {**_fields(asked), name: None if is_chosen else value}
        yield Choice(value, count, address("/", **fields), is_chosen)


def _plain_fields(record: Mapping[str, Value]) -> list[Shown]:
    ways = _mapping(_mapping(record.get("metadata")).get("sources"))
    return list(shown_fields(record, ways))


def _mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}


def _text(record: Mapping[str, Value], name: str) -> str | None:
    found = record.get(name)
    return found if isinstance(found, str) else None
