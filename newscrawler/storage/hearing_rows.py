"""What did a site answer when a policy document was asked for, and when?"""

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, insert, or_, select

from newscrawler.policy.formats.http_status import REDIRECTS, WHOLE
from newscrawler.policy.model import Document
from newscrawler.storage.chain import Kind
from newscrawler.storage.ledger import Batch
from newscrawler.storage.ledger_records import hearing_text
from newscrawler.storage.schema import hearings, policy_documents
from newscrawler.storage.text import text_hash
from newscrawler.storage.upsert import insert_new


@dataclass(frozen=True, slots=True)
class StoredHearing:
    """An answer as it was received; ``tries`` are the failures in a row up to it.

    ``earlier``: of a failure or a redirect, the last answer with success before it.
    """

    document: Document
    tries: int
    earlier: Document | None = None


def write_hearing(batch: Batch, run: int, document: Document, tries: int) -> None:
    """Write an answer, and its bytes if no answer had the same before."""
    is_answered = document.status is not None
    if is_answered:
        media_type = document.header("content-type")
        body = {
            "sha256": document.sha256,
            "body": document.body,
            "media_type": media_type,
            "url": document.url,
            "fetched_at": document.fetched_at,
        }
        insert_new(batch.connection, policy_documents, [body])
    row = {
        "url_hash": text_hash(document.url),
        "url": document.url,
        "fetched_at": document.fetched_at,
        "status": document.status,
        "headers": json.dumps(document.headers),
        "sha256": document.sha256 if is_answered else None,
        "final_url": document.final_url,
        "problem": document.problem,
        "tries": tries,
    }
    place = batch.add(run, Kind.HEARING, hearing_text(row))
    batch.connection.execute(insert(hearings), {**row, "run": run, "sequence": place})


def read_hearing(
    connection: Connection, url: str, as_of: float | None
) -> StoredHearing | None:
    """Return the last answer for a URL, the last one at a time if that is given."""
    found = _latest(url).limit(1)
    if as_of is not None:
        found = found.where(hearings.c.fetched_at <= as_of)
    row = connection.execute(found).mappings().one_or_none()
    if row is None or not _is_whole(row):
        return None
    heard = _heard(row)
    if not heard.tries and row["status"] not in REDIRECTS:
        return heard
    return replace(heard, earlier=_earlier(connection, row))


def _earlier(connection: Connection, failed: RowMapping) -> Document | None:
    """Return the last answer before failures, None unless it was a success.

    A redirect is none: it says where the answer is, and takes nothing back.
    """
    before = hearings.c.fetched_at <= failed["fetched_at"], hearings.c.tries == 0
    is_answer = hearings.c.status.not_in(REDIRECTS)
    found = _latest(failed["url"]).where(*before, is_answer).limit(1)
    row = connection.execute(found).mappings().one_or_none()
    is_success = row is not None and row["status"] in WHOLE and _is_whole(row)
    return _document(row) if row is not None and is_success else None


def hearings_of(connection: Connection, host: str) -> list[StoredHearing]:
    """Return every answer of a host, in the order of time.

    One whose bytes are lost is told as one that never came.
    """
    found = _answers().where(hearings.c.url_hash.in_(_documents_of(host)))
    found = found.order_by(hearings.c.fetched_at, hearings.c.number)
    return [_heard(row) for row in connection.execute(found).mappings()]


def _documents_of(host: str) -> Select[Any]:
    """Return what reads the hashes of the URLs of a host.

    Each URL is looked at once, by the index of all, however often it was heard.
    """
    key = hearings.c.url_hash
    keys = select(func.min(key).label("key")).cte("keys", recursive=True)
    after = select(func.min(key)).where(key > keys.c.key).scalar_subquery()
    keys = keys.union_all(select(after).where(keys.c.key.is_not(None)))
    url = select(hearings.c.url).where(key == keys.c.key).limit(1).scalar_subquery()
    known = select(keys.c.key, url.label("url")).where(keys.c.key.is_not(None))
    each = known.subquery()
    of_host = [
        each.c.url.startswith(f"{scheme}://{host}{end}", autoescape=True)
        for scheme in ("https", "http")
        for end in ("/", ":")
    ]
    return select(each.c.key).where(or_(*of_host))


def hearings_at(connection: Connection, url: str, many: int) -> list[StoredHearing]:
    """Return the latest answers for a URL, the newest first, so many at most."""
    found = _latest(url).limit(many)
    return [_heard(row) for row in connection.execute(found).mappings()]


def _answers() -> Select[Any]:
    """Return what reads answers, each with its bytes."""
    bodies = policy_documents
    return select(hearings, bodies.c.body).outerjoin(
        bodies, hearings.c.sha256 == bodies.c.sha256
    )


def _latest(url: str) -> Select[Any]:
    """Return what reads the answers for a URL, the newest first."""
    of_url = _answers().where(hearings.c.url_hash == text_hash(url))
    return of_url.order_by(hearings.c.fetched_at.desc(), hearings.c.number.desc())


def _heard(row: RowMapping) -> StoredHearing:
    """Return an answer; one whose bytes are lost as one that never came."""
    return StoredHearing(_document(row) if _is_whole(row) else _lost(row), row["tries"])


def _lost(row: RowMapping) -> Document:
    problem = "its bytes are not in the store as they were received"
    return Document(row["url"], row["fetched_at"], problem=problem)


def _is_whole(row: RowMapping) -> bool:
    """Tell whether the bytes are those that were received: lost ones allow nothing."""
    if row["sha256"] is None:
        return True
    body = row["body"]
    return body is not None and sha256(bytes(body)).hexdigest() == row["sha256"]


def _document(row: RowMapping) -> Document:
    headers = tuple(
        (str(name), str(value)) for name, value in json.loads(row["headers"])
    )
    return Document(
        url=row["url"],
        fetched_at=row["fetched_at"],
        status=row["status"],
        headers=headers,
        body=bytes(row["body"] or b""),
        final_url=row["final_url"],
        problem=row["problem"],
    )
