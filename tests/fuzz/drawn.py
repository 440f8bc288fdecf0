"""How does a document that we wrote become one that nobody wrote? Changes, drawn.

Bytes are cut, doubled, spliced, packed, put into another encoding, and words are put
between them: those of the seeds themselves, and such as have broken readers before.
"""

import gzip
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "fixtures/fuzz"
FINDINGS = "finding-"
"""What the name of a case begins with that a long run has found."""

LONGEST = 64 * 1024
"""Bytes of a document here: what is larger is for benchmarks/hostile.py."""

_WORD = re.compile(rb"[\w:./-]+|[^\w\s]+")

HOSTILE = (
    b"",
    b"\0",
    b"\n",
    b"\r",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xed\xa0\x80",  # a surrogate in UTF-8
    b"\xf4\x90\x80\x80",  # beyond U+10FFFF
    b"\xe2\x80\xae",  # U+202E, right to left
    b"\xe2\x80\xa8",  # U+2028, a line end to some
    b"\x1b[2J",
    b"9" * 5000,  # beyond sys.int_info.default_max_str_digits
    b"-1",
    b"1e999",
    b"NaN",
    b"99999999999999999999",
    b"0001-01-01T00:00:00+23:59",
    b"9999-12-31T23:59:59-23:59",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>&b;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"&#0;&#x110000;&#55296;",
    b"[" * 2000,
    b'{"a":' * 2000,
    b"<a>" * 600,
    b"=" * 300,
    b"((((((((((",
    b"%00%2e%2e%2f%ff",
    b"//[::1]:99999/",
    b"http://a:b@\xe4\xb8\xad.example/",
    "١٢٣".encode(),
    "ⅷ²①".encode(),
)


@dataclass(frozen=True, slots=True)
class Material:
    """What a change is made of: a reader's seeds, and words to put between."""

    draw: st.DrawFn
    seeds: Sequence[bytes]
    words: Sequence[bytes]


Change = Callable[[Material, bytes], bytes]


def _cut(by: Material, body: bytes) -> bytes:
    start, end = sorted((_place(by.draw, body), _place(by.draw, body)))
    return body[:start] + body[end:]


def _end(by: Material, body: bytes) -> bytes:
    return body[: _place(by.draw, body)]


def _repeat(by: Material, body: bytes) -> bytes:
    start, end = sorted((_place(by.draw, body), _place(by.draw, body)))
    times = by.draw(st.sampled_from((2, 3, 50)))
    return body[:start] + body[start:end] * times + body[end:]


def _splice(by: Material, body: bytes) -> bytes:
    other = by.draw(st.sampled_from(by.seeds))
    return body[: _place(by.draw, body)] + other[_place(by.draw, other) :]


def _put(by: Material, body: bytes) -> bytes:
    at = _place(by.draw, body)
    return body[:at] + by.draw(st.sampled_from(by.words)) + body[at:]


def _replace(by: Material, body: bytes) -> bytes:
    found = list(_WORD.finditer(body[:LONGEST]))
    if not found:
        return body
    one = found[by.draw(st.integers(0, len(found) - 1))]
    return body[: one.start()] + by.draw(st.sampled_from(by.words)) + body[one.end() :]


def _flip(by: Material, body: bytes) -> bytes:
    at = _place(by.draw, body)
    return body[:at] + bytes([by.draw(st.integers(0, 255))]) + body[at + 1 :]


def _recode(by: Material, body: bytes) -> bytes:
    codec = by.draw(st.sampled_from(("utf-16", "utf-16-be", "utf-32", "gzip")))
    if codec == "gzip":
        return gzip.compress(body, mtime=0)
    return body.decode("utf-8", "replace").encode(codec)


CHANGES: tuple[Change, ...] = (
    *(_cut, _end, _repeat, _splice),
    *(_put, _put, _replace, _replace, _flip, _recode),
)


def _place(draw: st.DrawFn, body: bytes) -> int:
    return draw(st.integers(0, len(body)))


@st.composite
def changed(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """Draw a seed, changed up to six times."""
    body = draw(st.sampled_from(seeds))
    by = Material(draw, seeds, words_of(tuple(seeds)))
    for _ in range(draw(st.integers(1, 6))):
        change = CHANGES[draw(st.integers(0, len(CHANGES) - 1))]
        body = change(by, body)[:LONGEST]
    return body


@cache
def words_of(seeds: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Return the words of the seeds, and the hostile ones."""
    found = {one for seed in seeds for one in _WORD.findall(seed) if len(one) < 80}
    return (*HOSTILE, *sorted(found))


def seed_files(name: str) -> list[Path]:
    """Return the seeds and the cases of a reader, in the order of their names."""
    return sorted((SEEDS / name).iterdir())


@cache
def seeds_of(name: str) -> tuple[bytes, ...]:
    """Return what the seeds and cases of a reader hold."""
    return tuple(file.read_bytes() for file in seed_files(name))
