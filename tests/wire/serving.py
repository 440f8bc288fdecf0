"""Web sites on loopback addresses, for tests of what goes over the wire."""

import socket
import ssl
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Condition, Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HTML = b"text/html; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """What a path answers, ``delay`` seconds later and after so many ``failures``.

    ``resets``: the connection ends so. ``cut``: it does after so many bytes of the
    body. ``drip``: seconds before each sixteen bytes of it. ``length``: what
    Content-Length says in place of the truth. ``raw``: what is written in place of all,
    piece by piece, until whoever asked hangs up.
    """

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[bytes, bytes], ...] = ((b"Content-Type", HTML),)
    has_length: bool = True
    delay: float = 0.0
    resets: bool = False
    failures: int = 0
    raw: Callable[[], Iterator[bytes]] | None = None
    cut: int | None = None
    drip: float = 0.0
    length: int | None = None


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    host: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Served:
    """A line of the access log: when a request came, and when it was answered."""

    host: str
    path: str
    began: float
    ended: float


@dataclass
class Wire:
    """The servers' common port, what they were asked, and how often connected to.

    ``acts``: what is done when so many requests have come, before that one is answered.
    """

    port: int
    asked: list[Asked] = field(default_factory=list)
    connections: list[str] = field(default_factory=list)
    log: list[Served] = field(default_factory=list)
    news: Condition = field(default_factory=Condition)
    acts: dict[int, Callable[[], object]] = field(default_factory=dict)

    def wait_for(self, is_true: Callable[[list[Served]], bool], timeout: float) -> bool:
        """Wait until something is true of the access log; False if it never was."""
        with self.news:
            return self.news.wait_for(lambda: is_true(self.log), timeout)

    def paths(self, host: str) -> list[str]:
        return [one.path for one in self.asked if one.host == host]


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    wire: Wire
    site: Mapping[str, Answer]

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, peer = super().get_request()
        self.wire.connections.append(str(self.server_address[0]))
        return connection, peer

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that hangs up is what is tested."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the terminal clean."""

    def do_GET(self) -> None:
        began = time.monotonic()
        try:
            self._answer()
        finally:
            wire, host = self.server.wire, str(self.server.server_address[0])
            with wire.news:
                wire.log.append(Served(host, self.path, began, time.monotonic()))
                wire.news.notify_all()

    def _answer(self) -> None:
        host = str(self.server.server_address[0])
        asked = Asked(host, self.path, dict(self.headers.items()))
        with self.server.wire.news:
            self.server.wire.asked.append(asked)
            act = self.server.wire.acts.pop(len(self.server.wire.asked), None)
        if act is not None:
            act()
        answer = self.server.site.get(self.path, Answer(b"not here", 404))
        before = self.server.wire.paths(host).count(self.path) - 1
        if before < answer.failures:
            answer = Answer(b"soon", 500)
        time.sleep(answer.delay)  # the site's own slowness
        if answer.raw is not None:
            self.close_connection = True
            for piece in answer.raw():
                self.wfile.write(piece)
            return
        if not answer.resets:
            self._send(answer)
        if answer.resets or answer.cut is not None:
            self._reset()

    def _reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()
        self.close_connection = True

    def _send(self, answer: Answer) -> None:
        lines = [b"HTTP/1.1 %d Status" % answer.status, b"Set-Cookie: id=1; Path=/"]
        lines += [name + b": " + value for name, value in answer.headers]
        if answer.has_length:
            length = len(answer.body) if answer.length is None else answer.length
            lines.append(b"Content-Length: %d" % length)
            self.close_connection = length != len(answer.body)
        else:
            lines.append(b"Connection: close")
            self.close_connection = True
        self.wfile.write(b"\r\n".join(lines) + b"\r\n\r\n")
        body, step = answer.body[: answer.cut], 16 if answer.drip else 65536
        for at in range(0, len(body), step):
            time.sleep(answer.drip)  # the site's own slowness
            self.wfile.write(body[at : at + step])


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    sites: Mapping[str, Mapping[str, Answer]],
    secure: ssl.SSLContext | Mapping[str, ssl.SSLContext] | None = None,
    port: int | None = None,
) -> Iterator[Wire]:
    """Serve sites by their loopback addresses, all at one port, a free one if unsaid.

    ``secure``: what all of them show, or each that shows any.
    """
    wire = Wire(free_port() if port is None else port)
    shown = secure if isinstance(secure, Mapping) else dict.fromkeys(sites, secure)
    servers = [
        _started(host, site, wire, shown.get(host)) for host, site in sites.items()
    ]
    try:
        yield wire
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def _started(
    host: str, site: Mapping[str, Answer], wire: Wire, secure: ssl.SSLContext | None
) -> Server:
    server = Server((host, wire.port), Handler)
    server.wire, server.site = wire, site
    if secure is not None:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


def self_signed(host: str, folder: Path) -> ssl.SSLContext:
    """Return a server's context with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    file = folder / "site.pem"
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(pem, plain, serialization.NoEncryption())
    file.write_bytes(certificate.public_bytes(pem) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
