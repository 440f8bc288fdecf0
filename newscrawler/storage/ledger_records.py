"""What is told of a run, a hearing and an article in the ledger? As canonical JSON."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TypeAlias

import orjson
from sqlalchemy import RowMapping

from newscrawler.policy.record import Value, iso_time
from newscrawler.storage.text import json_text, storable

Fields: TypeAlias = Mapping[str, object] | RowMapping


def run_text(row: Fields, number: int) -> str:
    """Return what is told of a run as it begins; ``config`` is itself canonical."""
    return json_text(
        {
            "number": number,
            "name": _text(row["kind"]),
            "config": _text(row["config"]),
            "policy_version": _text(row["policy_version"]),
            "rules": _text(row["rules"]),
            "started_at": _time(row["started_at"]),
        }
    )


def end_text(row: Fields) -> str:
    """Return what is told of a run as it ends."""
    return json_text(
        {"ended_at": _time(row["ended_at"]), "summary": _text(row["summary"])}
    )


def hearing_text(row: Fields) -> str:
    """Return what is told of an answer to a request for a policy document.

    ``sha256`` is the hash of the bytes received, ``headers`` that of their JSON.
    """
    return json_text(
        {
            "url": _text(row["url"]),
            "fetched_at": _time(row["fetched_at"]),
            "status": _whole(row["status"]),
            "headers": sha256(str(row["headers"]).encode()).hexdigest(),
            "sha256": _text(row["sha256"]),
            "final_url": _text(row["final_url"]),
            "problem": _text(row["problem"]),
            "tries": _whole(row["tries"]),
        }
    )


def article_text(row: Fields, decision: int | None) -> str:
    """Return what is told of an article: hashes, so that it outlives the article.

    ``decision`` is the place in the run of the one that lets us keep it.
    """
    content, url = str(row["content_hash"]), str(row["canonical_url"])
    version = _whole(row["version"])
    return told_of_article(content, url, version, str(row["record"]), decision)


def told_of_article(
    content_hash: str, url: str, version: int | None, record: str, decision: int | None
) -> str:
    """Return the same of its columns; spelt out, canonical as it stands: they are many."""
    return (
        f'{{"content_hash":{_quoted(content_hash)}'
        f',"decision":{"null" if decision is None else decision}'
        f',"sha256":"{sha256(record.encode()).hexdigest()}"'
        f',"url":{_quoted(url)},"version":{version}}}'
    )


def withdrawal_text(row: Fields) -> str:
    """Return what is told of a withdrawal: which record of an article, and why.

    ``sha256`` is the hash of the article's record, as that record of the ledger has it.
    What an older store did not write down is left out.
    """
    told: dict[str, Value] = {
        "url": _text(row["url"]),
        "version": _whole(row["version"]),
        "content_hash": _text(row["content_hash"]),
        "sha256": _text(row["record_sha256"]),
        "source": _text(row["source"]),
        "kept_at": _time(row["kept_at"]),
        "kept_by": _text(row["kept_by"]),
        "run": _whole(row["article_run"]),
        "record": _whole(row["article_sequence"]),
        "withdrawn_at": _time(row["withdrawn_at"]),
        "signal": _text(row["signal"]),
        "reason": _text(row["reason"]),
        "decision": _text(row["decision"]),
    }
    later = {"article": _whole(row["article"]), "warc": _text(row["warc"])}
    return json_text(told | {key: one for key, one in later.items() if one is not None})


def purge_text(row: Fields) -> str:
    """Return what is told of a purge: how many articles, and the hash of their list."""
    return json_text(
        {
            "purged_at": _time(row["purged_at"]),
            "method": _text(row["method"]),
            "articles": _whole(row["articles"]),
            "removals": _text(row["removals"]),
        }
    )


def repeats_text(repeats: Iterable[tuple[int, int, float]]) -> str:
    """Return how often decisions were made again: place, how often, when last."""
    members = (f"[{place},{count},{round(at * 1000)}]" for place, count, at in repeats)
    return f"[{','.join(members)}]"


def _text(value: object) -> str | None:
    """Return a text as its column holds it, which the record is compared with."""
    return None if value is None else storable(str(value))


def _quoted(value: str) -> str:
    return orjson.dumps(storable(value)).decode()


def _whole(value: object) -> int | None:
    assert isinstance(value, int | None)
    return value


def _time(value: object) -> str:
    assert isinstance(value, int | float)
    return iso_time(value)
