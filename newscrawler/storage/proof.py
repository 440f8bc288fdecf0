"""How does anybody check one decision, without us? Files, and a guide to them.

Of the other records of the run only hashes are shown, not what they say.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from string import Template

from sqlalchemy import Connection, select

from newscrawler.policy.record import canonical
from newscrawler.storage.chain import FIRST
from newscrawler.storage.checkpoint import Note, Signer, read_note
from newscrawler.storage.decision_rows import (
    StoredDecision,
    decision_text,
    references,
)
from newscrawler.storage.reading import decision_where, document, seen_articles
from newscrawler.storage.schema import (
    articles,
    checkpoints,
    decisions,
    ledger,
    statement_lists,
    statements,
)
from newscrawler.storage.text import text_hash

SIGNATURE, PUBLIC_KEY = "signature.bin", "public-key.pem"

_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a proof: the same evidence gives the same bytes."""

_BEGINNING = re.compile("[0-9a-f]{12,63}")
"""How an id is shown in short: by its first twelve digits, or more."""


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A run's records from ``first`` on, up to a checkpoint, by hash."""

    first: int
    before: str
    hashes: tuple[str, ...]
    note: Note


def found_decision(connection: Connection, asked: str, form: str) -> StoredDecision:
    """Return the decision of an id, of how one begins, or of a URL, the newest.

    LookupError if none is.

    ``form``: the URL as articles are remembered by. A kept article's decision on its
    use comes first.
    """
    kept = seen_articles(connection, [text_hash(form)])
    numbers = select(articles.c.decision).where(articles.c.number.in_(kept))
    for where in (
        decisions.c.id == asked,
        *((decisions.c.id.startswith(asked),) if _BEGINNING.fullmatch(asked) else ()),
        decisions.c.number.in_(numbers),
        decisions.c.url == asked,
    ):
        found = decision_where(connection, where)
        if found is not None:
            return found
    raise LookupError(f"{asked!r}: no decision has this id or address")


def proof(
    connection: Connection, found: StoredDecision, signer: Signer | None
) -> tuple[bytes, tuple[str, ...]]:
    """Return the proof of a decision as a ZIP file, and the names of the files in it.

    LookupError where no checkpoint covers it yet.
    """
    parts = _parts(connection, found, signer)
    zipped = BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            archive.writestr(zipfile.ZipInfo(name, _OLDEST), parts[name])
    return zipped.getvalue(), tuple(sorted(parts))


def _parts(
    connection: Connection, found: StoredDecision, signer: Signer | None
) -> dict[str, bytes]:
    records = _records(connection, found)
    sealed = _sealed(connection, found.run, min(records), max(records))
    whole = {key: value for key, value in found.record.items() if key != "id"}
    hashed = {f"records/{place}.json": text for place, text in records.items()}
    hashed |= _evidence(connection, records[found.sequence].decode())
    hashed |= _documents(connection, found)
    sums = (f"{sha256(text).hexdigest()}  {name}\n" for name, text in hashed.items())
    chain = (
        f"{place} {one}\n" for place, one in enumerate(sealed.hashes, sealed.first)
    )
    parts = hashed | {
        "decision.json": canonical(whole),
        "SHA256SUMS": "".join(sums).encode(),
        "before.txt": sealed.before.encode(),
        "chain.txt": "".join(chain).encode(),
        "checkpoint.txt": sealed.note.checkpoint.text.encode(),
    }
    if sealed.note.signature is not None:
        parts[SIGNATURE] = sealed.note.signature[4:]  # after the key's ID
        if signer is not None and signer.has_signed(sealed.note):
            parts[PUBLIC_KEY] = signer.public_pem()
    return parts | {"README.txt": _guide(found, records, parts)}


def _records(connection: Connection, found: StoredDecision) -> dict[int, bytes]:
    """Return the records of a decision and of the article that it lets us keep."""
    kept = select(articles.c.sequence).where(articles.c.decision == found.number)
    places = [found.sequence, *connection.scalars(kept)]
    query = select(ledger.c.sequence, ledger.c.record).where(
        ledger.c.run == found.run, ledger.c.sequence.in_(places)
    )
    rows = connection.execute(query.order_by(ledger.c.sequence))
    return {row.sequence: row.record.encode() for row in rows}


def _sealed(connection: Connection, run: int, first: int, last: int) -> _Sealed:
    query = (
        select(checkpoints.c.note)
        .where(checkpoints.c.run == run, checkpoints.c.size >= last)
        .order_by(checkpoints.c.size)
    )
    text = connection.scalar(query.limit(1))
    if text is None:
        raise LookupError(f"run {run} has no checkpoint yet; a run that ends makes one")
    note = read_note(text)
    chain = (
        select(ledger.c.sequence, ledger.c.record, ledger.c.hash)
        .where(ledger.c.run == run, ledger.c.sequence >= first - 1)
        .where(ledger.c.sequence <= note.checkpoint.head.sequence)
        .order_by(ledger.c.sequence)
    )
    rows = connection.execute(chain).all()
    before = rows[0].hash if first > 1 else FIRST
    shown = (row.record for row in rows if row.sequence >= first)
    hashes = tuple(sha256(record.encode()).hexdigest() for record in shown)
    return _Sealed(first, before, hashes, note)


def _evidence(connection: Connection, record: str) -> dict[str, bytes]:
    """Return the statements that a record refers to, and lists, under their hashes."""
    named = references(decision_text(record))[1]
    lists = _texts(connection, "statement_lists", named)
    of_lists = [
        one for text in lists.values() for one in references(f'"statements":{text}')[1]
    ]
    found = lists | _texts(connection, "statements", [*named, *of_lists])
    return {f"statements/{key}.json": text.encode() for key, text in found.items()}


def _texts(connection: Connection, name: str, hashes: list[str]) -> dict[str, str]:
    table = {"statements": statements, "statement_lists": statement_lists}[name]
    query = select(table.c.sha256, table.c.record).where(table.c.sha256.in_(hashes))
    rows = connection.execute(query.order_by(table.c.sha256))
    return {row.sha256: row.record for row in rows}


def _documents(connection: Connection, found: StoredDecision) -> dict[str, bytes]:
    """Return the documents that statements are out of, in the bytes received."""
    named = {one.sha256 for one in found.decision.statements if one.sha256}
    kept = (document(connection, one) for one in sorted(named))
    return {f"documents/{one.sha256}": one.body for one in kept if one is not None}


def _guide(
    found: StoredDecision, records: Mapping[int, bytes], parts: Mapping[str, bytes]
) -> bytes:
    words = files("newscrawler.storage").joinpath("proof_guide.txt").read_text("utf-8")
    guide, _, rest = words.partition("\n=== signed\n")
    signed, _, no_key = rest.partition("\n=== no key\n")
    if SIGNATURE in parts:
        guide += signed
    names = {
        "url": found.decision.url,
        "verdict": str(found.record["verdict"]),
        "id": found.id,
        "run": str(found.run),
        "record": str(found.sequence),
        "records": " ".join(map(str, records)),
        "key": "" if PUBLIC_KEY in parts else no_key.rstrip(),
    }
    return Template(guide).substitute(names).encode()
