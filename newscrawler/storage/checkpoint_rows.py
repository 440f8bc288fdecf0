"""Which checkpoints does the end of a run leave, and how do they follow on another?"""

from sqlalchemy import Connection, func, insert, select, text

from newscrawler.storage.chain import FIRST, Head
from newscrawler.storage.checkpoint import Checkpoint, Signer, read_note
from newscrawler.storage.errors import StoreError
from newscrawler.storage.ledger import stored_head
from newscrawler.storage.schema import checkpoints, ledger, runs

_LOCK = 0x6C656467
"""Any number that no other program uses on the same PostgreSQL: "ledg" in ASCII."""


def write_checkpoints(connection: Connection, signer: Signer | None) -> None:
    """Write how far each run has come that has gone on since its last checkpoint.

    Runs under way are among them, and runs that broke off: what they wrote so far
    cannot be taken away any more.
    """
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:lock)")
        connection.execute(lock, {"lock": _LOCK})
    previous = _last_hash(connection)
    for run, head in _open_heads(connection):
        one = Checkpoint(run, head, previous)
        note = one.text if signer is None else signer.sign(one)
        row = {"run": run, "size": head.sequence, "previous": previous, "note": note}
        connection.execute(insert(checkpoints), row)
        previous = one.hash


def _last_hash(connection: Connection) -> str:
    newest = select(checkpoints.c.note).order_by(checkpoints.c.number.desc()).limit(1)
    note = connection.scalar(newest)
    try:
        return FIRST if note is None else read_note(note).checkpoint.hash
    except ValueError as error:
        raise StoreError("the last checkpoint is damaged; see ledger verify") from error


def _open_heads(connection: Connection) -> list[tuple[int, Head]]:
    """Return the last record of each run that no checkpoint covers."""
    last = select(func.max(ledger.c.sequence)).where(ledger.c.run == runs.c.number)
    sealed = select(func.max(checkpoints.c.size))
    sealed = sealed.where(checkpoints.c.run == runs.c.number)
    is_open = last.scalar_subquery() > func.coalesce(sealed.scalar_subquery(), 0)
    found = select(runs.c.number).where(is_open).order_by(runs.c.number)
    return [(run, stored_head(connection, run)) for run in connection.scalars(found)]
