"""What may leave the store for a purpose, what may not, and why?

Rows with their rights go to one file, what is left out to another; articles are taken
down as exported before they are written, so that none leaves unseen.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

import orjson

from newscrawler.address import host_of
from newscrawler.policy import Decision, Purpose, Verdict
from newscrawler.policy.model import Preference
from newscrawler.policy.record import Value, iso_time
from newscrawler.report.allowed_now import AllowedNow, Answer
from newscrawler.report.export_facts import Facts
from newscrawler.report.once import Repeat, Repeats, nothing_repeats
from newscrawler.report.outcome import reason
from newscrawler.storage.column_check import decision_pieces
from newscrawler.storage.decision_rows import deciding_signal
from newscrawler.storage.export.columns import Row
from newscrawler.storage.kept_rows import KeptArticle
from newscrawler.storage.purging import Tombstone
from newscrawler.storage.withdrawing import withdrawn_words

MOST_ALIKE = 100_000
"""Decisions that are remembered for articles that are alike: our choice."""


Excluded = dict[str, Value]
"""Of an article that stays: where it is from and why, not its text."""

WITHDRAWN = "withdrawn"
"""Why an article stays that was withdrawn and waits for its purge."""

REPEATED = "near-duplicate"
"""Why an article stays that may leave: one that is nearly the same does."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What is told of an article's rights: the same of all that are alike."""

    usage: dict[str, Value]
    permission: str | None
    conditions: list[Value]
    source: str | None
    host: str
    heard_at: float
    heard: str


class Exporting:
    """Parts kept articles into those that may leave and those that may not.

    ``kept_by`` reads the decision that kept an article; ``domain`` gives the listed
    domain that a host belongs to, or the host; ``repeats``: which stay as copies.
    """

    def __init__(
        self,
        allowed: AllowedNow,
        facts: Facts,
        kept_by: Callable[[KeptArticle], Decision],
        domain: Callable[[str], str],
        repeats: Repeats = nothing_repeats,
    ) -> None:
        self.facts = facts
        self._allowed = allowed
        self._kept_by = kept_by
        self._domain = lru_cache(maxsize=4096)(domain)
        self._repeats = repeats
        self._rights: dict[Hashable, Rights] = {}
        self._leaving: dict[int, Rights] = {}

    def part(
        self, page: Sequence[KeptArticle]
    ) -> tuple[dict[int, Row], list[Excluded]]:
        """Return the rows of those that may leave, by number, and the others.

        One is decided for all that are alike, where it may leave; of the others each.
        """
        rows: dict[int, Row] = {}
        excluded: list[Excluded] = []
        self._leaving.clear()
        for kept in page:
            found = self._alike(kept) or self._decided(kept)
            if isinstance(found, Decision):
                self.facts.left_out[deciding_signal(found) or ""] += 1
                excluded.append(_refused(kept, found))
            else:
                self._leaving[kept.number] = found
                rows[kept.number] = export_row(kept, found, self.facts.purpose)
        excluded += self._repeating(page, rows)
        return rows, excluded

    def withdrawn(self, found: Iterable[Tombstone]) -> list[Excluded]:
        """Return what stays for it was withdrawn, once for all versions of an article."""
        last = {one.url: one for one in found}
        self.facts.left_out.update(WITHDRAWN for _ in last)
        return [_withdrawn(one) for one in last.values()]

    def may_leave(self, kept: KeptArticle) -> bool:
        """Tell whether an article may leave; nothing is counted."""
        return isinstance(self._alike(kept) or self._decided(kept), Rights)

    def _repeating(
        self, page: Sequence[KeptArticle], rows: dict[int, Row]
    ) -> Iterator[Excluded]:
        """Take out of the rows what repeats others."""
        found = self._repeats(list(rows))
        for kept in page:
            if kept.number in found:
                self.facts.left_out[REPEATED] += 1
                usage = self._leaving[kept.number].usage
                url = rows.pop(kept.number)["url"]
                yield _repeated(kept, str(url), usage, found[kept.number])

    def count(
        self,
        page: Sequence[KeptArticle],
        rows: Mapping[int, Row],
        there: AbstractSet[int],
    ) -> None:
        """Count the rows of a page that did leave; ``there``: their numbers."""
        for kept in page:
            if kept.number in there:
                rights = self._leaving[kept.number]
                domain = self._domain(rights.host)
                row = rows[kept.number]
                self.facts.add(row, domain, kept.kept_at, rights.heard_at)

    def _alike(self, kept: KeptArticle) -> Rights | None:
        """Return what was decided of an article that is like this one."""
        key = self._key(kept)
        rights = None if key is None else self._rights.get(key)
        if rights is None or self._allowed.has_ended(rights.source, kept.kept_at):
            return None
        return rights

    def _decided(self, kept: KeptArticle) -> Rights | Decision:
        then = self._kept_by(kept)
        found = self._allowed.answer(then, kept.kept_at, kept.canonical_url)
        decision = found.decision
        if decision.verdict is not Verdict.ALLOW:
            return decision
        rights = _rights(found, self.facts.purpose)
        self._allowed.learn_alike(then.url)
        key = self._key(kept)
        if key is not None:
            if len(self._rights) >= MOST_ALIKE:
                self._rights.clear()
            self._rights[key] = rights
        return rights

    def _key(self, kept: KeptArticle) -> Hashable | None:
        try:
            before, _, between, quoted, after = decision_pieces(kept.told)
        except ValueError:
            return None  # damaged: it is decided, and that says so
        alike = self._allowed.alike
        told = alike.key(kept.canonical_url, (before, between, after))
        return None if told is None else alike.key(quoted[1:-1], told)


