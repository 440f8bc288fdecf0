"""May the pictures and films of a page be mined? PLUS/IPTC DataMining, CAWG, C2PA.

http://ns.useplus.org/ldf/xmp/1.0/DataMining and
https://cawg.io/training-and-data-mining/1.1/. Both live in media files, as XMP or in a
C2PA manifest; media are linked and never fetched, so no binary file is opened here.
We read what stands in the page itself: the property in JSON-LD or in a ``<meta>``, an
XMP packet in an SVG or a script, an assertion as JSON-LD. All of it is said of an
asset: it is recorded, and binds the page in nothing. RightsML (ODRL) is not read.
"""

from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborNode

from newscrawler.page import Page
from newscrawler.policy.formats.data_mining import (
    Mining,
    read_assertion,
    read_plus,
    read_xmp,
)
from newscrawler.policy.formats.schema_org import JSON_LD, all_things
from newscrawler.policy.model import Scope, Statement
from newscrawler.policy.visit import Signal, Visit, Words, said_in_markup

NAME = "media-mining"
PLUS_SPEC = "PLUS LDF XMP 1.0, DataMining"
CAWG_SPEC = "CAWG Training and Data Mining Assertion 1.1"

MOST = 32
"""Statements about assets that one page makes: our choice."""

_PACKETS = ("application/rdf+xml", "application/xmp+xml")
_PROPERTIES = (
    *("plus:DataMining", "http://ns.useplus.org/ldf/xmp/1.0/DataMining"),
    *("DataMining", "dataMining"),
)
_CONSTRAINTS = (
    *("plus:OtherConstraints", "http://ns.useplus.org/ldf/xmp/1.0/OtherConstraints"),
    "OtherConstraints",
)
_META_NAMES = ("plus:datamining", "plus.datamining", "xmp:plus:datamining")

Found = tuple[str, str, str, Mining]
"""Quote, selector, specification, and what is said."""


def statements(visit: Visit) -> Iterator[Statement]:
    """Return what is said of assets, each once."""
    page = visit.page
    if page is None:
        return
    found = dict.fromkeys(_found(page, liberal=visit.is_strict))
    for quote, selector, spec, mining in islice(found, MOST):
        words = Words(
            signal=NAME,
            purposes=mining.purposes,
            preference=mining.preference,
            quote=quote,
            spec=spec,
            condition=mining.condition,
            salvaged=mining.salvaged,
        )
        yield said_in_markup(words, page, selector, Scope.ASSET)


def _found(page: Page, *, liberal: bool) -> Iterator[Found]:
    for value, constraint, selector in _values(page):
        mining = read_plus(value, constraint, liberal=liberal)
        if mining is not None:
            yield value, selector, PLUS_SPEC, mining
    for thing in all_things(page):
        for words, mining in read_assertion(thing):
            yield words, JSON_LD, CAWG_SPEC, mining


def _values(page: Page) -> Iterator[tuple[str, str | None, str]]:
    """Return DataMining values, the constraint that goes with them, and where."""
    for thing in all_things(page):
        values = [thing.get(name) for name in _PROPERTIES]
        notes = [thing.get(name) for name in _CONSTRAINTS]
        note = next((one for one in notes if isinstance(one, str) and one), None)
        for value in values:
            inner = value.get("@id") if isinstance(value, dict) else value
            if isinstance(inner, str):
                yield inner, note, JSON_LD
    for meta in page.metas:
        if meta.name in _META_NAMES:
            yield meta.content, None, f'meta[name="{meta.name}" i]'
    for selector, node in _packets(page):
        for found, note in read_xmp(node.html or ""):
            yield found, note, selector


def _packets(page: Page) -> Iterator[tuple[str, LexborNode]]:
    for node in page.tags("metadata"):
        if _is_in_svg(node):
            yield "svg metadata", node
    for node in page.tags("script"):
        media_type = (node.attributes.get("type") or "").lower()
        if media_type in _PACKETS:
            yield f'script[type="{media_type}" i]', node


def _is_in_svg(node: LexborNode) -> bool:
    at = node.parent
    while at is not None and at.tag != "svg":
        at = at.parent
    return at is not None


SIGNAL = Signal(NAME, statements, of_page=True)
