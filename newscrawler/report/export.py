"""What may leave the store for a purpose, what may not, and why?

Rows with their rights go to one file, what is left out to another; articles are taken
down as exported before they are written, so that none leaves unseen.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from newscrawler.address import host_of
from newscrawler.policy import Decision, Purpose, Verdict
from newscrawler.policy.model import Preference
from newscrawler.policy.record import Value, iso_time
from newscrawler.report.allowed_now import AllowedNow, Answer
from newscrawler.report.export_facts import Facts
from newscrawler.report.outcome import Reason, reason
from newscrawler.storage.decision_rows import deciding_signal
from newscrawler.storage.export.columns import Row
from newscrawler.storage.kept_rows import KeptArticle


@dataclass(frozen=True, slots=True)
class Excluded:
    """An article that stays, and why: ``verdict`` is refuse or defer."""

    kept: KeptArticle
    decision: Decision
    why: Reason


class Exporting:
    """Parts kept articles into those that may leave and those that may not.

    ``domain`` gives the listed domain that a host belongs to, or the host.
    """

    def __init__(
        self, allowed: AllowedNow, facts: Facts, domain: Callable[[str], str]
    ) -> None:
        self.facts = facts
        self._allowed = allowed
        self._domain = domain
        self._heard_at: dict[int, float] = {}

    def part(
        self, page: Sequence[KeptArticle]
    ) -> tuple[dict[int, Row], list[Excluded]]:
        """Return the rows of those that may leave, by number, and the others."""
        rows: dict[int, Row] = {}
        excluded: list[Excluded] = []
        for kept in page:
            then = kept.decision.decision
            found = self._allowed.answer(then, kept.kept_at)
            decision = found.decision
            if decision.verdict is Verdict.ALLOW:
                rows[kept.number] = export_row(kept, found, self.facts.purpose)
                self._heard_at[kept.number] = found.heard_at
                continue
            why = reason(decision)
            assert why is not None
            self.facts.left_out[deciding_signal(decision) or ""] += 1
            excluded.append(Excluded(kept, decision, why))
        return rows, excluded

    def count(
        self,
        page: Sequence[KeptArticle],
        rows: Mapping[int, Row],
        there: AbstractSet[int],
    ) -> None:
        """Count the rows of a page that did leave; ``there``: their numbers."""
        for kept in page:
            if kept.number in there:
                domain = self._domain(host_of(kept.decision.decision.url))
                heard_at = self._heard_at[kept.number]
                self.facts.add(rows[kept.number], domain, kept.kept_at, heard_at)
        self._heard_at.clear()


def export_row(kept: KeptArticle, found: Answer, purpose: Purpose) -> Row:
    """Return an article with the rights that it has today.

    ``decision`` stays the id of the one that let us keep it: the ledger proves it.
    """
    row: Row = json.loads(kept.record)
    decision = found.decision
    usage = {use.value: said.value for use, said in decision.usage.items()}
    row["usage"] = dict[str, Value](usage)
    row["permission"] = decision.permission
    row["decision"] = kept.decision.id
    row["purpose"] = purpose.value
    row["conditions"] = list[Value](conditions(decision, purpose))
    row["notice"] = _notice(row)
    row["source"] = kept.source
    row["keptAt"] = iso_time(kept.kept_at)
    row["heardAt"] = iso_time(found.heard_at)
    return row


def conditions(decision: Decision, purpose: Purpose) -> list[str]:
    """Return what whoever uses it has to meet: the crawler says that it is met."""
    found = {
        one.condition
        for one in decision.statements
        if one.preference is Preference.CONDITIONAL
        and purpose in one.purposes
        and one.condition is not None
    }
    return sorted(found)


def excluded_record(one: Excluded) -> dict[str, Value]:
    """Return an article that stays as JSON: where it is from and why, not its text."""
    decision = one.decision
    retry_at = decision.retry_at
    return {
        "url": decision.url,
        "canonicalUrl": one.kept.canonical_url,
        "source": one.kept.source,
        "decision": one.kept.decision.id,
        "keptAt": iso_time(one.kept.kept_at),
        "verdict": decision.verdict.value,
        "signal": one.why.signal,
        "words": one.why.words,
        "where": one.why.where,
        "usage": {use.value: said.value for use, said in decision.usage.items()},
        "retry_at": None if retry_at is None else iso_time(retry_at),
    }


def _notice(row: Row) -> str | None:
    """Return the publisher's own words that have to travel with the text."""
    printed = row.get("notices")
    notices = printed if isinstance(printed, list) else []
    texts = [one.get("text") for one in notices if isinstance(one, dict)]
    found = dict.fromkeys(
        str(one) for one in (row.get("copyrightNotice"), *texts) if one
    )
    return "\n".join(found) or None
