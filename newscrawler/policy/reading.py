"""What do all signals read of a visit, and which documents do they want for it?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from newscrawler.policy.hearings import Hearings
from newscrawler.policy.model import Fault, Statement
from newscrawler.policy.visit import Signal, Visit, no_documents

MOST_NAMED = 8
"""Documents that one page may make us ask for: our choice, DESIGN section 6."""


@dataclass(frozen=True, slots=True)
class Due:
    """The documents that a visit needs heard, robots.txt aside.

    ``optional`` are those whose failure is no fault (DESIGN section 4): after three
    tries they count as absent. ``left_out``: how many a page names beyond the bound;
    ``pages`` are HTML by their nature.
    """

    documents: tuple[str, ...]
    optional: frozenset[str]
    left_out: int = 0
    pages: frozenset[str] = frozenset()


def read_signals(
    visit: Visit, signals: Iterable[Signal]
) -> tuple[list[Statement], list[Fault]]:
    """Return what the signals find; a reader that crashes is a fault."""
    statements: list[Statement] = []
    faults: list[Fault] = []
    for signal in signals:
        if signal.of_page and visit.page is None:
            continue
        try:
            statements += signal.statements(visit)
        except Exception as error:  # noqa: BLE001  a reader's bug must not open the gate
            faults.append(Fault(visit.url, f"{signal.name}: {error!r}"[:500]))
    return statements, faults


class Demands:
    """What was due last: asked for before a decision, and for the decision itself."""

    def __init__(self) -> None:
        self._last: object = None
        self._due = Due((), frozenset())

    def due(self, visit: Visit, signals: Iterable[Signal], hearings: Hearings) -> Due:
        """Return the documents of a visit, and tell which of them are pages."""
        asked = visit.url, visit.page, hearings.count, tuple(visit.earlier.items())
        if asked != self._last:
            self._due = documents_due(visit, signals)
            self._last = asked
            hearings.pages |= self._due.pages
        return self._due


def documents_due(visit: Visit, signals: Iterable[Signal]) -> Due:
    """Return what the site's own rules make us ask for, then what its page names."""
    before = replace(visit, page=None) if visit.page is not None else visit
    found = _named(before, signals, {})
    of_site = len(found)
    if visit.page is not None:
        found = _named(visit, signals, found)
    documents = tuple(found)[: of_site + MOST_NAMED]
    return Due(
        documents,
        optional=frozenset(url for url in documents if found[url][0]),
        left_out=len(found) - len(documents),
        pages=frozenset(url for url in documents if found[url][1]),
    )


_Kind = tuple[bool, bool]
"""Whether nobody minds a document's failure, and whether it is HTML by nature."""


def _named(
    visit: Visit, signals: Iterable[Signal], found: dict[str, _Kind]
) -> dict[str, _Kind]:
    """Return the URLs that signals name; of two that name one, the stricter counts."""
    known = dict(found)
    for signal in signals:
        if signal.documents is no_documents:
            continue
        kind = signal.optional, signal.as_pages
        for url in signal.documents(visit):
            one = known.get(url, kind)
            known[url] = (
                one if one == kind else (one[0] and kind[0], one[1] and kind[1])
            )
    return known
