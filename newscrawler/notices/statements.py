"""What does a page state beside its text: in metas, JSON and attributes?"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import re2
from selectolax.lexbor import LexborNode

from newscrawler.markup.selector import css_path
from newscrawler.notices.model import Place
from newscrawler.page import Json, Page

_METAS = re.compile(
    r"rights|copyright|licen[cs]e|tdm|\bai\b|usage|terms|notice|permission|abstract"
)
_DESCRIPTIONS = frozenset(
    ("description", "og:description", "dc.description", "dcterms.description")
)
_KEYS = frozenset(
    (
        "acquireLicensePage",
        "conditionsOfAccess",
        "copyright",
        "copyrightNotice",
        "creditText",
        "disclaimer",
        "legalNotice",
        "license",
        "rights",
        "usageInfo",
        "usageTerms",
    )
)
_EMBEDDED = re.compile(
    r'"(?:\w{0,24}(?:[cC]opyright|[rR]ights|[dD]isclaimer|[lL]egal|[uU]sage|[sS]tatement|[nN]otice|[tT]erms|[fF]ooter)\w{0,24}+)"\s{0,9}:\s{0,9}("(?:[^"\\]|\\.){8,3000}+")'
)
_EMBEDDED_KEY = re2.compile(
    r'(?:[cC]opyright|[rR]ights|[dD]isclaimer|[lL]egal|[uU]sage|[sS]tatement|[nN]otice|[tT]erms|[fF]ooter)[\w\x{80}-\x{10ffff}]*"[\s\x{80}-\x{10ffff}]*:[\s\x{80}-\x{10ffff}]*"'
)
"""What every match of it has in it: RE2 finds that in a hundredth of the time."""

_MOST = 10_000
"""Values of a JSON block that are looked at: our choice."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A value that is not text of the page, and what leads a person to it."""

    text: str
    place: Place
    where: str | LexborNode
    """The element, or what leads to it where several are alike."""
    is_picture: bool = False

    @property
    def selector(self) -> str:
        """Return what leads a person to it."""
        return self.where if isinstance(self.where, str) else css_path(self.where)


def statements(page: Page) -> Iterator[Statement]:
    """Yield what a page states in metas, JSON-LD, other JSON and attributes."""
    for meta in page.metas:
        if _METAS.search(meta.name):
            yield Statement(meta.content, Place.META, f'meta[name="{meta.name}"]')
        elif meta.name in _DESCRIPTIONS:
            yield Statement(
                meta.content, Place.DESCRIPTION, f'meta[name="{meta.name}"]'
            )
    for key, text in (one for block in page.json_ld for one in _stated(block)):
        yield Statement(
            text, Place.JSON_LD, f'script[type="application/ld+json"] {key}'
        )
    yield from _embedded(page)
    yield from _attributes(page)


def _stated(block: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Yield the rights statements of an object and of all objects in it.

    Its own first: what a live blog has most of are its updates.
    """
    waiting: list[tuple[str, Json]] = list(block.items())
    for at, (key, value) in enumerate(waiting):  # it grows as it is gone through
        if at >= _MOST:
            return
        if isinstance(value, dict):
            waiting += value.items()
        elif isinstance(value, list):
            waiting += ((key, one) for one in value)
        elif isinstance(value, str) and key in _KEYS:
            yield key, value


def _embedded(page: Page) -> Iterator[Statement]:
    for node in page.tree.css("script:not([src])"):
        kind = (node.attributes.get("type") or "").lower()
        if kind != "application/ld+json":
            for quoted in _values(node.text()):
                yield Statement(_string(quoted), Place.JSON_LD, node)


def _values(text: str) -> Iterator[str]:
    """Yield what ``_EMBEDDED`` finds in a text; only where its keys are is it asked."""
    given = text.encode("utf-8", "replace")
    end = at = last = 0
    for key in _EMBEDDED_KEY.finditer(given):
        at += len(given[last : key.start()].decode("utf-8", "replace"))
        last = key.start()
        quote = text.rfind('"', end, at)
        match = _EMBEDDED.match(text, quote) if quote >= 0 else None
        if match is not None:
            end = match.end()
            yield match[1]


def _string(quoted: str) -> str:
    try:
        return str(json.loads(quoted, strict=False))
    except ValueError:
        return quoted


def _attributes(page: Page) -> Iterator[Statement]:
    for node in page.tree.css("[alt],[title]"):
        attributes = node.attributes
        for name in ("alt", "title"):
            text = attributes.get(name)
            if text and len(text) >= _SHORTEST:
                picture = node.tag in ("img", "figure", "video", "area", "picture")
                yield Statement(text, Place.ATTRIBUTE, node, is_picture=picture)


_SHORTEST = 8
"""Characters of the shortest attribute that may be a notice: our choice."""
