"""Is the evidence what was written? Every record, row and document is held to its hash.

Who changes the store and reckons all hashes anew is found by a signature, or by a
checkpoint that somebody kept elsewhere; by nothing in the store itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from newscrawler.storage.chain import Kind, record_of
from newscrawler.storage.chain_check import Chain, Problem
from newscrawler.storage.checkpoint import Signer
from newscrawler.storage.checkpoint_check import Checkpoints
from newscrawler.storage.ledger_records import end_text, run_text
from newscrawler.storage.row_check import (
    article_problems,
    decision_problems,
    document_problems,
    evidence_problems,
    hearing_problems,
)
from newscrawler.storage.schema import ledger, runs
from newscrawler.storage.ticking import Tick, still
from newscrawler.storage.tombstone_check import purge_problems, tombstone_problems

AT_ONCE = 500
"""Records in memory at a time: our choice."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and all that is wrong with it.

    ``unverified``: signatures of checkpoints, where no key is given to hold them to.
    """

    runs: int
    records: int
    checkpoints: int
    signed: int
    unverified: int
    problems: tuple[Problem, ...]


def verify(
    connection: Connection, signer: Signer | None = None, tick: Tick = still
) -> Verified:
    """Hold a store to its hashes; ``signer`` is the key that signed checkpoints.

    ``tick`` is told of each record, and of the row that it tells.
    """
    chains = {run: _chain(connection, run, tick) for run in _run_numbers(connection)}
    history = Checkpoints(signer)
    problems = [one for chain in chains.values() for one in chain.problems]
    problems += _run_problems(connection, chains)
    problems += history.problems(connection, chains)
    problems += decision_problems(connection, chains, tick)
    withdrawn: set[tuple[int, int]] = set()
    problems += tombstone_problems(connection, chains, withdrawn)
    problems += article_problems(connection, chains, withdrawn, tick)
    problems += purge_problems(connection, chains)
    problems += hearing_problems(connection, chains, tick)
    problems += evidence_problems(connection)
    problems += document_problems(connection)
    return Verified(
        runs=len(chains),
        records=sum(sum(chain.told.values()) for chain in chains.values()),
        checkpoints=history.seen,
        signed=history.signed,
        unverified=history.unverified,
        problems=tuple(problems),
    )


def steps(connection: Connection) -> int:
    """Return of how many records and rows ``verify`` tells; twice those of the ledger."""
    return 2 * (connection.scalar(select(func.count()).select_from(ledger)) or 0)


@dataclass(frozen=True, slots=True)
class Checked:
    """What of the chains was looked at; ``left_out``: records of older runs."""

    runs: int
    records: int
    checkpoints: int
    signed: int
    left_out: int
    problems: tuple[Problem, ...]


def check_chains(connection: Connection, signer: Signer | None, most: int) -> Checked:
    """Hold records to their hashes, and checkpoints to them: not what they speak of.

    ``most``: records that are looked at, of whole runs, the newest first; all
    checkpoints are.
    """
    last = func.max(ledger.c.sequence)
    query = select(ledger.c.run, last).group_by(ledger.c.run)
    sizes = {row[0]: int(row[1]) for row in connection.execute(query)}
    chains: dict[int, Chain] = {}
    told = 0
    for run in reversed(_run_numbers(connection)):
        told += sizes.get(run, 0)
        chains[run] = Chain(run) if told > most and chains else _chain(connection, run)
    return _checked(connection, chains, signer, sum(sizes.values()))


def _checked(
    connection: Connection, chains: dict[int, Chain], signer: Signer | None, all_: int
) -> Checked:
    looked_at = [one for one in chains.values() if one.told]
    history = Checkpoints(signer)
    problems = [one for chain in looked_at for one in chain.problems]
    problems += history.problems(connection, chains)
    records = sum(sum(one.told.values()) for one in looked_at)
    return Checked(
        runs=len(looked_at),
        records=records,
        checkpoints=history.seen,
        signed=history.signed,
        left_out=max(all_ - records, 0),
        problems=tuple(problems),
    )


def chain_problems(connection: Connection, run: int) -> list[Problem]:
    """Hold one run's records to their hashes, and nothing that they speak of."""
    return _chain(connection, run).problems


def _run_numbers(connection: Connection) -> list[int]:
    """Return all runs, those too of which nothing but records is left."""
    found = set(connection.scalars(select(runs.c.number)))
    return sorted(found.union(connection.scalars(select(ledger.c.run).distinct())))


def _chain(connection: Connection, run: int, tick: Tick = still) -> Chain:
    columns = ledger.c.sequence, ledger.c.kind, ledger.c.record, ledger.c.hash
    query = select(*columns).where(ledger.c.run == run).order_by(ledger.c.sequence)
    chain = Chain(run)
    found = connection.execution_options(yield_per=AT_ONCE).execute(query)
    for some in found.partitions():
        chain.take(some)
        tick(len(some))
    if chain.broken:
        hashes = select(ledger.c.sequence, ledger.c.hash).where(ledger.c.run == run)
        places = {row.sequence: row.hash for row in connection.execute(hashes)}
        records = {place: _record(connection, run, place) for place in chain.broken}
        chain.explain(places, records)
    return chain


def _record(connection: Connection, run: int, sequence: int) -> str:
    query = select(ledger.c.record).where(
        ledger.c.run == run, ledger.c.sequence == sequence
    )
    return str(connection.scalar(query))


def _run_problems(
    connection: Connection, chains: dict[int, Chain]
) -> Iterator[Problem]:
    """Yield what a run's row says that its records do not."""
    rows = {row["number"]: row for row in connection.execute(select(runs)).mappings()}
    for run, chain in chains.items():
        where, row = f"run {run}", rows.get(run)
        if row is None:
            yield Problem(where, "is removed, though it has records")
            continue
        if chain.first != record_of(Kind.RUN, run_text(row, run)):
            yield Problem(where, "its row is not what the ledger says of its begin")
        ended = row["ended_at"] is not None
        said = record_of(Kind.END, end_text(row)) if ended else None
        if chain.end != said:
            yield Problem(where, "its row is not what the ledger says of its end")
