"""Which texts did the notices of their own origin refuse, and which pages repeat them?

Hashes of paragraphs, never words.
"""

import json
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select

from newscrawler.policy.copies import RefusedText
from newscrawler.policy.record import read_statement, statement_record
from newscrawler.storage.database import Store
from newscrawler.storage.schema import fingerprints, refused_texts
from newscrawler.storage.text import json_text, text_hash


def keep_refused(
    store: Store, text: RefusedText, marks: Iterable[int], now: float
) -> None:
    """Remember a text that was refused, once, by the marks of its fingerprint."""
    with store.writing() as connection:
        write_refused(connection, text, marks, now)


def write_refused(
    connection: Connection, text: RefusedText, marks: Iterable[int], now: float
) -> None:
    """Remember a refused text, in a transaction that is under way."""
    key = text_hash(text.url)
    row = {
        "url_hash": key,
        "url": text.url,
        "notice": json_text(statement_record(text.notice)),
        "holder": text.holder,
        "paragraphs": text.paragraphs,
        "refused_at": now,
    }
    known = select(refused_texts.c.number).where(refused_texts.c.url_hash == key)
    if connection.scalar(known) is not None:
        return
    new = connection.execute(insert(refused_texts), row).inserted_primary_key
    assert new is not None
    rows = [{"mark": mark, "text": new[0]} for mark in sorted(set(marks))]
    connection.execute(insert(fingerprints), rows)


def forget_refused(store: Store, url: str) -> None:
    """Forget the text of a URL: its origin refuses it no more."""
    key = text_hash(url)
    known = select(refused_texts.c.number).where(refused_texts.c.url_hash == key)
    with store.writing() as connection:
        number = connection.scalar(known)
        if number is not None:
            own = fingerprints.c.text == number
            connection.execute(delete(fingerprints).where(own))
            mine = refused_texts.c.number == number
            connection.execute(delete(refused_texts).where(mine))


def has_refused(store: Store) -> bool:
    """Tell whether any refused text is remembered at all."""
    with store.reading() as connection:
        count = select(func.count()).select_from(refused_texts)
        return bool(connection.scalar(count))


def find_copied(store: Store, marks: Iterable[int]) -> list[tuple[RefusedText, int]]:
    """Return the refused texts that have some of the marks, and how many of them."""
    wanted = select(fingerprints.c.text).where(fingerprints.c.mark.in_(list(marks)))
    with store.reading() as connection:
        again = Counter(connection.scalars(wanted).all())
        texts = select(refused_texts).where(refused_texts.c.number.in_(list(again)))
        rows = connection.execute(texts.order_by(refused_texts.c.number)).mappings()
        return [
            (
                RefusedText(
                    row["url"],
                    read_statement(json.loads(row["notice"])),
                    row["paragraphs"],
                    row["holder"],
                ),
                again[row["number"]],
            )
            for row in rows
        ]
