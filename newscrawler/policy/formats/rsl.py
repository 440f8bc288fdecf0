"""What does an RSL document say? Really Simple Licensing 1.0, sections 3 and 4.7.

https://rslstandard.org/rsl. Elements of other namespaces are ignored, with all that is
in them; an unknown one of RSL's own makes the document non-conformant. Files of version
0.9 part their tokens by commas.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from newscrawler.address import authority
from newscrawler.policy.formats.rsl_xml import MAX_BYTES, Element, Source, read_tree

NAMESPACE = "https://rslstandard.org/rsl"
MEDIA_TYPE = "application/rsl+xml"

DAY = 24 * 60 * 60
MAX_AGE = 30 * DAY
"""Seconds for which a document holds that does not say, section 3.2: 30 days."""

CONTENT_PARTS = ("license", "alternate", "schema", "copyright", "terms")
_LICENSE_PARTS = ("permits", "prohibits", "payment", "reporting", "legal")
_PARTS: dict[str, tuple[str, ...]] = {
    "rsl": ("content",),
    "content": CONTENT_PARTS,
    "license": _LICENSE_PARTS,
    "payment": ("standard", "custom", "amount", "accepts"),
}
_PROHIBITS = re.compile(r"<(?:[\w.-]*+:)?prohibits\b[^<>]*+>([^<>]*+)", re.IGNORECASE)
_TOKEN_END = re.compile(r"[\s,]+")
_MOST_SALVAGED = 64

MAX_TOKENS = 256
"""Different tokens of a list that we read: our choice. The vocabulary has 11."""


@dataclass(frozen=True, slots=True)
class Uses:
    """A ``<permits>`` or ``<prohibits>``: ``kind`` is "usage", "user" or "geo"."""

    permits: bool
    kind: str
    tokens: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Payment:
    """A price: its type, amounts such as "USD 0.01", and where terms stand."""

    type: str
    amounts: tuple[str, ...]
    url: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Reporting:
    """A duty to report: its type and the protocol's name."""

    type: str
    source: Source


