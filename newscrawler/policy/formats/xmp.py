"""What does an XMP packet say of data mining? ISO 16684-1, RDF/XML.

Properties of http://ns.useplus.org/ldf/xmp/1.0/ (PLUS LDF), and the terms of use that
stand beside them in words (XMP Rights Management, Dublin Core). A property is an attribute
or an element; its value a text, an ``rdf:resource``, or an array's or a language's item.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from newscrawler.policy.formats.data_mining import read_xmp
from newscrawler.policy.formats.rsl_xml import Element, read_tree

MAX_PACKET = 1024 * 1024
"""Bytes of a packet that we read: our choice, as for any XML document."""

PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NOTE = "http://ns.adobe.com/xmp/note/"
_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"

_MINING = (PLUS, "DataMining")
_CONSTRAINTS = (PLUS, "OtherConstraints")
_STATEMENT = (_RIGHTS, "WebStatement")
_TERMS = ((_RIGHTS, "UsageTerms"), (_DUBLIN_CORE, "rights"), _CONSTRAINTS)
_EXTENDED = (_NOTE, "HasExtendedXMP")

_Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Packet:
    """What a packet says. ``mining``: the picture's own DataMining values; ``others``:
    those of things inside it. ``constraint``: to which a value may refer. ``terms``:
    terms of use in words. ``extension``: the GUID of the packet that goes on.
    ``problem``: why it is not read; then ``others`` has what was found all the same.
    """

    mining: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    constraint: str | None = None
    terms: tuple[str, ...] = ()
    extension: str | None = None
    problem: str | None = None


def read_packet(body: bytes) -> Packet:
    """Return what a packet says; one that is not read has a problem.

    >>> read_packet(b"<x").problem is None
    False
    """
    body = body.strip(b"\0 \t\r\n")
    root = read_tree(body)
    if isinstance(root, str):
        text = body[:MAX_PACKET].replace(b"\0", b"").decode("utf-8", "replace")
        values = tuple(value for value, _ in read_xmp(text))
        return Packet(others=values, problem=f"XMP: {root}"[:200])
    named = list(_properties(root))
    constraints = [*_values(named, _CONSTRAINTS), *_values(named, _STATEMENT)]
    own = tuple(_values(list(_own_properties(root)), _MINING))
    others = list(_values(named, _MINING))
    for value in own:
        others.remove(value)
    return Packet(
        mining=own,
        others=tuple(others),
        constraint=next(iter(constraints), None),
        terms=tuple(
            dict.fromkeys(text for one in _TERMS for text in _values(named, one))
        ),
        extension=next(iter(_values(named, _EXTENDED)), None),
    )


def _values(found: list[tuple[_Name, str]], name: _Name) -> list[str]:
    return [value for known, value in found if known == name and value]


def _own_properties(root: Element) -> Iterator[tuple[_Name, str]]:
    """Return the properties of the picture itself: ISO 16684-1 section 7.4."""
    tops = (
        [root]
        if _is(root, "RDF")
        else [one for one in root.children if _is(one, "RDF")]
    )
    for top in tops:
        for description in top.children:
            yield from _stated(description)


def _properties(root: Element) -> Iterator[tuple[_Name, str]]:
    """Return the properties of all things in a packet."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield from _stated(element)
        waiting += element.children


def _stated(element: Element) -> Iterator[tuple[_Name, str]]:
    for key, value in element.attributes:
        if key.startswith("{"):
            namespace, _, name = key[1:].partition("}")
            yield (namespace, name), value.strip()
    for child in element.children:
        for value in _texts(child):
            yield (child.namespace, child.name), value


def _texts(element: Element) -> Iterator[str]:
    """Return the values of a property: its text, its resource, or those of its items."""
    resource = element.attribute(f"{{{_RDF}}}resource")
    own = [resource or "", element.text]
    yield from (text.strip() for text in own if text.strip())
    for child in element.children:
        if child.namespace == _RDF:
            value = child.attribute(f"{{{_RDF}}}value")
            yield from [value.strip()] if value else []
            yield from _texts(child)


def _is(element: Element, name: str) -> bool:
    return (element.namespace, element.name) == (_RDF, name)
