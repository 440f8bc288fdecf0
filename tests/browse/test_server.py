"""What does the server say on the wire, and to whom?"""

import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest

from newscrawler.browse.opened import open_to_read
from newscrawler.browse.server import Server, serving
from newscrawler.browse.site import Site
from tests.storage.samples import NOW


@pytest.fixture
def server(crawled: str) -> Iterator[Server]:
    with (
        closing(open_to_read(crawled)) as store,
        serving(Site(store, lambda: NOW), 0) as server,
    ):
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def ask(server: Server, method: str, host: str | None = None) -> tuple[int, str, bytes]:
    """Ask for the first page; return status, Content-Length and body."""
    with closing(HTTPConnection("127.0.0.1", server.server_port)) as connection:
        connection.request(method, "/", headers={} if host is None else {"Host": host})
        answer = connection.getresponse()
        length = answer.getheader("Content-Length")
        return answer.status, str(length), answer.read()


def test_it_listens_on_this_machine_alone(server: Server) -> None:
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_get_is_answered_and_head_without_a_body(server: Server) -> None:
    status, length, body = ask(server, "GET")

    assert (status, length) == (200, str(len(body)))
    assert ask(server, "HEAD") == (200, length, b"")


def test_others_names_and_acts_are_refused(server: Server) -> None:
    named = f"evil.example:{server.server_port}"

    assert ask(server, "GET", named)[0] == 421
    assert ask(server, "POST")[0] == 405


@pytest.mark.parametrize(
    ("error", "tells"),
    [(TimeoutError, 0), (ConnectionResetError, 0), (KeyError, 1)],
    ids=["silent", "gone", "ours"],
)
def test_who_hangs_up_is_no_error_of_ours(
    server: Server,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
    tells: int,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(server, "finish_request", fail)
    server.process_request_thread(server.socket.dup(), ("127.0.0.1", 1))

    assert capsys.readouterr().err.count("Traceback") == tells
