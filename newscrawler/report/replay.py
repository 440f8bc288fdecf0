"""What would be decided today of what was decided then? From the evidence of then.

Statements out of policy documents are read again, from the bytes that were received.
What a page said, and what a permission or the registry did, is in the record alone:
it is taken from there, and what follows is derived again. So is all of a decision on an
archived page: as captured or as of now, its documents are not those heard of the site.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from newscrawler.address import host_of
from newscrawler.policy import Decision, Document, Gate
from newscrawler.policy.model import Stage, Terms
from newscrawler.policy.record import Value, iso_time
from newscrawler.storage.database import StoredDecision, StoredHearing

Hearing = Callable[[str, float], StoredHearing | None]
"""What came back last for a document, by a time (epoch seconds)."""

ARCHIVE = "archive"
"""The signal of a page that was read out of an archive, by documents of its own time:
the store's, which are those of ours, say nothing of it."""

ROUNDED = 0.001
"""Seconds: a decision's time is to the millisecond, a hearing's is not."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A decision as it was recorded and as it would be; ``unheard``: documents that
    today's code asks for and the store does not have.
    """

    stored: StoredDecision
    now: Decision
    unheard: tuple[str, ...] = ()

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Return what was and what would be, by purpose; ``verdict`` first."""
        then = self.stored.record
        usage = then["usage"]
        assert isinstance(usage, dict)
        pairs = {"verdict": (str(then["verdict"]), self.now.verdict.value)}
        for purpose, preference in self.now.usage.items():
            before = str(usage.get(purpose.value, "unknown"))
            pairs[purpose.value] = before, preference.value
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def replay(stored: Iterable[StoredDecision], hearing: Hearing) -> Iterator[Replayed]:
    """Yield each decision with what it would be now."""
    for one in stored:
        yield replayed(one, hearing)


def replayed(stored: StoredDecision, hearing: Hearing) -> Replayed:
    """Return a decision with what it would be now, from the documents of then."""
    then = stored.decision
    if any(one.signal == ARCHIVE for one in then.statements):
        return Replayed(stored, then)  # what it heard is not what the site told us
    gate = _gate(then.terms)
    gate.listed.name(host_of(then.url), "replay")
    heard, unheard = _hear(gate, then, hearing)
    fresh = gate.before_fetch(then.url, then.decided_at)
    found = [one for one in fresh.statements if one.document in heard]
    if then.stage is Stage.ACQUIRE and not _spoke_of_uses(then):
        # a listing page's: what is said of uses did not concern it
        found = [one for one in found if not one.purposes]
    kept = [one for one in then.statements if one.document not in heard]
    faults = [one for one in then.faults if one.document not in heard]
    faults += [one for one in fresh.faults if one.document in heard]
    now = replace(then, statements=(*kept, *found), faults=tuple(faults))
    return Replayed(stored, now, unheard)


def replay_record(one: Replayed) -> dict[str, Value]:
    """Return a difference as JSON."""
    changes: dict[str, Value] = {
        name: {"then": then, "now": now} for name, (then, now) in one.changes.items()
    }
    return {
        "id": one.stored.id,
        "run": one.stored.run,
        "record": one.stored.sequence,
        "url": one.now.url,
        "stage": one.now.stage.value,
        "decided_at": iso_time(one.now.decided_at),
        "policy_version": one.now.policy_version,
        "changes": changes,
        "unheard": list[Value](one.unheard),
    }


def _gate(terms: Terms) -> Gate:
    return Gate(
        agent=terms.agent,
        purposes=terms.purposes,
        profile=terms.profile,
        when_silent=terms.when_silent,
        meets=terms.meets,
        proxy=terms.proxy,
        operator=terms.operator,
    )


def _hear(
    gate: Gate, then: Decision, hearing: Hearing
) -> tuple[frozenset[str], tuple[str, ...]]:
    """Let a gate hear what was heard; return which documents, and which were not."""
    heard: set[str] = set()
    unheard: list[str] = []
    asked: set[str] = set()
    at = then.decided_at
    while wanted := [one for one in gate.wants(then.url, at) if one not in asked]:
        for url in wanted:
            asked.add(url)
            known = hearing(url, at + ROUNDED)
            if known is None:
                unheard.append(url)
                gate.learn(Document(url, at, 404), at)
                continue
            heard.add(url)
            tries = max(known.tries - 1, 0)
            gate.learn(known.document, known.document.fetched_at, tries=tries)
    return frozenset(heard), tuple(unheard)


def _spoke_of_uses(decision: Decision) -> bool:
    return any(one.purposes for one in decision.statements)
