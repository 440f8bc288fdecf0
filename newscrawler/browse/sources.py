"""How are the sources, when are they due, and what did they give?"""

from dataclasses import dataclass

from sqlalchemy import Connection

from newscrawler.address import host_of
from newscrawler.browse.asked import Answer, Asked, MissingError, address
from newscrawler.browse.pages import page
from newscrawler.browse.site import Site
from newscrawler.report.past import Summary, past_coverage, read_summary
from newscrawler.sources import Source
from newscrawler.storage.decision_list import Sought, decision_list
from newscrawler.storage.past_runs import summaries, visited
from newscrawler.storage.source_rows import (
    last_decided,
    last_kept,
    next_visits,
    source_names,
)
from newscrawler.watching.staleness import staleness

AT_ONCE = 50
"""Sources on a page: our choice."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A source: when it was asked last, gave an article last, is due; epoch seconds.

    ``problem``: what is wrong with it.
    """

    id: str
    name: str | None
    asked_at: float | None
    due_at: float | None
    kept_at: float | None
    problem: str | None


def overview(site: Site, asked: Asked, _: str) -> Answer:
    """Show all sources in the order of their names, some at once."""
    after = asked.text("after") or ""
    with site.store.reading() as connection:
        names = sorted({*source_names(connection), *site.sources})
        some = [one for one in names if one > after]
        due = next_visits(connection)
        rows = [_standing(site, connection, one, due) for one in some[:AT_ONCE]]
    is_more = len(some) > AT_ONCE
    return page(
        "sources.html",
        rows=rows,
        total=len(names),
        is_listed=bool(site.sources),
        is_first=not after,
        older=is_more and address("/sources", after=some[AT_ONCE - 1]),
    )


def show(site: Site, _: Asked, id_: str) -> Answer:
    """Show a source: its health, its coverage, what monitors found, its hosts."""
    listed = site.sources.get(id_)
    with site.store.reading() as connection:
        standing = _standing(site, connection, id_, next_visits(connection))
        if listed is None and standing.asked_at is None:
            raise MissingError(f"source {id_}")
        past = visited(connection, id_)
        read = {
            run: read_summary(text)
            for run, text in summaries(connection, past.runs).items()
        }
        latest = decision_list(connection, Sought(source=id_), None, 200).rows
    hosts = dict.fromkeys(one.host for one in latest)
    if listed is not None:
        hosts = {host_of(listed.home): None, **hosts}
    problem = _problem(site, listed, standing.asked_at, past.kept_at)
    coverage = past_coverage(read.values(), id_)
    return page(
        "source.html",
        source=listed,
        standing=standing,
        problem=problem,
        coverage=coverage,
        runs=[(run, _findings(read[run], id_)) for run in past.runs if run in read],
        hosts=[one for one in hosts if one],
    )


def _standing(
    site: Site, connection: Connection, id_: str, due: dict[str, float]
) -> Standing:
    listed = site.sources.get(id_)
    last = last_decided(connection, id_)
    return Standing(
        id=id_,
        name=None if listed is None else listed.name,
        asked_at=last,
        due_at=due.get(id_),
        kept_at=last_kept(connection, id_),
        problem=_problem(site, listed, last, ()),
    )


def _problem(
    site: Site, listed: Source | None, last: float | None, kept: tuple[float, ...]
) -> str | None:
    """Return what is wrong, as doctor says it; None too where nobody can tell."""
    found = staleness(listed, last, kept, site.clock()) if listed is not None else None
    return None if found is None else found[0]


def _findings(summary: Summary, source: str) -> list[str]:
    found = summary.get("findings")
    return [
        f"{one.get('level')}: {one.get('monitor')}: {one.get('words')}"
        for one in (found if isinstance(found, list) else ())
        if isinstance(one, dict) and one.get("source") in (None, source)
    ]
