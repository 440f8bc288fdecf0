"""What did a server answer, as a WARC record holds it? Status, headers and the body.

The body without transfer and content coding. A record that is not whole, or not as it
says, is no answer: the part that is missing may be the notice.
"""

import re
import zlib

from newscrawler.storage.warc_reading import Record, digest_problem

MAX_BODY = 10 * 1024 * 1024
"""Bytes of a body, unpacked: as many as a page may have."""

LIMIT = 64 * 1024
"""Bytes of which a crawler's limit is a multiple, as far as is known: StormCrawler's own
is this, that of Common Crawl's news crawl 5 MiB. Older releases cut without a word."""

_STATUS = re.compile(rb"(?:HTTP/\d(?:\.\d)?|[Hh]2) +(\d{3})(?: [^\r\n]*)?")
"""``H2``: as OkHttp, with which the news crawl fetches, calls HTTP/2."""

_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_WINDOWS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}
_CODINGS = ("content-encoding", "transfer-encoding")
_BEFORE_TEXT = b"\xef\xbb\xbf \t\r\n\f"
_HIDDEN = "x-crawler-"
"""Before the name of what was true of the body as it came, where an archive has another:
StormCrawler's, and Common Crawl's."""

Lines = tuple[tuple[str, str], ...]


def read_answer(record: Record) -> tuple[int, Lines, bytes]:
    """Return an answer's status, headers and body; ValueError where it is not whole."""
    content = record.content
    if record.kind == "resource":
        raise ValueError("a resource record: no HTTP header, which may say no")
    if content is None:
        raise ValueError(f"a record of {record.length} bytes: too large to be read")
    for name in ("warc-truncated", "warc-segment-number"):
        if name in record.fields:
            raise ValueError(f"{name}: {record.fields[name][:80]!r}")
    head, end, payload = content.partition(b"\r\n\r\n")
    status = _STATUS.match(head)
    if status is None or not end:
        raise ValueError(f"begins with {content[:40]!r}, which is no HTTP answer")
    headers = tuple(_header_lines(head))
    entity = _without_chunks(payload, _stated(headers, "transfer-encoding"))
    body = _unpacked(entity, _stated(headers, "content-encoding"))
    _check(record, headers, payload, entity, body)
    kept = tuple(one for one in headers if one[0].lower() not in _CODINGS)
    return int(status[1]), kept, body


def _header_lines(head: bytes) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in head.decode("latin-1").split("\r\n")[1:]:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and found:  # RFC 9112 section 5.2
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        elif colon and name.strip():
            found.append((name.strip(), value.strip()))
    return found


def _stated(headers: Lines, name: str) -> str:
    found = (value.strip().lower() for key, value in headers if key.lower() == name)
    return ",".join(one for one in found if one not in ("", "identity"))


def _without_chunks(payload: bytes, coding: str) -> bytes:
    """Return a body without its chunks, RFC 9112 section 7.1.

    Where none begins, the archive has taken them out and left the header.
    """
    if not coding:
        return payload
    if coding != "chunked":
        raise ValueError(f"transfer coding {coding[:80]!r}: not read")
    if _CHUNK.match(payload) is None:
        return payload
    parts: list[bytes] = []
    at = 0
    while (chunk := _CHUNK.match(payload, at)) is not None:
        size, begin = int(chunk[1], 16), chunk.end()
        if size == 0:
            return b"".join(parts)
        parts.append(payload[begin : begin + size])
        at = begin + size + 2
        if payload[at - 2 : at] != b"\r\n":
            break
    raise ValueError("its chunks break off")


def _unpacked(entity: bytes, coding: str) -> bytes:
    """Return a body without its content coding.

    Where it begins as text does, the archive has unpacked it and left the header.
    """
    if not coding or not entity or entity.lstrip(_BEFORE_TEXT)[:1] == b"<":
        return entity
    for window in _WINDOWS.get(coding, ()):
        reader = zlib.decompressobj(window)
        try:
            found = reader.decompress(entity, MAX_BODY + 1)
        except zlib.error:
            continue
        if len(found) > MAX_BODY:
            raise ValueError(f"{coding}: too large, unpacked")
        if reader.eof and not reader.unused_data.strip(b"\0"):
            return found
    raise ValueError(f"content encoding {coding[:80]!r}: not read")


def _check(
    record: Record, headers: Lines, payload: bytes, entity: bytes, body: bytes
) -> None:
    assert record.content is not None, "its caller has looked"
    problem = digest_problem(record.fields.get("warc-block-digest"), record.content)
    stated = record.fields.get("warc-payload-digest")
    problem = problem or digest_problem(stated, payload, entity, body)
    if problem is not None:
        raise ValueError(problem)
    if payload is entity is body:  # no coding has told that it is whole
        _check_length(headers, len(payload))


def _check_length(headers: Lines, size: int) -> None:
    plain, hidden = (_told_length(headers, before) for before in ("", _HIDDEN))
    told = max(plain or 0, hidden or 0)
    if told > size:
        raise ValueError(f"breaks off: {size} of {told} bytes")
    is_another = any(name.lower().startswith(_HIDDEN) for name, _ in headers)
    is_known = (hidden if is_another else plain) is not None
    if size and size % LIMIT == 0 and not is_known:
        raise ValueError(f"{size} bytes: a limit of its crawler, as far as is told")


def _told_length(headers: Lines, before: str) -> int | None:
    """Return how long a body was that had no coding, None if that is not told."""
    if any(_stated(headers, f"{before}{name}") for name in _CODINGS):
        return None
    length = _stated(headers, f"{before}content-length")
    return int(length[:15]) if length.isdecimal() else None