def _rights(found: Answer, purpose: Purpose) -> Rights:
    decision = found.decision
    return Rights(
        usage={use.value: said.value for use, said in decision.usage.items()},
        permission=decision.permission,
        conditions=list[Value](conditions(decision, purpose)),
        source=decision.source,
        host=host_of(decision.url),
        heard_at=found.heard_at,
        heard=iso_time(found.heard_at),
    )


def export_row(kept: KeptArticle, rights: Rights, purpose: Purpose) -> Row:
    """Return an article with the rights that it has today.

    ``decision`` stays the id of the one that let us keep it: the ledger proves it.
    """
    row: Row = orjson.loads(kept.record)
    row["usage"] = rights.usage
    row["permission"] = rights.permission
    row["decision"] = kept.decision_id
    row["purpose"] = purpose.value
    row["conditions"] = rights.conditions
    row["notice"] = _notice(row)
    row["source"] = kept.source
    row["keptAt"] = iso_time(kept.kept_at)
    row["heardAt"] = rights.heard
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


def _refused(kept: KeptArticle, decision: Decision) -> Excluded:
    retry_at, why = decision.retry_at, reason(decision)
    assert why is not None
    told: Excluded = {
        "verdict": decision.verdict.value,
        "signal": why.signal,
        "words": why.words,
        "where": why.where,
        "usage": {use.value: said.value for use, said in decision.usage.items()},
        "retry_at": None if retry_at is None else iso_time(retry_at),
    }
    return _from(kept, decision.url) | told


def _repeated(
    kept: KeptArticle, url: str, usage: dict[str, Value], repeat: Repeat
) -> Excluded:
    told: Excluded = {
        "verdict": Verdict.ALLOW.value,
        "signal": REPEATED,
        "words": f"says the same as {repeat.url} by {repeat.likeness:.2f}",
        "where": "",
        "usage": usage,
        "retry_at": None,
    }
    return _from(kept, url) | told


def _withdrawn(one: Tombstone) -> Excluded:
    return {
        "url": one.url,
        "canonicalUrl": one.url,
        "source": one.source,
        "decision": one.kept_by,
        "keptAt": iso_time(one.kept_at),
        "verdict": Verdict.REFUSE.value,
        "signal": WITHDRAWN,
        "words": withdrawn_words(one.withdrawn_at, one.reason),
        "where": "",
        "usage": {},
        "retry_at": None,
    }


def _from(kept: KeptArticle, url: str) -> Excluded:
    return {
        "url": url,
        "canonicalUrl": kept.canonical_url,
        "source": kept.source,
        "decision": kept.decision_id,
        "keptAt": iso_time(kept.kept_at),
    }


def _notice(row: Row) -> str | None:
    """Return the publisher's own words that have to travel with the text."""
    printed, own = row.get("notices"), row.get("copyrightNotice")
    if not printed and not own:
        return None
    notices = printed if isinstance(printed, list) else []
    texts = [one.get("text") for one in notices if isinstance(one, dict)]
    found = dict.fromkeys(str(one) for one in (own, *texts) if one)
    return "\n".join(found) or None
