"""Do the checkpoints follow on another, and do the runs' chains come up to them?"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, Row, select

from newscrawler.storage.chain import FIRST
from newscrawler.storage.chain_check import Chain, Problem
from newscrawler.storage.checkpoint import Note, Signer, read_note
from newscrawler.storage.schema import checkpoints, ledger


class Checkpoints:
    """Holds the checkpoints of a store to each other, to the chains and to the key.

    ``seen`` counts them, ``signed`` those whose signature is the key's, ``unverified``
    those with a signature where no key is given.
    """

    def __init__(self, signer: Signer | None) -> None:
        self.seen = 0
        self.signed = 0
        self.unverified = 0
        self._signer = signer
        self._previous = FIRST
        self._sizes: dict[int, int] = {}

    def problems(
        self, connection: Connection, chains: Mapping[int, Chain]
    ) -> Iterator[Problem]:
        """Yield what is wrong with them, in their order."""
        told = (ledger.c.run == checkpoints.c.run) & (
            ledger.c.sequence == checkpoints.c.size
        )
        query = select(checkpoints, ledger.c.hash).outerjoin(ledger, told)
        for row in connection.execute(query.order_by(checkpoints.c.number)):
            self.seen += 1
            where = f"checkpoint {row.number}"
            try:
                note = read_note(row.note)
            except ValueError:
                yield Problem(where, "changed: it cannot be read")
                self._previous = ""
                continue
            yield from (Problem(where, what) for what in self._wrong(row, note))
        yield from self._unsealed(chains)

    def _wrong(self, row: Row[tuple[object, ...]], note: Note) -> Iterator[str]:
        one = note.checkpoint
        if (row.run, row.size, row.previous) != (
            one.run,
            one.head.sequence,
            one.previous,
        ):
            yield "its columns are not what its note says"
        if self._previous not in ("", one.previous):
            yield "does not follow the one before: changed, removed or inserted"
        self._previous = one.hash
        self._sizes[one.run] = max(self._sizes.get(one.run, 0), one.head.sequence)
        if row.hash is None:
            yield f"run {one.run}, record {one.head.sequence} is missing: removed"
        elif row.hash != one.head.hash:
            yield f"run {one.run}, record {one.head.sequence} is not the one it names"
        yield from self._wrong_signature(note)

    def _wrong_signature(self, note: Note) -> Iterator[str]:
        if self._signer is None:
            self.unverified += note.signature is not None
            return
        if self._signer.has_signed(note):
            self.signed += 1
        elif note.signature is not None:
            yield "its signature is not the key's"
        elif self.signed:
            yield "is not signed, though one before it is"

    def _unsealed(self, chains: Mapping[int, Chain]) -> Iterator[Problem]:
        for run, chain in chains.items():
            # a run of before the ledger ended without one, and knows no rules
            is_old = '"rules":null' in (chain.first or "")
            if chain.end is not None and run not in self._sizes and not is_old:
                yield Problem(f"run {run}", "has ended without a checkpoint: removed")
        for run in self._sizes.keys() - chains.keys():
            yield Problem(f"run {run}", "is removed, though a checkpoint names it")
