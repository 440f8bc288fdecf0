"""The store of the real crawl over the fixture sites, and what browses it."""

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from wsgiref.types import WSGIEnvironment
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from newscrawler.browse.app import App
from newscrawler.browse.opened import open_to_read
from newscrawler.browse.site import Site
from newscrawler.sources import read_registry
from newscrawler.spiders.fixtures import FixturesSpider
from tests.crawling import crawl
from tests.storage.samples import NOW

PORT = 8017
SOURCES = Path(__file__).parents[2] / "fixtures" / "sources"


@dataclass(frozen=True)
class Got:
    """What an application answered."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True)
class Asking:
    """Asks an application as a server would, held to PEP 3333."""

    app: App

    def get(
        self,
        target: str,
        *,
        method: str = "GET",
        host: str | None = f"127.0.0.1:{PORT}",
    ) -> Got:
        path, _, query = target.partition("?")
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(path.encode().decode("latin-1"), "latin-1"),
            "QUERY_STRING": query,
            "wsgi.input": io.BytesIO(),
        }
        setup_testing_defaults(environ)
        environ["HTTP_HOST"] = host
        if host is None:
            del environ["HTTP_HOST"]
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> None:
            told.append((status, headers))

        body = _all(self.app, environ, start)
        status, headers = told[0]
        return Got(int(status[:3]), dict(headers), body.decode("utf-8"))


def _all(app: App, environ: WSGIEnvironment, start: object) -> bytes:
    answer = validator(app)(environ, start)  # type: ignore[arg-type]  # PEP 3333's
    try:
        return b"".join(answer)
    finally:
        answer.close()  # type: ignore[attr-defined]  # as PEP 3333 asks


def browsing(uri: str) -> Iterator[Asking]:
    listed = {one.id: one for one in read_registry(SOURCES).sources}
    with closing(open_to_read(uri)) as store:
        yield Asking(App(Site(store, lambda: NOW, listed), PORT))


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URI of a store in which the fixture sites are."""
    folder = tmp_path_factory.mktemp("browsed")
    return crawl(FixturesSpider, folder).store


@pytest.fixture(scope="session")
def asking(crawled: str) -> Iterator[Asking]:
    yield from browsing(crawled)
