"""What did a host say over time, of each purpose?"""

from sqlalchemy import Connection

from newscrawler.address import authority, host_of
from newscrawler.browse.asked import Answer, Asked, MissingError
from newscrawler.browse.pages import page
from newscrawler.browse.site import Site
from newscrawler.policy import Document, Gate, Purpose
from newscrawler.report.history import CRAWL, changes, distinct, visits
from newscrawler.storage.database import StoredHearing
from newscrawler.storage.hearing_rows import hearings_at, read_hearing
from newscrawler.storage.source_rows import latest_hearings

VISITS = 12
"""Answers for each document that are read, the latest: each is decided upon anew."""


def show(site: Site, _: Asked, host: str) -> Answer:
    """Show when a host's documents changed, and what they say of its home page."""
    url = f"https://{host}/"
    if authority(url) is None or host_of(url) != host:
        raise MissingError(f"host {host}")
    with site.store.reading() as connection:
        asked = _documents(connection, url, site.agent)
        heard = latest_hearings(connection, asked, VISITS)

        def elsewhere(one: str, at: float) -> StoredHearing | None:
            return read_hearing(connection, one, at)

        found = list(visits(url, site.agent, heard, elsewhere))
    if not found:
        raise MissingError(f"host {host}: nothing was heard of it")
    return page(
        "host.html",
        host=host,
        names=[CRAWL, *(one.value for one in Purpose)],
        now=found[-1],
        visits=list(distinct(found))[::-1],
        changes=list(changes(found))[::-1],
        heard=heard[::-1],
    )


def _documents(connection: Connection, url: str, agent: str) -> list[str]:
    """Return the documents of a host that the gate asks for, as far as it was told.

    By their addresses, each of which an index finds.
    """
    gate = Gate(agent=agent, purposes=Purpose)
    gate.listed.name(host_of(url), "browse")
    found: dict[str, None] = {}
    at = 0.0
    while wanted := [one for one in gate.wants(url, at) if one not in found]:
        for one in wanted:
            found[one] = None
            latest = hearings_at(connection, one, 1)
            answer = latest[0].document if latest else Document(one, at, 404)
            gate.learn(answer, at)
    return [one for one in found if host_of(one) == host_of(url)]
