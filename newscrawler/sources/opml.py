"""Which feeds does an OPML file list, and how are ours listed? http://opml.org/spec2.opml.

Every feed reader writes and reads it. A file comes from anywhere: entities, external
documents and depth are refused or bounded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from newscrawler.address import host_of, usable_url
from newscrawler.sources.proposal import source_id, without_www
from newscrawler.sources.source import Source

MAX_BYTES = 10 * 1024 * 1024
MAX_OUTLINES = 50_000
"""Bytes of a file and outlines in it that we read: our choice."""


class OpmlError(ValueError):
    """A file is no OPML that we read; says why."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """An outline that leads somewhere; ``feed`` None: a site without one.

    ``home`` is the feed's own host's root where the file does not say.
    """

    name: str
    home: str
    feed: str | None
    language: str | None = None
    says_home: bool = True


def read_opml(body: bytes) -> tuple[Subscription, ...]:
    """Return the subscriptions of a file, in its order; OpmlError if it is none."""
    root = _root(body)
    found = []
    for at, node in enumerate(root.iter("{*}outline")):
        if at == MAX_OUTLINES:
            raise OpmlError(f"has more than {MAX_OUTLINES} outlines; split it")
        one = _subscription({str(k).lower(): str(v) for k, v in node.attrib.items()})
        if one is not None:
            found.append(one)
    return tuple(found)


def sources_of(subscriptions: Iterable[Subscription]) -> tuple[Source, ...]:
    """Return a source for each site, with all its feeds, in the order of the first."""
    found: dict[str, Source] = {}
    for one in subscriptions:
        host = host_of(one.home)
        identity = source_id(host)
        source = found.get(identity) or Source(
            id=identity,
            name=one.name or host,
            home=one.home,
            domains=(without_www(host),),
            languages=(one.language,) if one.language else (),
        )
        if one.feed is not None and one.feed not in source.feeds:
            source = replace(source, feeds=(*source.feeds, one.feed))
        found[identity] = source
    return tuple(found.values())


def write_opml(sources: Iterable[Source], title: str) -> bytes:
    """Return sources as OPML 2.0: an outline for each feed, a link where there is none."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    body = etree.SubElement(root, "body")
    for source in sources:
        for attributes in _outlines(source):
            etree.SubElement(body, "outline", attributes)
    return etree.tostring(
        root, xml_declaration=True, encoding="utf-8", pretty_print=True
    )


def _root(body: bytes) -> etree._Element:
    if len(body) > MAX_BYTES:
        raise OpmlError(f"is larger than {MAX_BYTES} bytes; split it")
    # recover: readers write "&" as it is; no entity, network or DTD either way
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise OpmlError("is no XML; export it again as OPML") from error
    # not etree.QName: it raises at a name that only a lenient parser takes for one
    if root is None or root.tag.rpartition("}")[2].lower() != "opml":
        raise OpmlError("is no OPML: its first element is not <opml>")
    # where entities are declared: an attribute would hold what they grow to
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # no stub
        raise OpmlError("has a DOCTYPE; export it again without one")
    return root


def _subscription(attributes: dict[str, str]) -> Subscription | None:
    """Return what an outline subscribes to, None for a folder or a mistake."""
    feed = usable_url(attributes.get("xmlurl", ""))
    is_link = attributes.get("type", "").lower() == "link"
    stated = attributes.get("htmlurl") or (attributes.get("url") if is_link else "")
    home = usable_url(stated or "")
    if home is None and feed is None:
        return None
    name = " ".join((attributes.get("title") or attributes.get("text") or "").split())
    root = f"{feed.partition('://')[0]}://{host_of(feed)}/" if feed else ""
    return Subscription(
        name="".join(one for one in name if one.isprintable()),
        home=home or root,
        feed=feed,
        language=attributes.get("language") or None,
        says_home=home is not None,
    )


def _outlines(source: Source) -> Iterator[dict[str, str]]:
    name = {"text": source.name, "title": source.name}
    language = {"language": source.languages[0]} if source.languages else {}
    for feed in source.feeds:
        links = {"type": "rss", "xmlUrl": feed, "htmlUrl": source.home}
        yield {**name, **links, **language}
    if not source.feeds:
        yield {**name, "type": "link", "url": source.home, **language}
