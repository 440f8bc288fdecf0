"""Is each row where the ledger tells of it, each once, and is none gone?"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection, RowMapping, Select, Table, func, select

from newscrawler.storage.chain import Kind
from newscrawler.storage.chain_check import Chain, Problem
from newscrawler.storage.ledger_records import Fields
from newscrawler.storage.reading import PAGE
from newscrawler.storage.schema import ledger

MOVED = "moved, or there twice"
NO_RECORD = "inserted: it has no record"


class Seen:
    """How many rows of each run were there: each once, in the order of its chain."""

    def __init__(self, table: Table) -> None:
        self.counts: defaultdict[int, int] = defaultdict(int)
        self.table = table
        self._last: defaultdict[int, int] = defaultdict(int)

    def is_next(self, run: int, sequence: int) -> bool:
        """Count a row; tell whether it is in its order, and there once."""
        last = self._last[run]
        self.counts[run] += 1
        self._last[run] = sequence
        return sequence > last

    def take(self, row: RowMapping) -> Iterator[Problem]:
        """Count a row; yield where it is out of its order, or there twice."""
        if not self.is_next(row["run"], row["sequence"]):
            yield Problem(row_name(self.table, row), MOVED)


def with_records(
    connection: Connection, table: Table, query: Select[tuple[object, ...]]
) -> Iterator[Sequence[RowMapping]]:
    """Yield rows in the order of writing, ``told`` being their record in the ledger."""
    place = (ledger.c.run == table.c.run) & (ledger.c.sequence == table.c.sequence)
    found = query.add_columns(ledger.c.record.label("told")).outerjoin(ledger, place)
    ordered = found.order_by(table.c.number)
    rows = connection.execution_options(yield_per=PAGE).execute(ordered)
    yield from rows.mappings().partitions()


def difference(
    table: Table, row: Fields, told: str, *, is_found: bool
) -> Iterator[Problem]:
    """Yield what is wrong with a row whose record would have to be ``told``.

    ``is_found``: the key by which it is found is that of its URL.
    """
    where = row_name(table, row)
    if row["told"] is None:
        yield Problem(where, NO_RECORD)
    elif row["told"] != told or not is_found:
        place = f"run {row['run']}, record {row['sequence']}"
        yield Problem(where, f"changed: it is not what {place} says")


def missing(
    connection: Connection,
    chains: Mapping[int, Chain],
    kind: Kind,
    seen: Seen,
    withdrawn: AbstractSet[tuple[int, int]] = frozenset(),
) -> Iterator[Problem]:
    """Yield the records whose row is gone, looked for where the numbers differ.

    ``withdrawn``: the run and place of records that must have no row any more.
    """
    gone = Counter(run for run, _ in withdrawn)
    for run, chain in chains.items():
        if chain.told.get(kind.value, 0) == seen.counts[run] and not gone[run]:
            continue
        for sequence, found in _rows_of_records(connection, seen.table, run, kind):
            where, name = f"run {run}, record {sequence}", kind.value
            if (run, sequence) in withdrawn:
                if found:
                    yield Problem(where, f"the {name} was withdrawn, and is there")
            elif found != 1:
                what = "was removed" if found == 0 else f"is there {found} times"
                yield Problem(where, f"the {name} {what}")


def _rows_of_records(
    connection: Connection, table: Table, run: int, kind: Kind
) -> Iterator[tuple[int, int]]:
    """Yield the place of each record of a kind, and how many rows it has."""
    place = (table.c.run == ledger.c.run) & (table.c.sequence == ledger.c.sequence)
    query = (
        select(ledger.c.sequence, func.count(table.c.sequence))
        .outerjoin(table, place)
        .where(ledger.c.run == run, ledger.c.kind == kind.value)
        .group_by(ledger.c.sequence)
    )
    for row in connection.execution_options(yield_per=PAGE).execute(query):
        yield row[0], row[1]


def row_name(table: Table, row: Fields) -> str:
    """Return how problems name a row."""
    return f"{table.name} row {row['number']}"
