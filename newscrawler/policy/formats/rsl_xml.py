"""Which elements does an untrusted XML document hold, and where do they stand?

XML 1.0 without DTD, entities or network: https://www.w3.org/TR/xml/. Elements come with
line and words, as published: a reader must be able to find them again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from newscrawler.policy.formats.robots_lines import decoded
from newscrawler.policy.model import MAX_QUOTE

MAX_BYTES = 1024 * 1024
"""Bytes of a document that we read: our choice, reference section 7.6."""

MAX_ELEMENTS = 10_000
"""Elements of a document that we read: our choice."""

MAX_DEPTH = 64
"""Elements open at once: our choice. RSL needs 4, in a feed 7."""

MAX_ATTRIBUTES = 64
"""Attributes of an element: our choice, lxml is quadratic in them. RSL has 4."""

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"|<(?P<end>/)?[^\s/>!?](?:[^\"'>]|\"[^\"]*\"|'[^']*')*+>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where words stand: the line from 1, and the words, cut to what evidence keeps."""

    line: int
    quote: str


@dataclass(frozen=True, slots=True)
class Element:
    """An element; ``text`` is its own, ``attributes`` those without a namespace."""

    namespace: str
    name: str
    attributes: tuple[tuple[str, str], ...]
    text: str
    children: tuple["Element", ...]
    source: Source

    def attribute(self, name: str) -> str | None:
        """Return an attribute's value, None where it is not there."""
        return dict(self.attributes).get(name)


def read_tree(body: bytes) -> Element | str:
    """Return the root, or why the document is not read."""
    if len(body) > MAX_BYTES:
        return f"a document of {len(body)} bytes, more than {MAX_BYTES}"
    plain = body.replace(b"\0", b"")  # UTF-16 hides nothing
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        return "a document with a DTD"
    if plain.count(b"<") > 2 * MAX_ELEMENTS:
        return f"more than {MAX_ELEMENTS} elements"
    try:
        root = etree.fromstring(body, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        return f"not well-formed: {error}"
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None:
        return "a document with a DTD"
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    if any(len(node.attrib) > MAX_ATTRIBUTES for node in nodes):
        return f"more than {MAX_ATTRIBUTES} attributes"
    sources = _sources(_text(body, tree.docinfo.encoding))
    if isinstance(sources, str):
        return sources
    if len(sources) != len(nodes):
        return "elements that cannot be found again"
    return _element(root, iter(sources).__next__)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )


def _text(body: bytes, encoding: str | None) -> str:
    if b"\0" in body:
        return decoded(body)  # UTF-16, whatever the parser calls it
    try:
        return body.decode(encoding or "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _sources(text: str) -> list[Source] | str:
    """Return where each element stands, in document order, or why they are not read."""
    spans: list[tuple[int, int]] = []
    unended: list[int] = []
    for match in _TOKEN.finditer(text):
        if match["end"]:
            at = unended.pop() if unended else 0
            spans[at] = (spans[at][0], match.end())
        elif match[0][1] not in "!?":
            if not match[0].endswith("/>"):
                unended.append(len(spans))
            spans.append(match.span())
        if len(unended) > MAX_DEPTH:
            return f"elements nested deeper than {MAX_DEPTH}"
    return _numbered(text, spans)


def _numbered(text: str, spans: list[tuple[int, int]]) -> list[Source]:
    found, line, at = [], 1, 0
    for start, end in spans:
        line += text.count("\n", at, start)
        at = start
        found.append(Source(line, text[start : min(end, start + 2 * MAX_QUOTE)]))
    return found


def _element(node: etree._Element, source: Callable[[], Source]) -> Element:
    own, name = source(), etree.QName(node)
    children = [child for child in node if isinstance(child.tag, str)]
    return Element(
        namespace=name.namespace or "",
        name=name.localname,
        attributes=tuple((str(key), str(value)) for key, value in node.items()),
        text="".join((node.text or "", *(child.tail or "" for child in node))),
        children=tuple(_element(child, source) for child in children),
        source=own,
    )
