"""What does a WARC file hold? Records that are whole, and nothing else.

ISO 28500:2017 (WARC/1.1) and 1.0, plain or gzip, as one reads a stream: what is cut
off, or is not as its own header says, is an error, never a shorter record. A reader of
our own: warcio gives as much as there is, and so the page without its footer.
"""

import gzip
import hashlib
import io
import re
import zlib
from base64 import b16encode, b32encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

MAX_CONTENT = 16 * 1024 * 1024
"""Bytes of a record that are held, its HTTP header among them: our choice."""

MAX_LINE = 64 * 1024
MAX_LINES = 256
"""Bytes of a header's line and lines of a header, at the most: our choice."""

STEP = 256 * 1024

_VERSIONS = (b"WARC/1.0\r\n", b"WARC/1.1\r\n")
_GZIP = b"\x1f\x8b"


class WarcError(Exception):
    """A file is no WARC file, or not a whole one; one line that says where."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its header's fields, names in lower case, and its content.

    ``content`` is None where it was not wanted, or is too large to be held.
    """

    fields: Mapping[str, str]
    length: int
    content: bytes | None

    @property
    def kind(self) -> str:
        """Return the type of the record."""
        return self.fields.get("warc-type", "")

    @property
    def id(self) -> str:
        """Return the record's id without its brackets."""
        return self.fields.get("warc-record-id", "").strip("<>")

    @property
    def url(self) -> str:
        """Return what the record is about; WARC/1.0 could have it in brackets."""
        return self.fields.get("warc-target-uri", "").strip("<>")

    @property
    def date_text(self) -> str:
        """Return the record's date as it is written."""
        return self.fields.get("warc-date", "")

    @property
    def date(self) -> float | None:
        """Return the record's date in epoch seconds, None if it has none."""
        try:
            moment = datetime.fromisoformat(self.date_text)
        except ValueError:
            return None
        return moment.astimezone(UTC).timestamp() if moment.tzinfo else None

    def is_response(self, record_id: str, digest: str) -> bool:
        """Tell whether this is the response of an id, with a payload of a digest."""
        stated = self.fields.get("warc-payload-digest", "")
        return (self.kind, self.id, stated) == ("response", record_id, digest)


def read_warc(
    file: Path, is_wanted: Callable[[Record], bool] = lambda _: True
) -> Iterator[Record]:
    """Yield a file's records in order; WarcError where it is not whole.

    ``is_wanted`` is asked with a record's header: the content of others is passed over.
    """
    try:
        with file.open("rb") as plain:
            is_packed = plain.read(2) == _GZIP
            plain.seek(0)
            stream = _unpacked(plain) if is_packed else plain
            records = _records(stream, is_wanted, file)
            first = next(records, None)
            if first is None:
                raise WarcError(f"{file}: holds no record")
            yield first
            yield from records
    except (OSError, EOFError, zlib.error) as error:
        words = getattr(error, "strerror", None) or str(error)
        if isinstance(error, EOFError):
            words = f"breaks off; only the whole records before are read: {words}"
        raise WarcError(f"{file}: {words}") from error


def is_warc(file: Path) -> bool:
    """Tell whether a file begins as one does, or is too short to tell: cut, or empty."""
    first = b""
    with file.open("rb") as plain:
        is_packed = plain.read(2) == _GZIP
        plain.seek(0)
        stream = gzip.GzipFile(fileobj=plain) if is_packed else plain
        with suppress(EOFError):
            first = stream.read(len(_VERSIONS[0]))
    return any(one.startswith(first) for one in _VERSIONS)


def record_at(file: Path, offset: int) -> Record:
    """Return the record of the gzip member at an offset; WarcError if it is none."""
    with file.open("rb") as plain:
        plain.seek(offset)
        try:
            return next(_records(_unpacked(plain), lambda _: False, file))
        except (EOFError, zlib.error, StopIteration) as error:
            raise WarcError(f"{file}: no record at {offset}: {error}") from error


def record_of_member(octets: bytes) -> Record:
    """Return the record of a gzip member, unpacked; WarcError if it is none."""
    stream = io.BytesIO(octets)
    found = next(_records(stream, lambda _: False, Path("member")), None)
    if found is None:
        raise WarcError("an empty record")
    return found


def digest_problem(stated: str | None, *octets: bytes) -> str | None:
    """Return why a digest is not that of one of some octets, None if it is or is none.

    >>> digest_problem("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b"")
    """
    if stated is None:
        return None
    name, _, value = stated.partition(":")
    if name.lower() not in ("md5", "sha1", "sha256", "sha512"):
        return f"digest {name[:20]!r}: not known"
    for one in octets:
        found = hashlib.new(name.lower(), one, usedforsecurity=False).digest()
        spelt = (b16encode(found), b32encode(found), b32encode(found).rstrip(b"="))
        if value.upper().encode("ascii", "replace") in spelt:
            return None
    return f"its digest is not the stated one, {stated[:80]}"


def _records(
    stream: BinaryIO, is_wanted: Callable[[Record], bool], file: Path
) -> Iterator[Record]:
    number, first = 0, stream.readline(MAX_LINE)
    while first:
        number += 1
        where = f"{file}: record {number}"
        if first not in _VERSIONS:
            raise WarcError(f"{where}: does not begin with WARC/1.0 or WARC/1.1")
        record = _record(stream, is_wanted, where)
        # a gzip member's check sum is looked at by reading on, so nobody has it before
        first = stream.readline(MAX_LINE)
        yield record


def _record(
    stream: BinaryIO, is_wanted: Callable[[Record], bool], where: str
) -> Record:
    fields = _fields(stream, where)
    length = _length(fields, where)
    record = Record(fields, length, None)
    if length <= MAX_CONTENT and is_wanted(record):
        record = Record(fields, length, _exactly(stream, length, where))
    else:
        for at in range(0, length, STEP):
            _exactly(stream, min(STEP, length - at), where)
    if stream.read(4) != b"\r\n\r\n":
        raise WarcError(f"{where}: does not end where its Content-Length says")
    return record


def _unpacked(packed: BinaryIO) -> BinaryIO:
    return gzip.GzipFile(fileobj=packed)  # type: ignore[return-value]  # reads as one


def _fields(stream: BinaryIO, where: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    last = ""
    for _ in range(MAX_LINES):
        line = stream.readline(MAX_LINE)
        if not line.endswith(b"\n"):
            raise WarcError(f"{where}: its header breaks off, or has too long a line")
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not text:
            return fields
        name, colon, value = text.partition(":")
        if text[0] in " \t" and last:
            fields[last] += f" {text.strip()}"
        elif colon:
            last = name.strip().lower()
            fields.setdefault(last, value.strip())
        else:
            raise WarcError(f"{where}: {text[:80]!r} is no field of a header")
    raise WarcError(f"{where}: a header of more than {MAX_LINES} lines")


def _length(fields: Mapping[str, str], where: str) -> int:
    stated = fields.get("content-length", "")
    if not re.fullmatch(r"[0-9]{1,15}", stated):
        raise WarcError(f"{where}: Content-Length {stated[:40]!r} is no number")
    return int(stated)


def _exactly(stream: BinaryIO, length: int, where: str) -> bytes:
    """Return so many bytes; WarcError where there are fewer."""
    parts, left = [], length
    while left:
        part = stream.read(min(left, STEP))
        if not part:
            raise WarcError(f"{where}: breaks off, {left} bytes before its end")
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
