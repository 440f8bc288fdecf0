"""What do signals say of every URL of a site alike? Read once, until a source changes.

Before the fetch most signals say the same of all URLs of a site: their documents are
not there, or name no path. What they said is kept with what it was read from, and read
again where any of that is another. A signal that crashes or looks at the path is asked
for each URL.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from newscrawler.address import authority, robots_url
from newscrawler.policy.hearing import Heard
from newscrawler.policy.hearings import Hearings
from newscrawler.policy.model import Document, Fault, Preference, Statement
from newscrawler.policy.reading import (
    NOTHING_DUE,
    NOTHING_NAMED,
    Due,
    Named,
    Said,
    asked,
    documents_due,
    in_both_spellings,
    names_of,
    read_signals,
)
from newscrawler.policy.visit import Signal, Visit

MOST_SITES = 4096
"""Sites of which words are kept, the oldest forgotten first: our choice."""


@dataclass(frozen=True, slots=True)
class SiteWords:
    """What was read of a site, and from what.

    ``heard``: each document that was looked for, as it was then. ``said``: each signal
    with its statements, None where it is asked for each URL. ``named``: the documents
    that each URL needs heard, and ``due`` the same; None where that depends on it.
    """

    earlier: Mapping[str, tuple[str, ...]]
    names: tuple[str, ...]
    heard: tuple[tuple[str, Heard | None], ...]
    said: tuple[tuple[Signal, tuple[Statement, ...] | None], ...]
    named: Named | None
    due: Due | None

    def is_of(self, visit: Visit, hearings: Hearings) -> bool:
        """Tell whether nothing that was read has changed by this visit."""
        return (
            self.earlier is visit.earlier
            and self.names == visit.names
            and all(hearings.heard(url) is heard for url, heard in self.heard)
        )


class Sites:
    """What the sites that were asked about last say and name, before any page."""

    def __init__(self, signals: Sequence[Signal], hearings: Hearings) -> None:
        self._signals = signals
        self._of_robots = [one for one in signals if one.name.startswith("robots-")]
        self._hearings = hearings
        self._known: dict[str, SiteWords] = {}
        self._last: tuple[object, Due] = None, NOTHING_DUE

    def read(self, visit: Visit) -> Said:
        """Return what the signals find, and which of them crashed."""
        found, faults = in_both_spellings(visit, self._read)
        return [one for one in found if not self._is_stale(one)], faults

    def _is_stale(self, one: Statement) -> bool:
        """Tell whether something is allowed by a document that is not to be had."""
        allows = one.preference is Preference.ALLOWED
        return allows and self._hearings.is_stale(one.document)

    def read_robots(self, visit: Visit) -> Said:
        """Return the same of those alone that say whether a URL may be requested."""
        return in_both_spellings(visit, partial(read_signals, signals=self._of_robots))

    def _read(self, visit: Visit) -> Said:
        if visit.page is not None:
            return read_signals(visit, self._signals)
        statements: list[Statement] = []
        faults: list[Fault] = []
        for signal, said in self._words(visit).said:
            if said is not None:
                statements += said
                continue
            found, wrong = read_signals(visit, (signal,))
            statements += found
            faults += wrong
        return statements, faults

    def due(self, visit: Visit) -> Due:
        """Return the documents of a visit, and tell which of them are pages."""
        words = self._words(visit)
        if visit.page is None and words.due is not None:
            return words.due
        asked_of = visit.url, visit.page, words, self._hearings.count
        if asked_of != self._last[0]:
            before = words.named
            if before is None:
                before = names_of(
                    replace(visit, page=None), self._signals, NOTHING_NAMED
                )
            self._last = asked_of, documents_due(visit, self._signals, before)
        self._hearings.pages |= self._last[1].pages
        return self._last[1]

    def _words(self, visit: Visit) -> SiteWords:
        site = authority(visit.url)
        key = site.origin if site is not None else ""
        words = self._known.get(key)
        if words is None or not words.is_of(visit, self._hearings):
            self._known.pop(key, None)
            if len(self._known) >= MOST_SITES:
                del self._known[next(iter(self._known))]
            words = self._known[key] = _read(visit, self._signals, self._hearings)
            self._hearings.pages |= words.due.pages if words.due is not None else set()
        return words


def _read(visit: Visit, signals: Sequence[Signal], hearings: Hearings) -> SiteWords:
    site = authority(visit.url)
    robots = robots_url(site) if site is not None else ""
    heard = {robots: hearings.heard(robots)}

    def document_at(url: str) -> Document | None:
        heard[url] = hearings.heard(url)
        return visit.document_at(url)

    def is_unheard(url: str) -> bool:
        heard[url] = hearings.heard(url)
        return visit.is_unheard(url)

    seen = replace(visit, page=None, document_at=document_at, is_unheard=is_unheard)
    before = [one for one in signals if not one.of_page]
    alike = {one for one in before if asked(one, seen, one.is_alike) is True}
    said = [(one, _said(one, seen) if one in alike else None) for one in before]
    naming = {one for one in signals if one.names_documents}
    named = names_of(seen, signals, NOTHING_NAMED) if naming <= alike else None
    if named is not None and named.faults:
        named = None  # a fault is one URL's
    return SiteWords(
        earlier=visit.earlier,
        names=visit.names,
        heard=tuple(heard.items()),
        said=tuple((one, words) for one, words in said if words != ()),
        named=named,
        due=None if named is None else documents_due(seen, signals, named),
    )


def _said(signal: Signal, visit: Visit) -> tuple[Statement, ...] | None:
    """Return what a signal says, None where it crashes: a fault is one URL's."""
    statements, faults = read_signals(visit, (signal,))
    return tuple(statements) if not faults else None
