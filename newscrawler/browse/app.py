"""Who may ask what, and how is it answered? A WSGI application that only reads."""

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TypeAlias
from wsgiref.types import StartResponse, WSGIEnvironment

from newscrawler.browse import articles, decisions, documents, hosts, sources
from newscrawler.browse.asked import (
    Answer,
    Asked,
    MissingError,
    NonsenseError,
    read_asked,
)
from newscrawler.browse.opened import TooSlowError
from newscrawler.browse.pages import page, style
from newscrawler.browse.site import Site
from newscrawler.storage.errors import StoreError

View: TypeAlias = Callable[[Site, Asked, str], Answer]

NAMES = ("127.0.0.1", "localhost", "[::1]")
"""As which hosts we answer. A name of somebody else's that leads here is none: a page
of his could read along."""

POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
"""Content-Security-Policy: no script, no picture, nothing of anybody else's."""

HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    # what is withdrawn must not stay in a browser's cache
    ("Cache-Control", "no-store"),
)

ROUTES: tuple[tuple[str, View], ...] = (
    ("/", articles.search),
    (r"/articles/(\d{1,18})", articles.show),
    ("/decisions", decisions.search),
    ("/decisions/([0-9a-f]{64})", decisions.show),
    ("/documents/([0-9a-f]{64})", documents.show),
    ("/sources", sources.overview),
    ("/sources/(.+)", sources.show),
    ("/hosts/(.+)", hosts.show),
)


class App:
    """The application, for one port of this machine."""

    def __init__(self, site: Site, port: int) -> None:
        self._site = site
        self._hosts = {f"{name}:{port}" for name in NAMES}
        if port == 80:
            self._hosts |= set(NAMES)

    def __call__(
        self, environ: WSGIEnvironment, start: StartResponse
    ) -> Iterable[bytes]:
        """Answer as PEP 3333 has it."""
        answer = self._answer(environ)
        status = HTTPStatus(answer.status)
        headers = [
            *HEADERS,
            ("Content-Type", answer.media_type),
            ("Content-Length", str(len(answer.body))),
        ]
        if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", "GET, HEAD"))
        start(f"{status.value} {status.phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def _answer(self, environ: WSGIEnvironment) -> Answer:
        if environ.get("HTTP_HOST", "").lower() not in self._hosts:
            return Answer(b"this is no host of ours\n", 421, "text/plain")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return Answer(b"this can only be read\n", 405, "text/plain")
        octets = str(environ.get("PATH_INFO", "")).encode("latin-1", "replace")
        path = octets.decode("utf-8", "replace")
        return self.answer(read_asked(path, str(environ.get("QUERY_STRING", ""))))

    def answer(self, asked: Asked) -> Answer:
        """Return the page that is asked for, or one that says why there is none."""
        try:
            return self._page(asked)
        except MissingError as error:
            return _sorry(404, "There is no such page", str(error))
        except NonsenseError as error:
            return _sorry(400, "This cannot be asked for", str(error))
        except TooSlowError:
            words = (
                "The answer takes too long to find. Look for whole words, or for less."
            )
            return _sorry(503, "Too much to look through", words)
        except StoreError as error:
            return _sorry(500, "The store cannot be read", str(error))

    def _page(self, asked: Asked) -> Answer:
        if asked.path == "/style.css":
            return style()
        for pattern, view in ROUTES:
            found = re.fullmatch(pattern, asked.path)
            if found is not None:
                return view(self._site, asked, found[1] if found.re.groups else "")
        raise MissingError(asked.path)


def _sorry(status: int, title: str, words: str) -> Answer:
    return page("sorry.html", status, title=title, words=words)
