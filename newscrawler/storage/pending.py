"""Which decisions wait to be written? Equal ones of a host wait as one, counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from newscrawler.policy.decision import Decision
from newscrawler.storage.decision_rows import Entry, acquire_key, entry

FLUSH_EVERY = 100
"""Decisions in one transaction: our choice, and what a crash may lose."""

RIDE_FROM = 75
"""Of so many all are written with what is written anyway: our choice, so that few need
a transaction of their own."""

RECENT = 256
"""Decisions whose rows are remembered, for the articles that they let us keep: ours."""

Key: TypeAlias = tuple[int, str]
"""A run and what is equal for decisions that are one record of it."""


@dataclass(slots=True)
class Waiting:
    """Equal decisions that are not written yet, the first of them as rows."""

    entry: Entry
    last_at: float
    count: int = 0


@dataclass(frozen=True, slots=True)
class Again:
    """How often the decision at a place of its run's chain was made again."""

    place: int
    count: int
    last_at: float


class Pending:
    """The decisions that were recorded since they were last written.

    ``new`` are those of which the ledger has none that is equal. ``again`` counts
    the others; it may wait on while the new ones are written.
    """

    def __init__(self) -> None:
        self.new: dict[Key, Waiting] = {}
        self.again: dict[Key, Again] = {}
        self._recorded = 0
        self._recent: dict[int, tuple[int, Decision, Entry]] = {}

    def __bool__(self) -> bool:
        return self._recorded > 0

    @property
    def is_due(self) -> bool:
        """Tell whether it is time to write them all."""
        return self._recorded >= FLUSH_EVERY

    @property
    def may_ride(self) -> bool:
        """Tell whether to write them all in a transaction that there is anyway."""
        return self._recorded >= RIDE_FROM

    def add(self, run: int, decision: Decision, written: Mapping[Key, int]) -> None:
        """Add a decision; ValueError, now and not later, where it cannot be written.

        ``written``: the places of decisions that are in the ledger already.
        """
        key = run, acquire_key(decision) or ""
        if key not in written and key not in self.new:
            one = self.entry(run, decision)
            key = run, str(one.row["key"])
            if key not in written:
                self.new.setdefault(key, Waiting(one, decision.decided_at))
        if key in written:
            again = Again(written[key], 1, decision.decided_at)
            self.again[key] = more(self.again.get(key), again)
        else:
            waiting = self.new[key]
            waiting.count += 1
            waiting.last_at = decision.decided_at
        self._recorded += 1

    def entry(self, run: int, decision: Decision) -> Entry:
        """Return a decision as rows; one that was asked for just now is not made anew.

        Known by the object itself, which is held meanwhile.
        """
        found = self._recent.get(id(decision))
        if found is None or found[0] != run:
            if len(self._recent) >= RECENT:
                self._recent.clear()
            found = run, decision, entry(run, decision)
            self._recent[id(decision)] = found
        return found[2]

    def settle(self, again: dict[Key, Again]) -> None:
        """Forget what is written; ``again`` is what is not."""
        self.new.clear()
        self.again = again
        self._recorded = sum(one.count for one in again.values())


def more(known: Again | None, again: Again) -> Again:
    """Return a count that went on, to its newest time."""
    if known is None:
        return again
    return Again(again.place, known.count + again.count, again.last_at)
