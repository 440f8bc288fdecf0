"""What do all signals read of a visit, and which documents do they want for it?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from newscrawler.policy.model import Fault, Statement
from newscrawler.policy.visit import Signal, Visit

MOST_NAMED = 8
"""Documents that one page may make us ask for: our choice, DESIGN section 6."""


@dataclass(frozen=True, slots=True)
class Due:
    """The documents that a visit needs heard, robots.txt aside.

    ``optional`` are those whose failure is no fault (DESIGN section 4): after three
    tries they count as absent. ``left_out``: how many a page names beyond the bound.
    """

    documents: tuple[str, ...]
    optional: frozenset[str]
    left_out: int = 0


def read_signals(
    visit: Visit, signals: Iterable[Signal]
) -> tuple[list[Statement], list[Fault]]:
    """Return what the signals find; a reader that crashes is a fault."""
    statements: list[Statement] = []
    faults: list[Fault] = []
    for signal in signals:
        try:
            statements += signal.statements(visit)
        except Exception as error:  # noqa: BLE001  a reader's bug must not open the gate
            faults.append(Fault(visit.url, f"{signal.name}: {error!r}"[:500]))
    return statements, faults


def documents_due(visit: Visit, signals: Iterable[Signal]) -> Due:
    """Return what the site's own rules make us ask for, then what its page names."""
    found: dict[str, bool] = {}
    of_site = 0
    for one in (replace(visit, page=None), visit) if visit.page else (visit,):
        for signal in signals:
            for url in signal.documents(one):
                found[url] = found.get(url, True) and signal.optional
        of_site = of_site or len(found)
    documents = tuple(found)[: of_site + MOST_NAMED]
    optional = frozenset(url for url in documents if found[url])
    return Due(documents, optional, len(found) - len(documents))
