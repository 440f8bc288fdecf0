"""A feed in JSON: https://www.jsonfeed.org/version/1.1/."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias

from newscrawler.feed.model import (
    MAX_ENTRIES,
    Entry,
    Feed,
    beyond_entries,
    entry_url,
    some_text,
)

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MAX_BYTES = 10 * 1024 * 1024
"""Bytes of a feed that we read: our choice."""

_BOM = b"\xef\xbb\xbf"

VERSION = "://jsonfeed.org/version/"
"""What every version's address holds, with ``www.`` or without."""


def read_json_feed(body: bytes, url: str) -> Feed | None:
    """Return the feed in a document, None where it is none.

    An item's ``id`` that is a URL stands in for a ``url`` that is not there; an
    ``external_url`` is another's page and does not.
    """
    document = _document(body)
    if document is None:
        return None
    stated = document.get("items")
    items = stated if isinstance(stated, list) else []
    found = (_entry(one, url) for one in items[:MAX_ENTRIES] if isinstance(one, dict))
    return Feed(
        title=some_text(document.get("title")),
        entries=tuple(one for one in found if one is not None),
        beyond=beyond_entries(len(items)),
    )


def beyond_json(body: bytes) -> str | None:
    """Return by which bound a document is not read as a JSON feed, None if by none."""
    is_json = body.removeprefix(_BOM).lstrip()[:1] == b"{"
    if is_json and len(body) > MAX_BYTES:
        return f"more than {MAX_BYTES} bytes"
    return None


def _document(body: bytes) -> dict[str, Json] | None:
    bare = body.removeprefix(_BOM).lstrip()
    if len(body) > MAX_BYTES or not bare.startswith(b"{"):
        return None
    try:
        # not strict: a line break in a string is no reason to lose the feed
        found: Json = json.loads(bare.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    version = (some_text(found.get("version")) or "").replace("://www.", "://")
    return found if VERSION in version else None


def _entry(one: Mapping[str, Json], base: str) -> Entry | None:
    identity = some_text(one.get("id")) or ""
    link = some_text(one.get("url")) or (identity if "://" in identity else None)
    url = entry_url(link, base)
    if url is None:
        return None
    published = some_text(one.get("date_published") or one.get("date_modified"))
    return Entry(url, some_text(one.get("title")), published, _moment(published))


def _moment(text: str | None) -> float | None:
    """Return a time of RFC 3339 in epoch seconds, UTC if it names no zone."""
    try:
        found = datetime.fromisoformat(text or "")
        return found.replace(tzinfo=found.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return None
