"""Which URLs are refused whatever their site publishes? Somebody objected, or withdrew.

Both speak of acquiring, so that no permission and no reading lifts them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit, urlunsplit

from newscrawler.address import with_single_slashes
from newscrawler.policy.model import Place, Preference, Scope, Statement, quoted
from newscrawler.policy.permission import in_scope

SPEC = "newscrawler objections: who objects is heard, from that day on"
WITHDRAWN_SPEC = "house: what was withdrawn is not taken again"


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody's word that we are to leave pages alone, from the day ``when`` (UTC) on.

    ``scope`` is written as a permission's; a host is meant with www and without.
    ``document`` and ``line``: where the
    operator put it down.
    """

    who: str
    when: date
    scope: tuple[str, ...]
    contact: str
    reason: str | None
    document: str
    line: int | None = None


class Barred:
    """Knows the objections, and what it is told was withdrawn."""

    def __init__(self, objections: Iterable[Objection] = ()) -> None:
        self._objections = tuple(objections)
        self._withdrawn: dict[str, Statement] = {}

    def withdraw(self, url: str, words: str) -> None:
        """Refuse a URL from now on; ``words`` say when and why it was withdrawn."""
        self._withdrawn[url] = Statement(
            signal="withdrawn",
            purposes=frozenset(),
            preference=Preference.DISALLOWED,
            scope=Scope.PAGE,
            document="tombstones",
            quote=quoted(words),
            spec=WITHDRAWN_SPEC,
        )

    def statements(self, url: str, now: float) -> list[Statement]:
        """Return why a URL is refused, nothing where nobody spoke of it."""
        if not self._objections and not self._withdrawn:
            return []
        today = datetime.fromtimestamp(now, UTC).date()
        spellings = set(_spellings(url))
        found = [
            _statement(one)
            for one in self._objections
            if today >= one.when and any(in_scope(one.scope, at) for at in spellings)
        ]
        withdrawn = self._withdrawn.get(url)
        return found if withdrawn is None else [*found, withdrawn]


def _spellings(url: str) -> Iterator[str]:
    """Yield the forms of a URL that are one place to who objects to it.

    Servers take slashes too many for one, and a name is a site's with www and without.
    """
    for form in (url, with_single_slashes(url)):
        yield form
        parts = urlsplit(form)
        bare = parts.netloc.lower().removeprefix("www.")
        is_bare = bare == parts.netloc.lower()
        yield urlunsplit(parts._replace(netloc=f"www.{bare}" if is_bare else bare))


def _statement(one: Objection) -> Statement:
    reason = f": {one.reason}" if one.reason else ""
    return Statement(
        signal="objection",
        purposes=frozenset(),
        preference=Preference.DISALLOWED,
        scope=Scope.PATH,
        document=one.document,
        quote=quoted(f"{one.who} ({one.contact}) objects since {one.when}{reason}"),
        spec=SPEC,
        place=Place(line=one.line),
    )
