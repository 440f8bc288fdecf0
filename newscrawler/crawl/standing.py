"""What is known of an article whose page is asked for again?"""

import time
from dataclasses import dataclass

from newscrawler.discovery.revisit import next_article_visit, read_stated
from newscrawler.downloading.exchange import lines_of
from newscrawler.page import Page
from newscrawler.policy import Gate
from newscrawler.policy.renewing import is_renewable
from newscrawler.storage.database import Store
from newscrawler.storage.rules import rules_version
from newscrawler.storage.version_rows import Standing, standing_at
from newscrawler.storage.visit_rows import Kind, Visit, is_visited, read_visit


@dataclass(frozen=True, slots=True)
class Known:
    """An article that is asked for again: how it was had last, and as what it is kept."""

    visit: Visit
    standing: Standing


def read_known(store: Store, url: str) -> Known | None:
    """Return what is known of a URL's article, None if it is new.

    Or was kept for another address: what this one says does not concern it.
    """
    with store.reading() as connection:
        if not is_visited(connection, url, Kind.ARTICLE):
            return None
        visit = read_visit(connection, url, Kind.ARTICLE)
        if visit is None or visit.url != url:
            return None
        standing = standing_at(connection, url)
    then = standing.decision if standing is not None else None
    if standing is None or (then is not None and then.url != url):
        return None
    return Known(visit, standing)


def is_sound(gate: Gate, known: Known) -> bool:
    """Tell whether the page need not be seen to decide of it anew.

    A copy's origin has its own word, which is looked for by the page.
    """
    of = known.standing
    is_copy = of.article.syndication is not None
    is_ours = of.rules == rules_version()
    return (
        of.decision is not None
        and is_ours
        and not is_copy
        and is_renewable(gate, of.decision)
    )


def visit_of(
    page: Page, source: str | None, known: Known | None, read_at: float | None
) -> Visit:
    """Return an article's visit of now, with when it is due again."""
    now = time.time()
    found_at = known.visit.found_at if known is not None else now
    stated = read_stated(lines_of(page), now)
    return Visit(
        url=page.url,
        kind=Kind.ARTICLE,
        source=source,
        found_at=found_at,
        visited_at=now,
        due_at=next_article_visit(found_at, now, stated),
        read_at=read_at,
        etag=page.header("etag"),
        last_modified=page.header("last-modified"),
        body_sha256=page.sha256,
    )