@dataclass(frozen=True, slots=True)
class License:
    """One of the licences on offer for a content."""

    uses: tuple[Uses, ...]
    payments: tuple[Payment, ...]
    reports: tuple[Reporting, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Content:
    """What is licensed; ``url`` is a path pattern, absolute, "" or None (no such).

    ``server``: where a token must be had, None if none is needed.
    """

    url: str | None
    server: str | None
    encrypted: bool
    licenses: tuple[License, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Rsl:
    """A document. With a ``problem`` it licenses nothing, and its prohibitions are
    salvage. ``max_age`` in seconds. ``is_embedded``: RSL inside a feed or other XML.
    """

    contents: tuple[Content, ...]
    max_age: float = MAX_AGE
    problem: str | None = None
    is_embedded: bool = False


@lru_cache(maxsize=32)
def read_rsl(body: bytes) -> Rsl:
    """Return what a document says; whatever the octets are, it does not raise."""
    root = read_tree(body)
    if isinstance(root, str):
        return Rsl(tuple(_salvaged(body)), problem=root)
    is_whole = root.namespace == NAMESPACE and root.name == "rsl"
    found = _parts(root) if is_whole else list(_embedded(root))
    elements = [one for one in found if one.name == "content"]
    problems = [one for top in ([root] if is_whole else found) for one in _wrong(top)]
    if not elements:
        problems.insert(0, f"no RSL <content> in a <{root.name}>")
    return Rsl(
        contents=tuple(map(_content, elements)),
        max_age=_max_age(root),
        problem=problems[0] if problems else None,
        is_embedded=not is_whole,
    )


def _embedded(root: Element) -> Iterator[Element]:
    """Return the RSL elements that stand in no other RSL element but ``<rsl>``."""
    waiting = [root]
    while waiting:
        at = waiting.pop()
        if at.namespace == NAMESPACE and at.name != "rsl":
            yield at
        else:
            waiting += reversed(at.children)


def _parts(element: Element) -> list[Element]:
    return [one for one in element.children if one.namespace == NAMESPACE]


def _within(element: Element) -> Iterator[Element]:
    """Return all RSL elements inside one, misplaced ones too."""
    for one in _parts(element):
        yield one
        yield from _within(one)


def _wrong(element: Element) -> Iterator[str]:
    """Return what is not conformant in an RSL element and all that is in it."""
    if element.name == "content":
        if not _is_scope(element.attribute("url")):
            yield "a <content> whose url is no path and no URL"
        if all(one.name != "license" for one in _parts(element)):
            yield "a <content> without <license>"
    is_list = element.name in ("permits", "prohibits")
    if is_list and len(read_tokens(element.text)) > MAX_TOKENS:
        yield f"a list of more than {MAX_TOKENS} tokens"
    for one in _parts(element):
        if one.name not in _PARTS.get(element.name, ()):
            yield f"an RSL <{one.name}> in <{element.name}>"
        yield from _wrong(one)


def _is_scope(url: str | None) -> bool:
    if url is None:
        return False
    return url == "" or url.startswith(("/", "*")) or authority(url) is not None


def _max_age(root: Element) -> float:
    stated = (root.attribute("max-age") or "").strip()
    if stated.isascii() and stated.isdigit() and int(stated[:6]) > 0:
        return float(int(stated[:6]) * DAY)
    return MAX_AGE


def _content(element: Element) -> Content:
    url = element.attribute("url")
    licenses = [one for one in _parts(element) if one.name == "license"]
    return Content(
        url=url.strip() if url is not None and _is_scope(url) else None,
        server=element.attribute("server"),
        encrypted=(element.attribute("encrypted") or "false") != "false",
        licenses=tuple(map(_license, licenses)),
        source=element.source,
    )


def _license(element: Element) -> License:
    parts = _parts(element)
    permits = [one for one in parts if one.name == "permits"]
    prohibits = [one for one in _within(element) if one.name == "prohibits"]
    return License(
        uses=tuple(map(_uses, permits + prohibits)),
        payments=tuple(_payment(one) for one in parts if one.name == "payment"),
        reports=tuple(_report(one) for one in parts if one.name == "reporting"),
        source=element.source,
    )


def _uses(element: Element) -> Uses:
    kind = (element.attribute("type") or "").strip()
    tokens = read_tokens(element.text)
    return Uses(element.name == "permits", kind, tokens, element.source)


def read_tokens(text: str) -> tuple[str, ...]:
    """Return each token of a list, parted by white space or, as in 0.9, by commas.

    One more than we read shows that there were more.

    >>> read_tokens(" ai-train, ai-input")
    ('ai-train', 'ai-input')
    """
    found = dict.fromkeys(token for token in _TOKEN_END.split(text) if token)
    return tuple(found)[: MAX_TOKENS + 1]


def _payment(element: Element) -> Payment:
    parts = _parts(element)
    amounts = [one for one in parts if one.name == "amount"]
    links = [one.text.strip() for one in parts if one.name in ("standard", "custom")]
    return Payment(
        type=(element.attribute("type") or "").strip(),
        amounts=tuple(
            f"{one.attribute('currency') or ''} {one.text}".strip() for one in amounts
        ),
        url=next((link for link in links if link), None),
        source=element.source,
    )


def _report(element: Element) -> Reporting:
    kind, profile = element.attribute("type"), element.attribute("profile")
    return Reporting(" ".join(filter(None, (kind, profile))), element.source)


def _salvaged(body: bytes) -> Iterator[Content]:
    """Return what a document that is no XML for us seems to prohibit."""
    text = body[:MAX_BYTES].replace(b"\0", b"").decode("utf-8", "replace")
    for number, match in enumerate(_PROHIBITS.finditer(text)):
        if number == _MOST_SALVAGED:
            return
        source = Source(text.count("\n", 0, match.start()) + 1, match[0])
        uses = Uses(permits=False, kind="", tokens=read_tokens(match[1]), source=source)
        yield Content(None, None, False, (License((uses,), (), (), source),), source)
