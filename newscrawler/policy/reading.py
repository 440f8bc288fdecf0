"""What do all signals read of a visit, and which documents do they want for it?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from newscrawler.policy.model import Fault, Statement
from newscrawler.policy.visit import Signal, Visit

T = TypeVar("T")

Kinds = dict[str, tuple[bool, bool]]
"""Of each document's URL: does nobody mind its failure, and is it HTML by nature?"""

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


NOTHING_DUE = Due((), frozenset())


def read_signals(
    visit: Visit, signals: Iterable[Signal]
) -> tuple[list[Statement], list[Fault]]:
    """Return what the signals find; a reader that crashes is a fault."""
    statements: list[Statement] = []
    faults: list[Fault] = []
    for signal in signals:
        if signal.of_page and visit.page is None:
            continue
        found = asked(signal, visit, partial(_all_of, signal))
        if isinstance(found, Fault):
            faults.append(found)
        else:
            statements += found
    return statements, faults


def _all_of(signal: Signal, visit: Visit) -> list[Statement]:
    return list(signal.statements(visit))


def asked(signal: Signal, visit: Visit, ask: Callable[[Visit], T]) -> T | Fault:
    """Return what a signal answers of a visit, or the fault that it crashed."""
    try:
        return ask(visit)
    except Exception as error:  # noqa: BLE001  a reader's bug must not open the gate
        return Fault(visit.url, f"{signal.name}: {error!r}"[:500])


def documents_due(visit: Visit, signals: Iterable[Signal], before: Kinds) -> Due:
    """Return what the site's own rules make us ask for, then what its page names.

    ``before``: what is due for the URL without its page.
    """
    found = before
    if visit.page is not None:
        found = names_of(visit, signals, before)
    documents = tuple(found)[: len(before) + MOST_NAMED]
    return Due(
        documents,
        optional=frozenset(url for url in documents if found[url][0]),
        left_out=len(found) - len(documents),
        pages=frozenset(url for url in documents if found[url][1]),
    )


def names_of(visit: Visit, signals: Iterable[Signal], known: Kinds) -> Kinds:
    """Return the URLs that signals name, after those known already; of two that name
    one, the stricter counts.
    """
    found = dict(known)
    for signal in signals:
        if not signal.names_documents:
            continue
        kind = signal.optional, signal.as_pages
        for url in signal.documents(visit):
            one = found.get(url, kind)
            found[url] = (
                one if one == kind else (one[0] and kind[0], one[1] and kind[1])
            )
    return found
