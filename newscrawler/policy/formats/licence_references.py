"""Where does a page name its licence, or the way to one?

schema.org license, usageInfo and acquireLicensePage (JSON-LD, microdata), the link
type "license" of HTML section 4.6.7.9 (``a``, ``link``, Link header), Dublin Core
rights in ``<meta>``, whatever prefix its vocabulary has. What is said inside a figure, or of a media object, is said of
that medium. RSL's own documents, of type application/rsl+xml, are not read here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from newscrawler.page import Json, Page
from newscrawler.policy.formats.link_header import read_links
from newscrawler.policy.formats.schema_org import (
    JSON_LD,
    MICRODATA,
    Thing,
    bare_name,
    is_media,
    stated,
    things_in,
)

LICENCE, SHOP = "license", "acquireLicensePage"
POINTERS = ("usageInfo", SHOP)
RSL_TYPE = "application/rsl+xml"

_META_NAMES = (
    *("dc.rights", "dc.rights.license", "dc.license", "dc:rights", "dc:license"),
    *("dcterms.rights", "dcterms.license", "dcterms:rights", "dcterms:license"),
    *("cc:license", "rights"),
)
_RELATIONS = ("license", "licence")
_LINKING = ("a", "area", "link")
_PROPERTIES = {name.lower(): name for name in (LICENCE, *POINTERS)}
_FIGURE = ("figure", "figcaption", "picture", "video", "audio")


@dataclass(frozen=True, slots=True)
class Reference:
    """``value`` is a URL, or words; ``selector`` None: it stands in the Link header.

    ``is_pointer``: it leads to terms or to a shop, and is no licence itself.
    """

    value: str
    spec: str
    selector: str | None = None
    is_pointer: bool = False
    is_media: bool = False


def find_references(page: Page) -> Iterator[Reference]:
    """Return every reference of a page's headers, markup and JSON-LD."""
    for link in read_links(page.header("link") or ""):
        url = page.absolute(link.target)
        is_ours = "license" in link.rel and link.type != RSL_TYPE
        if is_ours and link.anchor is None and url is not None:
            yield Reference(url, "RFC 8288; HTML section 4.6.7.9, license")
    yield from _in_links(page)
    yield from _in_json_ld(page)
    for node in page.css(MICRODATA):
        name = _PROPERTIES.get((node.attributes["itemprop"] or "").lower())
        if name is not None:
            yield from _in_property(page, node, name)
    for meta in page.metas:
        is_licence = meta.name in _META_NAMES or _bare(meta.name) in _RELATIONS
        if is_licence and meta.content.strip():
            spec, selector = (
                "DCMI Metadata Terms, rights",
                f'meta[name="{meta.name}" i]',
            )
            yield Reference(meta.content.strip(), spec, selector)


def _in_links(page: Page) -> Iterator[Reference]:
    for tag, attributes, node in page.told.elements:
        rels = (attributes.get("rel") or "").lower().split()
        if tag not in _LINKING or not any(_bare(rel) in _RELATIONS for rel in rels):
            continue
        href = (attributes.get("href") or "").strip()
        url = page.absolute(href) if href else None
        media_type = (attributes.get("type") or "").strip().lower()
        if url is not None and media_type != RSL_TYPE:
            rel = next(one for one in rels if _bare(one) in _RELATIONS)
            selector = f'{tag}[rel~="{rel}" i]'
            spec = "HTML section 4.6.7.9, license"
            yield Reference(url, spec, selector, is_media=_is_of_media(node))


def _bare(name: str) -> str:
    """Return a name without the prefix of its vocabulary: "cc:license", "dc.license"."""
    return re.split("[:.]", name)[-1]


def _in_json_ld(page: Page) -> Iterator[Reference]:
    for thing in _things(page):
        for name in (LICENCE, *POINTERS):
            for value in stated(thing, name):
                words = _words(value)
                if words:
                    spec, is_pointer = f"schema.org {name}", name in POINTERS
                    yield Reference(words, spec, JSON_LD, is_pointer, is_media(thing))


def _things(page: Page) -> Iterator[Thing]:
    """Yield the objects of a page, and what each is about or a part of."""
    for one in page.json_ld:
        yield one
        yield from things_in(stated(one, "mainEntity"))
        yield from things_in(stated(one, "isPartOf"))


def _words(value: Json) -> str:
    """Return a licence's address or name, "" if a value is neither."""
    if isinstance(value, dict):
        found = (value.get(key) for key in ("@id", "url", "name"))
        value = next((one for one in found if isinstance(one, str) and one), None)
    return value.strip() if isinstance(value, str) else ""


def _in_property(page: Page, node: LexborNode, name: str) -> Iterator[Reference]:
    attributes = node.attributes
    href = attributes.get("href")
    words = (attributes.get("content") or "").strip() or node.text(strip=True)
    value = (page.absolute(href) if href else None) or words
    if value:
        is_pointer = name != LICENCE
        spec, selector = f"schema.org {name}", f'[itemprop="{name}" i]'
        yield Reference(value, spec, selector, is_pointer, _is_of_media(node))


def _is_of_media(node: LexborNode) -> bool:
    """Tell whether an element stands in a figure, or in an item that is a medium."""
    at: LexborNode | None = node
    while at is not None:
        item = bare_name(at.attributes.get("itemtype") or "")
        if at.tag in _FIGURE or is_media({"@type": item}):
            return True
        if item:
            return False
        at = at.parent
    return False
