"""Which decisions wait to be written? Equal ones of a host wait as one, counted."""

from dataclasses import dataclass, replace

from newscrawler.address import host_of
from newscrawler.policy.decision import Decision
from newscrawler.policy.model import Stage
from newscrawler.storage.decision_rows import Entry, entry
from newscrawler.storage.upsert import Row

FLUSH_EVERY = 100
"""Decisions in one transaction: our choice, and what a crash may lose."""


@dataclass(slots=True)
class _Waiting:
    entry: Entry
    last_at: float
    count: int = 0


class Pending:
    """The decisions that were recorded since the last transaction."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[int, str, Decision], _Waiting] = {}
        self._recorded = 0

    def __bool__(self) -> bool:
        return self._recorded > 0

    @property
    def is_due(self) -> bool:
        """Tell whether it is time to write them."""
        return self._recorded >= FLUSH_EVERY

    def add(self, run: int, decision: Decision, now: float) -> None:
        """Add a decision; ValueError, now and not later, where it cannot be written."""
        group = _group(run, decision)
        waiting = self._waiting.get(group)
        if waiting is None:
            waiting = self._waiting[group] = _Waiting(entry(run, decision), now)
        waiting.count += 1
        waiting.last_at = now
        self._recorded += 1

    def statement_rows(self) -> list[Row]:
        """Return what the decisions rest on, each statement once."""
        rows = (row for one in self._waiting.values() for row in one.entry.statements)
        return list({row["sha256"]: row for row in rows}.values())

    def decision_rows(self) -> list[Row]:
        """Return the decisions in the order in which they were first recorded."""
        return [
            {**one.entry.row, "count": one.count, "last_at": one.last_at}
            for one in self._waiting.values()
        ]

    def clear(self) -> None:
        """Forget them: they are written."""
        self._waiting.clear()
        self._recorded = 0


def _group(run: int, decision: Decision) -> tuple[int, str, Decision]:
    if decision.stage is not Stage.ACQUIRE:
        return run, "", decision
    return run, host_of(decision.url), replace(decision, url="", decided_at=0.0)
