"""A document that was fetched, parsed once for every reader."""

import hashlib
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from urllib.parse import urljoin
from weakref import WeakKeyDictionary

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawler.address import linked_url
from newscrawler.markup.bounds import bounded_tree
from newscrawler.markup.charset import decoded, is_garbled
from newscrawler.markup.told import MAX_JSON_LD, Json, Meta, Told, told_in
from newscrawler.markup.xhtml import xhtml_tree

__all__ = [
    "HTML_TYPES",
    "MAX_BYTES",
    "MAX_JSON_LD",
    "Json",
    "Link",
    "Meta",
    "Page",
    "once_a_page",
]

T = TypeVar("T")

MAX_BYTES = 10 * 1024 * 1024
"""Bytes of a page that we read: our choice. A longer one is a problem, not cut."""

MAX_LINKS = 20_000
"""Links of a page: our choice. Real pages stay under 5,000."""

_LEAST_LINK = len("<a href>")

_LINKING = ("a", "area", "link")

HTML_TYPES = ("text/html", "application/xhtml+xml")

_NOT_HTML = re.compile(
    rb"\x1f\x8b|(?:\xef\xbb\xbf)?\s*(?:<\?xml(?!.{0,500}<html)|<rss|<feed|[{\[])",
    re.IGNORECASE | re.DOTALL,
)
_HEAVY = ("_bounded", "_decoded", "_found", "tree", "told", "links", "json_ld")
"""What is as large as the body, or holds the tree, which is ten times larger."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")


@dataclass(frozen=True, slots=True)
class Link:
    """An ``<a>``, ``<area>`` or ``<link>`` with an absolute http(s) address.

    ``rel`` holds lower-case tokens; ``text`` is what a reader sees, "" for ``<link>``.
    """

    url: str
    text: str
    rel: frozenset[str]
    type: str
    tag: str


class Page:
    """The one lazy object: each part is read when first asked for, and at most once.

    ``url`` is where the page was found in the end; ``headers`` are its lines in the
    order received, names in lower case; ``fetched_at`` is in seconds since the epoch.
    """

    def __init__(
        self,
        body: bytes,
        url: str,
        headers: Sequence[tuple[str, str]] = (),
        *,
        status: int = 200,
        fetched_at: float | None = None,
    ) -> None:
        self.body = body
        self.url = url
        self.headers = tuple((name.lower(), value) for name, value in headers)
        self.status = status
        self.fetched_at = fetched_at

    @classmethod
    def from_html(
        cls,
        body: bytes,
        url: str,
        headers: Mapping[str, str] | None = None,
        fetched_at: float | None = None,
    ) -> "Page":
        """Return the page of a response; nothing is parsed yet."""
        return cls(body, url, tuple((headers or {}).items()), fetched_at=fetched_at)

    def header_lines(self, name: str) -> tuple[str, ...]:
        """Return the values of all lines of a header, in order."""
        return tuple(self._lines.get(name.lower(), ()))

    @cached_property
    def _lines(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.headers:
            found.setdefault(name, []).append(value)
        return found

    def header(self, name: str) -> str | None:
        """Return a header's value, its lines joined by commas (RFC 9110 section 5.2)."""
        return ", ".join(self.header_lines(name)) or None

    @cached_property
    def sha256(self) -> str:
        """Return the hash of the bytes received, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()

    @cached_property
    def is_html(self) -> bool:
        """Tell whether the page says that it is HTML; silent, it is if nothing else."""
        media_type = (self.header("content-type") or "").partition(";")[0].strip()
        if media_type:
            return media_type.lower() in HTML_TYPES
        return not _NOT_HTML.match(self.body[:1024])

    @cached_property
    def problem(self) -> str | None:
        """Return why the page cannot be read as HTML, None if it can.

        A page with a problem has an empty tree, and so none of a publisher's words:
        whoever decides by them must ask this first.
        """
        if len(self.body) > MAX_BYTES:
            return f"a page of {len(self.body)} bytes, more than {MAX_BYTES}"
        if not self.is_html:
            stated = self.header("content-type")
            return f"not HTML: {stated[:80]!r}" if stated else "not HTML"
        if self._is_binary:
            return "binary content sent as HTML"
        if is_garbled(*self._decoded, self.body):
            return f"words in another charset than {self._decoded[0]}, as it is read"
        return self._bounded[1] or self._links_problem

    @property
    def _links_problem(self) -> str | None:
        tree = self._bounded[0]
        # most pages are too short for so many
        if tree is None or len(self.body) <= _LEAST_LINK * MAX_LINKS:
            return None
        is_beyond = len(tree.css("[href]")) > MAX_LINKS
        return f"more than {MAX_LINKS} links" if is_beyond else None

    @property
    def _is_binary(self) -> bool:
        if self.body.startswith(_BINARY):
            return True
        return not self.body.startswith(_UTF16) and self.text[:1024].count("\0") > 8

    @property
    def text(self) -> str:
        """Return the decoded document, as ``charset`` tells its encoding."""
        return self._decoded[1]

    @cached_property
    def _decoded(self) -> tuple[str, str]:
        return decoded(self.header("content-type"), self.body)

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """Return the parsed document; an empty one if the page has a problem."""
        found = None if self.problem else self._bounded[0]
        return LexborHTMLParser("") if found is None else found

    def css(self, selector: str) -> tuple[LexborNode, ...]:
        """Return the elements that match, in document order, looked for once."""
        if selector not in self._found:
            self._found[selector] = tuple(self.tree.css(selector))
        return self._found[selector]

    def tags(self, name: str) -> tuple[LexborNode, ...]:
        """Return the elements of a name without a colon, in document order: much
        sooner than ``css`` would.
        """
        if name not in self._found:
            self._found[name] = tuple(self.tree.tags(name))
        return self._found[name]

    @cached_property
    def _found(self) -> dict[str, tuple[LexborNode, ...]]:
        return {}

    @cached_property
    def _bounded(self) -> tuple[LexborHTMLParser | None, str | None]:
        encoding, text = self._decoded
        if "xhtml" in (self.header("content-type") or "").lower():
            return xhtml_tree(text)
        is_same = encoding == "utf-8" and "\ufffd" not in text  # nothing was replaced
        has_mark = self.body.startswith(BOM_UTF8)
        return bounded_tree(self.body if is_same and not has_mark else text)

    @cached_property
    def told(self) -> Told:
        """Return the elements that speak to machines."""
        return told_in(self.tree)

    @cached_property
    def base(self) -> str:
        """Return the URL that relative links are resolved against."""
        href = self.told.base
        try:
            return urljoin(self.url, href.strip()) if href else self.url
        except ValueError:
            return self.url

    @cached_property
    def language(self) -> str | None:
        """Return the language that ``<html lang>`` states, such as "id" or "en-GB"."""
        node = self.tree.root
        stated = node.attributes.get("lang") if node is not None else None
        return (stated or "").strip() or None

    @cached_property
    def metas(self) -> tuple[Meta, ...]:
        """Return every ``<meta>`` that has a name and a content, in document order."""
        return self.told.metas

    def meta(self, *names: str) -> str | None:
        """Return the first content that is not empty of the first such name."""
        known = self._first_metas
        return next((known[name] for name in names if name in known), None)

    @cached_property
    def _first_metas(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for meta in self.metas:
            if meta.name not in found and (content := meta.content.strip()):
                found[meta.name] = content
        return found

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Return the links that can be followed, in document order."""
        nodes = (one for one in self.css("[href]") if one.tag in _LINKING)
        found = map(self._link, nodes)
        return tuple(link for link in found if link is not None)

    def _link(self, node: LexborNode) -> Link | None:
        attributes = node.attributes
        url = self.absolute(attributes.get("href") or "")
        if url is None:
            return None
        return Link(
            url,
            " ".join(node.text(separator=" ").split()) if node.tag == "a" else "",
            frozenset((attributes.get("rel") or "").lower().split()),
            (attributes.get("type") or "").strip().lower(),
            node.tag or "",
        )

    def absolute(self, href: str) -> str | None:
        """Return a link of this page as an http(s) URL, None where it is none."""
        return linked_url(self.base, href)

    @cached_property
    def json_ld(self) -> tuple[dict[str, Json], ...]:
        """Return the objects of all JSON-LD blocks, lists and ``@graph`` laid flat.

        A block that is not JSON states nothing.
        """
        return self.told.objects

    def let_go(self) -> None:
        """Forget what was parsed of a page that all have read, and keep its bytes.

        Who asks all the same has it parsed once more.
        """
        for name in _HEAVY:
            self.__dict__.pop(name, None)


def once_a_page(read: Callable[[Page], T]) -> Callable[[Page], T]:
    """Return a reader that reads a page when first asked, and knows it as long as the
    page is there: it does not change.
    """
    known: WeakKeyDictionary[Page, T] = WeakKeyDictionary()

    def found(page: Page) -> T:
        if page not in known:
            known[page] = read(page)
        return known[page]

    return found
