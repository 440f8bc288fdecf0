"""Which training-mining assertions does a C2PA manifest store hold?

JUMBF, ISO/IEC 19566-5 section A: a superbox ``jumb`` begins with its description
``jumd``, whose label names it. C2PA 2.1 section 11: the store ``c2pa`` holds manifests,
the last one active, and these their assertions, in CBOR or JSON. Labels:
``cawg.training-mining`` (CAWG 1.1), ``c2pa.training-mining`` (C2PA 1.x). Signatures are
not verified: who reads an assertion may refuse by it, and not allow.

CBOR is read by cbor2, of the optional extra ``newscrawler[images]``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from newscrawler.page import Json
from newscrawler.policy.formats.json_text import MAX_DEPTH, read_json

MOST_BOXES = 4096
"""Boxes of a store that we read: our choice. Real stores have some hundred."""

DEEPEST = 16
"""Superboxes inside each other: our choice. C2PA needs 4."""

_LABEL = re.compile(r"(?:c2pa|cawg)\.training-mining", re.IGNORECASE)


class StoreError(ValueError):
    """A store that cannot be read to its end: one line that says why."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """An assertion's label and entries; ``manifest`` counts from the store's end, so 0
    is the active one.
    """

    label: str
    entries: Mapping[str, Json]
    manifest: int


def is_cbor_installed() -> bool:
    """Tell whether the extra is there, without which no assertion can be read."""
    try:
        return find_spec("cbor2") is not None
    except ValueError:  # a module that does not say where it is from
        return True


def read_assertions(store: bytes) -> tuple[tuple[Assertion, ...], str | None]:
    """Return the training-mining assertions of a store, and why there may be more."""
    found: list[tuple[str, int, Mapping[str, Json]]] = []
    manifests = [0]
    problem = None
    try:
        for label, number, kind, content in _contents(store, manifests):
            if _LABEL.match(label):
                found.append((label, number, _entries(kind, content)))
    except StoreError as error:
        problem = f"C2PA: {error}"
    last = manifests[0]
    return tuple(Assertion(name, said, last - at) for name, at, said in found), problem


@dataclass(slots=True)
class _Superbox:
    """A superbox that is being read: up to where, at which depth, under which label."""

    at: int
    end: int
    depth: int
    label: str = ""
    manifest: int = 0


def _contents(
    store: bytes, manifests: list[int]
) -> Iterator[tuple[str, int, bytes, bytes]]:
    """Return each content box: its superbox's label and manifest, its type, its bytes."""
    waiting = [_Superbox(0, len(store), 0)]
    seen = 0
    while waiting:
        box = waiting[-1]
        if box.at >= box.end:
            waiting.pop()
            continue
        kind, start, end = _header(store, box)
        box.at, seen = end, seen + 1
        if seen > MOST_BOXES:
            raise StoreError(f"more than {MOST_BOXES} boxes")
        if kind == b"jumb":
            if len(waiting) > DEEPEST:
                raise StoreError(f"boxes nested deeper than {DEEPEST}")
            manifests[0] += box.depth == 1
            number = manifests[0] if box.depth <= 1 else box.manifest
            waiting.append(_Superbox(start, end, box.depth + 1, "", number))
        elif kind == b"jumd":
            box.label = _label(store[start:end])
        elif kind == b"brob":
            raise StoreError("a compressed manifest: not read")
        else:
            yield box.label, box.manifest, kind, store[start:end]


def _header(store: bytes, box: _Superbox) -> tuple[bytes, int, int]:
    """Return a box's type, and where its content begins and ends."""
    at = box.at
    if at + 8 > box.end:
        raise StoreError("a box without its header")
    size, kind, start = (
        int.from_bytes(store[at : at + 4]),
        store[at + 4 : at + 8],
        at + 8,
    )
    if size == 1:
        size, start = int.from_bytes(store[start : start + 8]), start + 8
    end = box.end if size == 0 else at + size
    if not start <= end <= box.end:
        raise StoreError("a box that is not whole")
    return kind, start, end


def _label(description: bytes) -> str:
    """Return the label in a description box: after UUID and toggles, up to NUL."""
    if len(description) < 17 or not description[16] & 0x02:
        return ""
    return description[17:].partition(b"\0")[0].decode("utf-8", "replace")


def _entries(kind: bytes, content: bytes) -> dict[str, Json]:
    """Return an assertion's entries, those of its map where it has none so named."""
    try:
        value = _cbor(content) if kind == b"cbor" else _json(kind, content)
    except ValueError as error:
        raise StoreError(f"an assertion that cannot be read: {error}"[:160]) from None
    if not isinstance(value, dict):
        raise StoreError("a training-mining assertion that is no map")
    entries = value.get("entries", value)
    if not isinstance(entries, dict):
        raise StoreError("a training-mining assertion without entries")
    return entries


def _json(kind: bytes, content: bytes) -> Json:
    if kind != b"json":
        raise ValueError(f"neither CBOR nor JSON: {kind!r}")
    return read_json(content.decode("utf-8"), is_strict=True)


class _Untagged(dict[int, object]):
    """For every tag what it tags, as it stands: no bignums, patterns or references."""

    def __missing__(self, tag: int) -> object:
        return lambda value, _immutable: value


def _cbor(content: bytes) -> Json:
    import cbor2  # noqa: PLC0415  an extra: it is asked for where images are read

    try:
        value: object = cbor2.loads(
            content,
            semantic_decoders=_Untagged(),  # type: ignore[arg-type]  # any tag
            max_depth=MAX_DEPTH,
            allow_duplicate_keys=False,
            strict_hashable_types=True,
        )
    except cbor2.CBORDecodeError as error:
        raise ValueError(str(error)) from None
    return _as_json(value)


def _as_json(value: object) -> Json:
    """Return a CBOR value as JSON has it; what JSON lacks is None."""
    if isinstance(value, Mapping):
        return {
            key: _as_json(one) for key, one in value.items() if isinstance(key, str)
        }
    if isinstance(value, list | tuple):
        return [_as_json(one) for one in value]
    return value if isinstance(value, bool | int | float | str) else None
