"""What does a spider count of a listing, so that a summary can say why there is nothing?"""

from collections.abc import Callable
from typing import TypeAlias

from newscrawler.report.watched import Looked

Wanted: TypeAlias = Callable[[float | None], tuple[str, ...]]
"""Returns what is wanted of a listing, from a time on (epoch), None for all."""


def look(
    looked: Looked, named: int, wanted: Wanted | None, since: float | None
) -> tuple[str, ...]:
    """Return what is wanted of a listing, and count it.

    ``named``: its entries or links; ``wanted`` None: it is no listing that we can read,
    or forbids to follow its links.
    """
    if wanted is None:
        looked.unread += 1
        return ()
    urls = wanted(since)
    looked.listings += 1
    looked.named += named
    looked.wanted += len(urls)
    if since is not None:
        looked.older += len(wanted(None)) - len(urls)
    return urls
