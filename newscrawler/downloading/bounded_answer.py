"""How much may a server send? The body is Scrapy's to bound, what is around it ours.

Twisted bounds a header line, not how many there are: a server that never ends its head
would fill the memory until the download's time is over. Answers "100 Continue" count,
for they may come without an end too. What Twisted bounds itself, it does not tell.
"""

from collections.abc import Iterator

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadFailedError,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet.interfaces import IAddress
from twisted.protocols.basic import LineReceiver
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol
from twisted.web.client import ResponseFailed

from newscrawler.address import host_of
from newscrawler.downloading.resolver import private_answer

MAX_HEAD = 256 * 1024
"""Bytes before a body: our choice, as large as browsers take. Real ones stay under 16 KiB."""

MAX_LINE = int(LineReceiver.MAX_LENGTH)
"""Bytes of one line of a head: Twisted's choice."""

MAX_CHUNK_LINE, MAX_TRAILERS = 1024, 64 * 1024
"""Bytes of the line before a chunk, and of all that stands behind the last: Twisted's
choice. A test holds them to it."""

BEHIND = {
    "Chunk size line exceeds": f"more than {MAX_CHUNK_LINE} bytes before a chunk",
    "Trailer headers data is too long": f"more than {MAX_TRAILERS} bytes of trailers",
}
"""What Twisted says, and what we say of it."""


class HeadTooLongError(Exception):
    """A server went on with its head beyond a bound; the message says which."""


class BoundedHandler(HTTP11DownloadHandler):
    """Scrapy's download handler, for answers that come to an end: a fault says where."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory  # noqa: SLF001  as Scrapy's own handler does

    async def download_request(self, request: Request) -> Response:
        """Return the answer; DownloadCancelledError, in words, where it is too long."""
        try:
            return await super().download_request(request)
        except DownloadCancelledError as error:
            if str(error):
                raise
            most = request.meta.get("download_maxsize", self._default_maxsize)
            problem = f"body of the answer: more than {most} bytes"
            raise DownloadCancelledError(problem) from error
        except CannotResolveHostError as error:
            words = private_answer(host_of(request.url))
            raise CannotResolveHostError(words or str(error)) from error
        except (DownloadFailedError, ResponseDataLossError) as error:
            for words in _crossed(error.__cause__):
                raise DownloadCancelledError(words) from error
            raise


def _crossed(cause: BaseException | None) -> Iterator[str]:
    """Yield which bounds an answer crossed, by what is told of its failure."""
    if not isinstance(cause, ResponseFailed):
        return
    for reason in cause.reasons:
        if reason.check(HeadTooLongError):
            yield f"head of the answer: {reason.value}"
        said = str(reason.value)
        for begins, words in BEHIND.items():
            if said.startswith(begins):
                yield f"body of the answer: {words}"


class _Protocol(_LenientHTTP11ClientProtocol):
    """A connection that is given up where a head is too long."""

    _head = 0

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  Twisted's name
        super().dataReceived(data)  # type: ignore[no-untyped-call]  # Twisted's
        parser = self._parser
        if parser is None or parser.state not in (STATUS, HEADER):
            self._head = 0
            return
        self._head += len(data)
        if getattr(self.transport, "disconnecting", False):
            self._give_up(f"a line of more than {MAX_LINE} bytes")
        elif self._head > MAX_HEAD:
            self._give_up(f"more than {MAX_HEAD} bytes")

    def _give_up(self, words: str) -> None:
        reason = Failure(HeadTooLongError(words))  # type: ignore[no-untyped-call]  # Twisted's
        self._giveUp(reason)  # type: ignore[no-untyped-call]  # Twisted's
        if self.transport is not None and hasattr(self.transport, "abortConnection"):
            self.transport.abortConnection()


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802, ARG002
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]  # Twisted's
