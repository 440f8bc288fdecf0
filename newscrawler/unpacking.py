"""How much may a packed body unpack to, and does it come to its end soundly?

Of br and zstd: nobody is asked for them: brotli has no checksum, and gzip does for articles. A cache that
keeps one answer for all who ask sends them all the same. Scrapy unpacks them in bounded
pieces, but takes what is there for all of it.
"""

import sys
from collections.abc import Iterator

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BROTLI, ZSTD = "br", "zstd"

MAX_RATIO = 200
"""Bytes that each packed byte may unpack to: our choice. Real pages stay under 60; the
most that gzip can do is 1,032."""

SPARE = 1024 * 1024
"""Bytes that any body may unpack to: our choice, little work for a reader."""

MAX_WINDOW = 23
"""Memory that a sender may want us to keep, in bits: 8 MiB, RFC 9659 section 3."""

ERRORS: tuple[type[Exception], ...] = (brotli.error, zstd.ZstdError, EOFError, OSError)
"""What the libraries raise of a body that is nonsense."""

_PIECE = 65536
_OPTIONS: dict[int, int] = {zstd.DecompressionParameter.window_log_max: MAX_WINDOW}


def most_unpacked(packed: int) -> int:
    """Return how many bytes so many packed ones may unpack to.

    >>> most_unpacked(10) == SPARE, most_unpacked(SPARE) == MAX_RATIO * SPARE
    (True, True)
    """
    return max(SPARE, MAX_RATIO * packed)


def is_complete(coding: str, packed: bytes, size: int) -> bool:
    """Tell whether a body ends where its coding does, and holds so many bytes.

    One of the ERRORS where it is broken.

    >>> is_complete("br", brotli.compress(b"a"), 1)
    True
    >>> is_complete("br", brotli.compress(b"a")[:-1], 1)
    False
    """
    found = 0
    for piece, is_end in _brotli(packed) if coding == BROTLI else _zstd(packed):
        found += piece
        if is_end or found > size:
            return is_end and found == size
    return False


def _brotli(packed: bytes) -> Iterator[tuple[int, bool]]:
    """Yield how much comes of each step, and whether that was all: RFC 7932."""
    reader = brotli.Decompressor()
    piece = reader.process(packed, output_buffer_limit=_PIECE)
    while piece:
        yield len(piece), reader.is_finished()
        piece = reader.process(b"", output_buffer_limit=_PIECE)
    yield 0, reader.is_finished()


def _begun(reader: zstd.ZstdDecompressor, packed: bytes) -> bytes:
    """Return the first piece of a frame, whose head says how large its window is."""
    try:
        return reader.decompress(packed, _PIECE)
    except zstd.ZstdError as error:
        if "too much memory" in str(error):
            words = f"a window of more than 2 to the {MAX_WINDOW} bytes"
            raise zstd.ZstdError(words) from error
        raise


def _zstd(packed: bytes) -> Iterator[tuple[int, bool]]:
    """Yield the same of all frames: RFC 8878 section 3.1."""
    while packed:
        reader = zstd.ZstdDecompressor(options=_OPTIONS)
        piece = _begun(reader, packed)
        while piece or not (reader.eof or reader.needs_input):
            yield len(piece), False
            piece = b"" if reader.eof else reader.decompress(b"", _PIECE)
        packed = reader.unused_data
        yield 0, reader.eof and not packed
        if not reader.eof:
            return
