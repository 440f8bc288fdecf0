"""Which decisions were made, and on what does one of them rest?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from newscrawler.browse.articles import COUNTED, MOST_VALUES, Choice
from newscrawler.browse.asked import Answer, Asked, MissingError, address
from newscrawler.browse.pages import page
from newscrawler.browse.site import Site
from newscrawler.policy import Statement
from newscrawler.policy.record import iso_time
from newscrawler.storage.checkpoint import Note, read_note
from newscrawler.storage.decision_list import Mark, Sought, Told, decision_list
from newscrawler.storage.decision_rows import StoredDecision
from newscrawler.storage.reading import decision_where
from newscrawler.storage.schema import decisions
from newscrawler.storage.shown_rows import article_of, chained, kept_documents
from newscrawler.storage.source_rows import source_names

AT_ONCE = 50
"""Decisions on a page: our choice."""

NAMES = ("verdict", "source", "signal", "host", "day")
FACETS = (("verdict", "verdict"), ("source", "source"), ("signal", "deciding"))


def search(site: Site, asked: Asked, _: str) -> Answer:
    """Show the newest decisions that are wanted, and of what they are."""
    after = _mark(asked.text("after"))
    fields = {name: asked.text(name) for name in NAMES}
    sought = _sought(asked)
    with site.store.reading() as connection:
        counted = decision_list(connection, sought, None, COUNTED + 1)
        many = decision_list(connection, sought, after, AT_ONCE)
        names = source_names(connection)
    end = many.end and f"{many.end.decided_at!r},{many.end.number}"
    return page(
        "decisions.html",
        asked=fields,
        rows=many.rows,
        is_first=after is None,
        is_full=len(many.rows) == AT_ONCE,
        older=end and address("/decisions", **fields, after=end),
        newest=address("/decisions", **fields),
        counted=min(len(counted.rows), COUNTED),
        is_more=counted.end is not None,
        groups=_facets(fields, counted.rows[:COUNTED]),
        sources=names,
    )


def show(site: Site, _: Asked, id_: str) -> Answer:
    """Show what was said, what was not heard, and where the ledger tells of it."""
    with site.store.reading() as connection:
        found = decision_where(connection, decisions.c.id == id_)
        if found is None:
            raise MissingError(f"decision {id_}")
        hashes = {one.sha256 for one in found.decision.statements if one.sha256}
        here = kept_documents(connection, hashes)
        place = chained(connection, found)
        article = article_of(connection, found)
    note = _note(None if place is None else place.checkpoint)
    return page(
        "decision.html",
        found=found,
        decision=found.decision,
        record=found.record,
        statements=_ordered(found),
        documents=here,
        place=place,
        note=note,
        article=article,
    )


def _ordered(found: StoredDecision) -> list[tuple[Statement, bool]]:
    """Return statements, those that decide first, and whether they do."""
    deciding = set(map(id, found.decision.deciding))
    told = [(one, id(one) in deciding) for one in found.decision.statements]
    return sorted(told, key=lambda one: not one[1])


def _note(text: str | None) -> Note | None:
    try:
        return None if text is None else read_note(text)
    except ValueError:
        return None  # ledger verify tells of it


def _sought(asked: Asked) -> Sought:
    since, until = _span(asked.day())
    return Sought(
        verdict=asked.text("verdict"),
        source=asked.text("source"),
        deciding=asked.text("signal"),
        host=asked.text("host"),
        since=since,
        until=until,
    )


def _span(day: date | None) -> tuple[float | None, float | None]:
    """Return the beginning and the end of a day in UTC, None where none is asked for."""
    if day is None:
        return None, None
    begin = datetime.combine(day, time.min, UTC)
    return begin.timestamp(), (begin + timedelta(days=1)).timestamp()


def _mark(text: str | None) -> Mark | None:
    """Return where a page begins, None for the first: so for what is no mark."""
    at, _, number = (text or "").partition(",")
    try:
        found = Mark(float(at), int(number))
    except ValueError:
        return None
    is_sound = abs(found.decided_at) < 1e12 and abs(found.number) < 2**62
    return found if is_sound else None


def _facets(
    fields: dict[str, str | None], counted: Sequence[Told]
) -> list[tuple[str, list[Choice]]]:
    found = [
        (name, _choices(fields, name, (getattr(one, column) for one in counted)))
        for name, column in FACETS
    ]
    days = _choices(fields, "day", (iso_time(one.decided_at)[:10] for one in counted))
    return [*found, ("day", sorted(days, key=lambda one: one.value, reverse=True))]


def _choices(
    fields: dict[str, str | None], name: str, values: Iterable[str | None]
) -> list[Choice]:
    counts = Counter(one for one in values if one is not None)
    found = []
    for value, count in counts.most_common(MOST_VALUES):
        is_chosen = fields[name] == value
        said = {**fields, name: None if is_chosen else value}
        found.append(Choice(value, count, address("/decisions", **said), is_chosen))
    return found
