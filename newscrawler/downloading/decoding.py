"""Did a compressed response arrive whole?

Scrapy decodes as much as there is, and so would take the head of a page for all of it:
the notice in the footer, the last lines of robots.txt would go unheard. What is not
whole, or is packed as we did not ask for, is a failure like a lost connection.
"""

import zlib

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import (
    DownloadCancelledError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from newscrawler.downloading.whole_answer import UNMEASURED
from newscrawler.unpacking import (
    BROTLI,
    ERRORS,
    MAX_RATIO,
    ZSTD,
    is_complete,
    most_unpacked,
)

ACCEPTED = "gzip, deflate"
"""What we ask for: our choice. A site that knows brotli knows gzip, which has a checksum."""

READ = ("gzip", "x-gzip", "deflate", BROTLI, ZSTD)
"""What we read: some caches keep one answer for all who ask, however it is packed."""

BROKEN: tuple[type[Exception], ...] = (zlib.error, *ERRORS)
"""What is raised of a body that is nonsense."""

CUT = "download_stopped"
"""Scrapy's flag of a response that we stopped ourselves: its head is what we want."""


class WholeCompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's decoding, of whole responses alone."""

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002  Scrapy's signature
        """Say which codings we read."""
        request.headers["Accept-Encoding"] = ACCEPTED

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002
    ) -> Request | Response:
        """Return the decoded response; ResponseDataLossError if it is not whole."""
        coding = _coding(response)
        if request.method == "HEAD" or not response.body or coding == "identity":
            return response
        if coding not in READ:
            raise ResponseDataLossError(f"content encoding {coding[:80]!r}: not read")
        try:
            decoded = super().process_response(request, response)
            assert isinstance(decoded, Response)
            is_cut = CUT in response.flags
            sound = is_cut or is_whole(response.body, decoded.body, coding)
        except IgnoreRequest as error:
            most = request.meta.get("download_maxsize", self._max_size)
            problem = f"{coding}: too large, unpacked: more than {most} bytes"
            raise DownloadCancelledError(problem) from error
        except BROKEN as error:
            raise ResponseDataLossError(f"{coding}: {error}") from error
        if not sound:
            raise ResponseDataLossError(f"{coding}: cut off or broken")
        _check_ratio(coding, len(response.body), len(decoded.body))
        if not is_cut:  # all codings tell where they end, whoever measured the body
            decoded.flags = [one for one in decoded.flags if one != UNMEASURED]
        return decoded


def _check_ratio(coding: str, packed: int, unpacked: int) -> None:
    if unpacked > most_unpacked(packed):
        raise DownloadCancelledError(
            f"{coding}: too dense: {unpacked} bytes of {packed},"
            f" more than {MAX_RATIO} of each"
        )


def is_whole(packed: bytes, unpacked: bytes, coding: str = "gzip") -> bool:
    """Tell whether a body is complete and sound; a deflate body is read as gzip too.

    >>> import gzip
    >>> is_whole(gzip.compress(b"a"), b"a"), is_whole(gzip.compress(b"a")[:-1], b"a")
    (True, False)
    """
    if coding in (BROTLI, ZSTD):
        return is_complete(coding, packed, len(unpacked))
    # nearly always: the last bytes of a gzip member are its text's, RFC 1952 section 2.3.1
    size = (len(unpacked) & 0xFFFFFFFF).to_bytes(4, "little")
    seal = zlib.crc32(unpacked).to_bytes(4, "little") + size
    if packed.endswith(seal):
        return True
    return any(_ends(packed, bits, len(unpacked)) for bits in (31, 15, -15))


def _ends(packed: bytes, window_bits: int, size: int) -> bool:
    """Tell whether all members end, and hold as much as was decoded."""
    found = 0
    while packed.rstrip(b"\0"):  # members may be padded
        reader = zlib.decompressobj(window_bits)
        try:
            found += len(reader.decompress(packed, size + 1))
        except zlib.error:
            return False
        if not reader.eof:
            return False
        packed = reader.unused_data
    return found == size


def _coding(response: Response) -> str:
    lines = response.headers.getlist("Content-Encoding")
    return b",".join(lines).decode("latin-1").strip().lower() or "identity"
