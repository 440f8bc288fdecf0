"""What does a document tell machines: metas, links, JSON-LD, what to leave out?

One search for all of these elements takes as long as a search for one kind of them.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MAX_JSON_LD = 4 * 1024 * 1024
"""Characters of a JSON-LD block that we read: our choice."""

_WRAPPING = re.compile(
    r"\A\s*(?:/[/*]\s*)?<!(?:\[CDATA\[|--)(?:\s*\*/)?"
    r"|(?:/[/*]\s*)?(?:\]\]|--)>(?:\s*\*/)?\s*\Z"
)
"""What some templates put around JSON so that XHTML, or a browser of old, leaves it
alone."""
_WRAPPED = ("<!", "//", "/*")
_LAST_COMMA = re.compile(r",(?=\s*+[}\]])")
"""Behind the last of several, where scripts may have one and JSON may not."""
_AROUND = " \t\r\n;\ufeff"
"""What stands around JSON by mistake: a byte order mark, the end of a statement."""

LEFT_OUT = "[data-nosnippet]"
"""What a publisher keeps out of excerpts and of what a model reads:
https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag."""

_JSON_LD = "application/ld+json"
_TELLING = (
    f'base[href],meta[content],script[type*="{_JSON_LD}" i],link[rel][href],'
    f'[rel~="license" i][href],{LEFT_OUT}'
)


@dataclass(frozen=True, slots=True)
class Meta:
    """A ``<meta>`` with content; ``name`` is its name, property, itemprop or
    http-equiv in lower case.
    """

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Told:
    """The elements that speak to machines, in document order: tag, attributes, node."""

    elements: tuple[tuple[str, dict[str, str | None], LexborNode], ...]

    @property
    def base(self) -> str | None:
        """Return what the first ``<base>`` with an address states."""
        bases = (stated for tag, stated, _ in self.elements if tag == "base")
        return next((one["href"] for one in bases if "href" in one), None)

    @property
    def metas(self) -> tuple[Meta, ...]:
        """Return every ``<meta>`` that has a name and a content."""
        return tuple(self._metas())

    def _metas(self) -> Iterator[Meta]:
        for tag, stated, _ in self.elements:
            if tag != "meta" or "content" not in stated:
                continue
            content = stated["content"] or ""
            for key in ("name", "property", "itemprop", "http-equiv"):
                if name := (stated.get(key) or "").strip().lower():
                    yield Meta(name, content)

    def linking(self, rel: str) -> tuple[LexborNode, ...]:
        """Return the ``<link>`` elements of one relation, and ``<a>`` of a licence."""
        return tuple(
            node
            for tag, stated, node in self.elements
            if tag in ("a", "link") and "href" in stated
            if rel in (stated.get("rel") or "").lower().split()
        )

    @property
    def left_out(self) -> tuple[LexborNode, ...]:
        """Return the elements that are kept from models: see ``LEFT_OUT``."""
        return tuple(
            node for _, stated, node in self.elements if "data-nosnippet" in stated
        )

    @property
    def is_beyond(self) -> bool:
        """Tell whether a JSON-LD block is too long to be read: nobody knows what it says."""
        return any(
            len(node.text()) > MAX_JSON_LD
            for tag, stated, node in self.elements
            if tag == "script" and _is_json_ld(stated.get("type") or "")
        )

    @property
    def objects(self) -> tuple[dict[str, Json], ...]:
        """Return the objects of all JSON-LD blocks, lists and ``@graph`` laid flat."""
        blocks = (
            node.text()
            for tag, stated, node in self.elements
            if tag == "script" and _is_json_ld(stated.get("type") or "")
        )
        return tuple(one for block in blocks for one in _objects(_json(block)))


def told_in(tree: LexborHTMLParser) -> Told:
    """Return the elements of a document that speak to machines."""
    return Told(
        tuple([(one.tag or "", one.attributes, one) for one in tree.css(_TELLING)])
    )


def _is_json_ld(media_type: str) -> bool:
    """Tell whether a script's type is JSON-LD, whatever parameters it has."""
    return media_type.partition(";")[0].strip().lower() == _JSON_LD


def _json(text: str) -> Json:
    if len(text) > MAX_JSON_LD:
        return None
    text = text.strip(_AROUND)
    if text.startswith(_WRAPPED) or text.endswith("]]>"):
        text = _WRAPPING.sub("", text).strip(_AROUND)
    try:
        found: Json = json.loads(text, strict=False)
    except RecursionError:
        return None
    except ValueError:
        mended = _LAST_COMMA.sub("", text)
        return None if mended == text else _json(mended)
    return found


def _objects(value: Json) -> Iterator[dict[str, Json]]:
    waiting = [value]  # the next one last: taking from the front would be quadratic
    while waiting:
        at = waiting.pop()
        if isinstance(at, list):
            waiting += reversed(at)
        elif isinstance(at, dict):
            yield at
            if "@graph" in at:
                waiting.append(at["@graph"])
