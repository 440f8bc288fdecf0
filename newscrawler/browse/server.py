"""Where are the pages served? On a loopback address, one thread a question."""

import socket
import sys
from socketserver import ThreadingMixIn
from typing import TypeAlias
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from newscrawler.browse.app import App
from newscrawler.browse.site import Site

Request: TypeAlias = socket.socket | tuple[bytes, socket.socket]

ADDRESS = "127.0.0.1"

TIMEOUT = 10.0
"""Seconds that a browser may take to say what it wants: our choice."""


class Server(ThreadingMixIn, WSGIServer):
    """A server of this machine alone; it does not wait for who still reads."""

    daemon_threads = True

    def server_bind(self) -> None:
        """Bind; the standard library would look up our name in the network."""
        socket.socket.bind(self.socket, self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = ADDRESS, self.server_address[1]
        self.setup_environ()

    def handle_error(self, request: Request, client_address: object) -> None:
        """Say nothing of who hung up: browsers open connections ahead of need."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(WSGIRequestHandler):
    timeout = TIMEOUT
    server_version = "newscrawler"
    sys_version = ""

    def log_message(self, *_: object) -> None:
        """Say nothing of each question: what people look for is theirs."""


def serving(site: Site, port: int) -> Server:
    """Return a server that listens, at any free port for 0; OSError if it cannot."""
    server = Server((ADDRESS, port), _Handler)
    server.set_app(App(site, server.server_port))
    return server
