"""How is the ledger written? In the transaction of what it tells of, or not at all.

A decision is told once. Equal ones of its host in its run are counted: ``repeats``
records, one for some hundred decisions, say which were made again, how often, and when
last. So nothing that is written ever changes, a crash loses no count that was written,
and a million equal decisions are some thousand short lines.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from newscrawler.storage.chain import START, Head, Kind, link, record_of
from newscrawler.storage.decision_rows import Entry
from newscrawler.storage.ledger_records import repeats_text
from newscrawler.storage.pending import Again, Key, Waiting, more
from newscrawler.storage.prepared import Prepared
from newscrawler.storage.schema import decisions, ledger, statement_lists, statements
from newscrawler.storage.upsert import Row, insert_new

REMEMBERED = 65_536
"""Decisions and statements that are known to be written without a look: our choice."""

_INSERT = Prepared(insert(ledger))
_INSERT_DECISION = Prepared(insert(decisions).inline())
_COUNT_ON = Prepared(
    update(decisions)
    .where(
        decisions.c.run == bindparam("of_run"),
        decisions.c.key == bindparam("of_key"),
    )
    .values(count=decisions.c.count + bindparam("more"), last_at=bindparam("at"))
)


class Memory:
    """What a store knows to be written, so that it need not look."""

    def __init__(self) -> None:
        self.heads: dict[int, Head] = {}
        self.places: dict[Key, int] = {}
        self.evidence: dict[str, None] = {}

    def clear(self) -> None:
        """Forget all: somebody else has written."""
        self.heads.clear()
        self.places.clear()
        self.evidence.clear()

    def bound(self) -> None:
        """Forget where there is too much: to look costs little, now and then."""
        for known in (self.places, self.evidence):
            if len(known) > REMEMBERED:
                known.clear()


class Batch:
    """What one transaction adds to the ledger; it is written when that ends.

    ``is_sure``: nobody else writes to the same runs, as far as is known.
    """

    def __init__(
        self, connection: Connection, memory: Memory, *, is_sure: bool = True
    ) -> None:
        self.connection = connection
        self._memory = memory
        self._is_sure = is_sure
        self._heads: dict[int, Head] = {}
        self._places: dict[Key, int] = {}
        self._evidence: dict[str, None] = {}
        self._rows: list[Row] = []

    def add(self, run: int, kind: Kind, text: str) -> int:
        """Add what is told to a run's chain, as canonical JSON; return its place."""
        return self._append(run, kind, record_of(kind, text))

    def head(self, run: int) -> Head:
        """Return the last record of a run, those of this batch included."""
        found = self._heads.get(run) or self._memory.heads.get(run)
        return found or stored_head(self.connection, run)

    def place(self, run: int, one: Entry) -> int:
        """Return where a decision stands in the ledger; it is added if it does not."""
        return self.places([one])[run, str(one.row["key"])]

    def places(self, entries: Iterable[Entry]) -> dict[Key, int]:
        """Return where decisions stand in the ledger; those that do not are added."""
        wanted = {
            (int(str(one.row["run"])), str(one.row["key"])): one for one in entries
        }
        known = self._known(wanted)
        new = {
            key: Waiting(one, float(str(one.row["decided_at"])), 1)
            for key, one in wanted.items()
            if key not in known
        }
        self.decide(new, {})
        return {key: self._places[key] for key in wanted}

    def decide(
        self, new: Mapping[Key, Waiting], again: Mapping[Key, Again]
    ) -> dict[Key, Again]:
        """Add new decisions; return how often which were made again, with ``again``."""
        counts, rows = dict(again), []
        known = self._known(new)
        self._rest_on(waiting.entry for waiting in new.values())
        for key, waiting in new.items():
            at, times = waiting.last_at, waiting.count
            place = known.get(key)
            if place is None:
                place = self._append(key[0], Kind.DECISION, waiting.entry.record)
                rows.append(_decision_row(waiting.entry, place))
                self._places[key] = place
                times -= 1
            if times:
                counts[key] = more(counts.get(key), Again(place, times, at))
        if rows:
            _INSERT_DECISION.run(self.connection, rows)
        return counts

    def count_on(self, again: Mapping[Key, Again]) -> None:
        """Add how often decisions were made again, a record for each run."""
        ordered = sorted(again.items(), key=lambda one: (one[0][0], one[1].place))
        for run in dict.fromkeys(key[0] for key, _ in ordered):
            of_run = (one for key, one in ordered if key[0] == run)
            told = repeats_text((one.place, one.count, one.last_at) for one in of_run)
            self.add(run, Kind.REPEATS, told)
        if ordered:
            _COUNT_ON.run(self.connection, [_counted(*one) for one in ordered])

    def write(self) -> None:
        """Write what was added so far."""
        if self._rows:
            _INSERT.run(self.connection, self._rows)
            self._rows = []

    def remember(self) -> None:
        """Let the store know what is written, now that it is."""
        self._memory.heads |= self._heads
        self._memory.places |= self._places
        self._memory.evidence |= self._evidence
        self._memory.bound()

    def _append(self, run: int, kind: Kind, record: str) -> int:
        before = self.head(run)
        after = Head(before.sequence + 1, link(before.hash, record))
        self._heads[run] = after
        row = {"run": run, "sequence": after.sequence, "kind": kind.value}
        self._rows.append({**row, "record": record, "hash": after.hash})
        return after.sequence

    def _known(self, keys: Iterable[Key]) -> dict[Key, int]:
        known = {}
        for key in keys:
            place = self._places.get(key) or self._memory.places.get(key)
            if place is None and not self._is_sure:
                place = _stored_place(self.connection, key)
            if place is not None:
                known[key] = place
        self._places |= known
        return known

    def _rest_on(self, entries: Iterable[Entry]) -> None:
        """Write the statements of decisions, and lists of them, that are not there."""
        for table, rows in _evidence(entries).items():
            unknown = [row for key, row in rows.items() if not self._is_known(key)]
            insert_new(self.connection, table, unknown)
            self._evidence |= dict.fromkeys(rows)

    def _is_known(self, sha256: str) -> bool:
        return sha256 in self._evidence or sha256 in self._memory.evidence


def stored_head(connection: Connection, run: int) -> Head:
    """Return the last record of a run as it is in the database."""
    query = (
        select(ledger.c.sequence, ledger.c.hash)
        .where(ledger.c.run == run)
        .order_by(ledger.c.sequence.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return START if row is None else Head(row.sequence, row.hash)


def _stored_place(connection: Connection, key: Key) -> int | None:
    query = select(decisions.c.sequence).where(
        decisions.c.run == key[0], decisions.c.key == key[1]
    )
    found = connection.scalar(query)
    return None if found is None else int(found)


def _counted(key: Key, one: Again) -> Row:
    run, of_key = key
    return {"of_run": run, "of_key": of_key, "more": one.count, "at": one.last_at}


def _decision_row(one: Entry, place: int) -> Row:
    at = one.row["decided_at"]
    return {**one.row, "sequence": place, "count": 1, "last_at": at}


def _evidence(entries: Iterable[Entry]) -> dict[Table, dict[str, Row]]:
    """Return what decisions rest on, each row once, by its hash."""
    found: dict[Table, dict[str, Row]] = {statements: {}, statement_lists: {}}
    for one in entries:
        found[statements] |= {str(row["sha256"]): row for row in one.statements}
        found[statement_lists] |= {str(row["sha256"]): row for row in one.lists}
    return found
