"""May a kept article be used for a purpose today? By what its site said last.

Documents of the site are read again as they were heard last, with today's code,
settings, permissions and readings. What the page itself said is in its decision alone
and is taken from there. Whatever nobody has heard is a fault, and nothing is allowed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from newscrawler.address import authority, host_of, robots_url
from newscrawler.policy import Decision, Document, Fault, Gate, Statement
from newscrawler.policy.copies import bound_by_canonical
from newscrawler.policy.lasting import HostState
from newscrawler.policy.model import Stage
from newscrawler.policy.permission import permission_statements, reading_statements
from newscrawler.policy.record import iso_time
from newscrawler.policy.signals.robots_tag import as_of
from newscrawler.report.alike import Alike
from newscrawler.storage.database import StoredHearing

Hearing = Callable[[str], StoredHearing | None]
"""What came back last for a document."""

States = Callable[[Iterable[str]], Iterable[HostState]]
"""What is known of hosts."""

OF_REGISTRY = frozenset(("listing", "permission", "reading"))
"""Signals that are the operator's own words: today's hold, not those of then."""

READ_BY = ("agent", "profile", "proxy", "operator")
"""Settings by which a page was read: it is not there to be read by others."""

UNASKED = "was never asked for; recheck its site"
CHANGED = "has changed since the page named it; recheck the page"

MOST_KNOWN = 10_000
"""Documents whose last hearing is remembered by hash: our choice."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is decided today; ``heard_at`` (epoch seconds): by what was heard then."""

    decision: Decision
    heard_at: float


class AllowedNow:
    """Decides again of kept articles; ``gate`` declares the one purpose in question.

    ``retention``: the seconds for which a source's articles are kept, None for good;
    ``now``: epoch seconds; it, permissions and readings hold as of then.
    """

    def __init__(
        self,
        gate: Gate,
        hearing: Hearing,
        states: States,
        retention: Callable[[str], float | None],
        now: float,
    ) -> None:
        self._gate = gate
        self._hearing = hearing
        self._states = states
        self._retention = retention
        self._now = now
        self._sites: dict[str, tuple[float, set[str]]] = {}
        self._hashes: dict[str, str | None] = {}
        self.alike = Alike(gate, now)

    def answer(
        self, then: Decision, kept_at: float, canonical_url: str | None = None
    ) -> Answer:
        """Return what is decided today of the use of an article that is kept.

        ``canonical_url``: the address that it names as its own, if that is another.
        """
        at, asked = self._hear(then.url)
        fresh = self._gate.before_fetch(then.url, at)
        said, faults = self._of_page(then, asked)
        said += [one for one in fresh.statements if one.signal not in OF_REGISTRY]
        closed = self._gate.pace.closed(then.url, at)  # it may be used at any hour
        faults += [one for one in fresh.faults if not _is_same(one, closed)]
        faults += self._ended(then, fresh.source, kept_at)
        of_registry = [*self._of_registry(then.url, said)]
        if canonical_url is not None:
            of_registry += self.objections(canonical_url)
        decision = replace(
            fresh,
            stage=Stage.USE,
            statements=tuple(dict.fromkeys((*of_registry, *said))),
            faults=tuple(faults),
            decided_at=round(self._now, 3),
        )
        if canonical_url not in (None, then.url):
            said = self._gate.known_of(canonical_url, at)
            decision = bound_by_canonical(decision, said)
        return Answer(decision, at)

    def objections(self, url: str) -> list[Statement]:
        """Return who objects today to the use of what has an address."""
        return self._gate.listed.barred.statements(url, self._now)

    def learn_alike(self, url: str) -> None:
        """Let ``alike`` know the site of a URL whose article was just decided."""
        self.alike.learn(url, self._sites[host_of(url)][1])

    def has_ended(self, source: str | None, kept_at: float) -> bool:
        """Tell whether the time is over for which a source's articles are kept."""
        seconds = None if source is None else self._retention(source)
        return seconds is not None and kept_at + seconds <= self._now

    def _hear(self, url: str) -> tuple[float, set[str]]:
        """Let the gate hear what a site said last; return when, and which documents.

        All at the time of its robots.txt: how old they are by now is not asked.
        """
        host, gate = host_of(url), self._gate
        if host not in self._sites:
            site = authority(url)
            known = self._hearing(robots_url(site)) if site is not None else None
            at = self._now if known is None else known.document.fetched_at
            self._sites[host] = at, set()
            for state in self._states(gate.hosts.unasked(url)):
                # a pause is for asking, not for using
                gate.hosts.restore(replace(state, pause=None))
        at, asked = self._sites[host]
        while wanted := [one for one in gate.wants(url, at) if one not in asked]:
            asked.update(wanted)
            for one in wanted:
                self._learn(one, at)
        return at, asked

    def _learn(self, url: str, at: float) -> None:
        known = self._hearing(url)
        if known is None:
            self._gate.learn(Document(url, at, problem=UNASKED), at)
        else:
            if known.earlier is not None:
                self._gate.learn(known.earlier, at)
            self._gate.learn(known.document, at, tries=max(known.tries - 1, 0))

    def _of_page(
        self, then: Decision, asked: set[str]
    ) -> tuple[list[Statement], list[Fault]]:
        """Return what the page said then, and why that may be so no more."""
        own = [one for one in then.statements if one.signal not in OF_REGISTRY]
        kept = [as_of(one, self._now) for one in own if one.document not in asked]
        changed = {one.document for one in kept if self._says_otherwise(one)}
        faults = [Fault(one, CHANGED, self._now) for one in sorted(changed)]
        terms = self._gate.terms
        others = [
            name
            for name in READ_BY
            if getattr(then.terms, name) != getattr(terms, name)
        ]
        if others:
            words = f"was read by another {', '.join(others)} than today's; recheck it"
            faults.append(Fault(then.url, words, self._now))
        return kept, faults

    def _says_otherwise(self, one: Statement) -> bool:
        """Tell whether a document that a page named has changed since it was read."""
        if one.sha256 is None:
            return False
        if one.document not in self._hashes:
            if len(self._hashes) >= MOST_KNOWN:
                self._hashes.clear()
            known = self._hearing(one.document)
            self._hashes[one.document] = known.document.sha256 if known else None
        return self._hashes[one.document] not in (None, one.sha256)

    def _of_registry(self, url: str, said: list[Statement]) -> Iterator[Statement]:
        """Yield what the registry says today of a URL and of the notices found."""
        yield from self._gate.listed.statements(url, self._now)
        yield from self._gate.listed.beyond_links(url)
        listing = self._gate.listed.listing(host_of(url))
        if listing is not None:
            notices = [one for one in said if one.signal == "notice"]
            yield from permission_statements(listing, url, self._now)
            yield from reading_statements(listing, notices, self._now)

    def _ended(
        self, then: Decision, source: str | None, kept_at: float
    ) -> Iterator[Fault]:
        seconds = None if source is None else self._retention(source)
        if seconds is not None and self.has_ended(source, kept_at):
            ended = iso_time(kept_at + seconds)
            yield Fault(then.url, f"the source's retention ended on {ended}")


def _is_same(one: Fault, other: Fault | None) -> bool:
    return other is not None and one.problem == other.problem
