"""Where in the bytes of an image do its XMP packets and its C2PA manifests stand?

XMP Specification part 3 (2020), sections 1.1.3 (JPEG), 1.1.5 (PNG) and 2.3.4 (WebP);
C2PA 2.1, section "Embedding manifests into various file formats": JPEG APP11 (ISO/IEC
19566-5 annex D), PNG ``caBX``, WebP ``C2PA``. The pictures themselves are not decoded.
What is cut off, or is no such file, has a problem: nobody knows what else it says.
"""

import zlib
from collections.abc import Callable, Iterator

from newscrawler.policy.formats.jpeg_segments import Found, ImageError, read_jpeg
from newscrawler.policy.formats.xmp import MAX_PACKET

MOST = 16
"""Packets and manifest stores of one image: our choice. Most images have one."""

_PNG = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"XML:com.adobe.xmp"
_RAW_PROFILE = b"Raw profile type xmp"


def is_image(data: bytes) -> bool:
    r"""Tell whether bytes begin as an image whose metadata we read.

    >>> is_image(b"GIF89a"), is_image(b"\xff\xd8\xff\xe0")
    (False, True)
    """
    return _reader(data) is not None


def find_metadata(data: bytes) -> Found:
    """Return the metadata in the bytes of an image, or in its beginning."""
    found = Found()
    reader = _reader(data)
    if reader is None:
        found.problem = "no JPEG, PNG or WebP: other images are not read"
        return found
    try:
        reader(data, found)
    except ImageError as error:
        found.problem = str(error)
    known = len(found.packets) + len(found.extensions) + len(found.stores)
    if known > MOST:
        found.problem = f"more than {MOST} packets of metadata"
        found.packets, found.stores = found.packets[:MOST], found.stores[:MOST]
        found.extensions = {}
    return found


def _reader(data: bytes) -> Callable[[bytes, Found], None] | None:
    if data.startswith(b"\xff\xd8"):
        return read_jpeg
    if data.startswith(_PNG):
        return _read_png
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _read_webp
    return None


def _read_png(data: bytes, found: Found) -> None:
    for kind, content in _png_chunks(data):
        if kind == b"caBX":
            found.stores.append(content)
        elif kind == b"iTXt" and content.startswith(_KEYWORD + b"\0"):
            found.packets.append(_international_text(content[len(_KEYWORD) + 1 :]))
        elif kind in (b"tEXt", b"zTXt", b"iTXt") and content.startswith(_RAW_PROFILE):
            raise ImageError("XMP as a raw profile: not read")


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Return each chunk's type and content up to IEND: XMP may follow the picture."""
    at = len(_PNG)
    while at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if kind == b"IEND":
            return
        if at + 12 + size > len(data):
            break
        yield kind, data[at + 8 : at + 8 + size]
        at += 12 + size
    raise ImageError("cut off before its end: metadata may follow")


def _international_text(content: bytes) -> bytes:
    """Return the text of an iTXt chunk after its keyword, PNG section 11.3.3.4."""
    flags, (_, _, text) = content[:2], _three(content[2:])
    if flags[:1] == b"\0":
        return text
    unpacking = zlib.decompressobj()
    try:
        packet = unpacking.decompress(text, MAX_PACKET)
    except zlib.error as error:
        raise ImageError(f"XMP that cannot be unpacked: {error}") from None
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise ImageError(f"XMP that unpacks to more than {MAX_PACKET} bytes, or is cut")
    return packet


def _three(content: bytes) -> tuple[bytes, bytes, bytes]:
    language, _, rest = content.partition(b"\0")
    keyword, end, text = rest.partition(b"\0")
    if not end:
        raise ImageError("a text chunk without its text")
    return language, keyword, text


def _read_webp(data: bytes, found: Found) -> None:
    end = 8 + int.from_bytes(data[4:8], "little")
    at = 12
    while at + 8 <= min(len(data), end):
        kind = data[at : at + 4]
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        content = data[at + 8 : at + 8 + size]
        if len(content) < size:
            break
        if kind == b"XMP ":
            found.packets.append(content)
        elif kind == b"C2PA":
            found.stores.append(content)
        at += 8 + size + size % 2
    if at < end:
        raise ImageError("cut off before its end: metadata may follow")
