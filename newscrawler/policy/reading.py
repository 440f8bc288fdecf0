"""What do all signals read of a visit, and which documents do they want for it?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from newscrawler.address import with_single_slashes
from newscrawler.policy.lattice import RESTRAINING
from newscrawler.policy.model import Fault, Statement
from newscrawler.policy.visit import Signal, Visit

T = TypeVar("T")

Said = tuple[list[Statement], list[Fault]]
"""What is stated, and whom we could not hear."""

Kinds = dict[str, tuple[bool, bool]]
"""Of each document's URL: does nobody mind its failure, and is it HTML by nature?"""

MOST_NAMED = 8
"""Documents that one page may make us ask for: our choice, DESIGN section 6."""


@dataclass(frozen=True, slots=True)
class Due:
    """The documents that a visit needs heard, robots.txt aside.

    ``optional`` are those whose failure is no fault (DESIGN section 4): after three
    tries they count as absent. ``left_out``: how many a page names beyond the bound;
    ``pages`` are HTML by their nature; ``faults``: signals that could not tell.
    """

    documents: tuple[str, ...]
    optional: frozenset[str]
    left_out: int = 0
    pages: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()


NOTHING_DUE = Due((), frozenset())


@dataclass(frozen=True, slots=True)
class Named:
    """The documents that signals name, and which signals could not tell."""

    kinds: Kinds
    faults: tuple[Fault, ...] = ()


NOTHING_NAMED = Named({})


def read_signals(visit: Visit, signals: Iterable[Signal]) -> Said:
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


def in_both_spellings(visit: Visit, read: Callable[[Visit], Said]) -> Said:
    """Return what is read of a visit, and what that denies to its other spelling.

    House rule (strict): what is denied to a URL with single slashes is denied to it
    with more of them, for most servers take both for one.
    """
    found, faults = read(visit)
    same = with_single_slashes(visit.url)
    if visit.is_strict and same != visit.url:
        said, wrong = read(replace(visit, url=same))
        more = [one for one in said if one.preference in RESTRAINING]
        found += [replace(one, salvaged=True) for one in more if one not in found]
        faults += wrong
    return found, faults


def _all_of(signal: Signal, visit: Visit) -> list[Statement]:
    return list(signal.statements(visit))


def asked(signal: Signal, visit: Visit, ask: Callable[[Visit], T]) -> T | Fault:
    """Return what a signal answers of a visit, or the fault that it crashed."""
    try:
        return ask(visit)
    except Exception as error:  # noqa: BLE001  a reader's bug must not open the gate
        return Fault(visit.url, f"{signal.name}: {error!r}"[:500])


def documents_due(visit: Visit, signals: Iterable[Signal], before: Named) -> Due:
    """Return what the site's own rules make us ask for, then what its page names.

    ``before``: what is due for the URL without its page.
    """
    named = before
    if visit.page is not None:
        named = names_of(visit, signals, before)
    found = named.kinds
    documents = tuple(found)[: len(before.kinds) + MOST_NAMED]
    return Due(
        documents,
        optional=frozenset(url for url in documents if found[url][0]),
        left_out=len(found) - len(documents),
        pages=frozenset(url for url in documents if found[url][1]),
        faults=tuple(dict.fromkeys(named.faults)),
    )


def names_of(visit: Visit, signals: Iterable[Signal], known: Named) -> Named:
    """Return the URLs that signals name, after those known already; of two that name
    one, the stricter counts.
    """
    found, faults = dict(known.kinds), list(known.faults)
    for signal in signals:
        if not signal.names_documents:
            continue
        named = asked(signal, visit, partial(_all_named, signal))
        if isinstance(named, Fault):
            faults.append(named)
            continue
        kind = signal.optional, signal.as_pages
        for url in named:
            one = found.get(url, kind)
            found[url] = (
                one if one == kind else (one[0] and kind[0], one[1] and kind[1])
            )
    return Named(found, tuple(faults))


def _all_named(signal: Signal, visit: Visit) -> list[str]:
    return list(signal.documents(visit))
