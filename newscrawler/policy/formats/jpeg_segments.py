"""Which XMP packets and JUMBF boxes stand in the marker segments of a JPEG file?

ITU-T T.81 annex B for segments; XMP Specification part 3 (2020) section 1.1.3 for APP1,
one packet and its extension in parts; ISO/IEC 19566-5 annex D for APP11, a box in parts
that each repeat its header. Read up to the picture's data: metadata precedes it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_GUID = 32
_APP1, _APP11 = 0xE1, 0xEB
_PICTURE = (0xDA, 0xD9)
"""SOS, where the picture begins, and EOI, where the file ends."""
_ALONE = (0x01, *range(0xD0, 0xD9))
"""Markers that no segment follows: T.81 table B.1."""

_Parts = dict[bytes, dict[int, bytes]]


class ImageError(ValueError):
    """An image file that is not what its format asks for: one line that says why."""


@dataclass(slots=True)
class Found:
    """What stands in an image so far. ``extensions``: extended XMP by its GUID."""

    packets: list[bytes] = field(default_factory=list)
    extensions: dict[bytes, bytes] = field(default_factory=dict)
    stores: list[bytes] = field(default_factory=list)
    problem: str | None = None


def read_jpeg(data: bytes, found: Found) -> None:
    """Take what the segments hold; ImageError where that is not all there is."""
    extensions: _Parts = {}
    boxes: _Parts = {}
    try:
        for marker, content in _segments(data):
            if marker == _APP1 and content.startswith(_XMP):
                found.packets.append(content[len(_XMP) :])
            elif marker == _APP1 and content.startswith(_EXTENSION):
                _take_extension(content[len(_EXTENSION) :], extensions)
            elif marker == _APP11 and content.startswith(b"JP"):
                _take_box(content, boxes)
    finally:  # what came before an error is evidence all the same
        for head, parts in extensions.items():
            found.extensions[head[:_GUID]] = _extended(head, parts)
        found.stores += [_box(parts) for parts in boxes.values()]


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            raise ImageError("no marker where a segment should begin")
        marker = data[at + 1]
        if marker in _PICTURE:
            return
        if marker == 0xFF or marker in _ALONE:  # 0xFF: a fill byte
            at += 1 if marker == 0xFF else 2
            continue
        size = int.from_bytes(data[at + 2 : at + 4])
        if size < 2 or at + 2 + size > len(data):
            break
        yield marker, data[at + 4 : at + 2 + size]
        at += 2 + size
    raise ImageError("cut off before its picture: metadata may follow")


def _take_extension(content: bytes, extensions: _Parts) -> None:
    """Take a part of an extended packet: GUID, whole length, offset, content."""
    head = content[: _GUID + 4]
    if len(content) < _GUID + 8:
        raise ImageError("a part of extended XMP without its place")
    at = int.from_bytes(content[_GUID + 4 : _GUID + 8])
    _take(extensions, head, at, content[_GUID + 8 :])


def _extended(head: bytes, parts: Mapping[int, bytes]) -> bytes:
    whole = int.from_bytes(head[_GUID:])
    found = bytearray()
    for at, content in sorted(parts.items()):
        if at != len(found):
            break
        found += content
    if len(found) != whole:
        raise ImageError("extended XMP that is not whole")
    return bytes(found)


def _take_box(content: bytes, boxes: _Parts) -> None:
    """Take a part of a box: "JP", instance, sequence number, and the box's header."""
    if content[12:16] != b"jumb":
        return
    number = int.from_bytes(content[4:8])
    _take(boxes, content[2:4], number, content[8:])


def _take(found: _Parts, key: bytes, at: int, part: bytes) -> None:
    """Take a part; another one of its place would hide what it says."""
    parts = found.setdefault(key, {})
    if parts.setdefault(at, part) != part:
        raise ImageError("two parts of metadata for one place")


def _box(parts: Mapping[int, bytes]) -> bytes:
    """Return a box put together; from the second part on the header is repeated."""
    numbers = sorted(parts)
    first = parts[numbers[0]]
    size = int.from_bytes(first[:4])
    header = 16 if size == 1 else 8
    size = int.from_bytes(first[8:16]) if size == 1 else size
    found = first + b"".join(parts[number][header:] for number in numbers[1:])
    # 0, "to the end", tells nobody whether a part is missing
    if size != len(found):
        raise ImageError("a JUMBF box that is not whole")
    return found
