"""Where in a page does a block stand: in the article, below it, out of sight?"""

import re
from collections.abc import Iterable, Iterator, Sequence

from selectolax.lexbor import LexborNode

from newscrawler.notices.blocks import Block
from newscrawler.notices.model import Place

_PARAGRAPH = 80
"""Characters of a block that is a paragraph of an article: our choice."""

_AFTER_TAIL = 1
"""Paragraphs that may follow a line which still ends an article: our choice."""

_TAGS = {
    "-comment": Place.COMMENT,
    "article": Place.BODY,
    "main": Place.BODY,
    "footer": Place.FOOTER,
    "noscript": Place.HIDDEN,
    "figcaption": Place.CAPTION,
    "blockquote": Place.QUOTATION,
}
_NAMES = (
    (
        Place.HIDDEN,
        re.compile(r"\b(?:visually-hidden|sr-only|screen-reader-text|d-none)\b"),
    ),
    (Place.CAPTION, re.compile(r"caption|bildunterschrift|(?:photo|image)-?credit")),
    (
        Place.FOOTER,
        re.compile(
            r"foot(?!ball|age|note|print|ing|path|wear)|copyright|colophon|legal|imprint|impressum|disclaimer|rights"
        ),
    ),
    (
        Place.BODY,
        re.compile(r"article-?_?body|(?:entry|post)-content|story-?body|\barticle\b"),
    ),
)
_NOT_SHOWN = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE
)
_STRONGEST = (Place.COMMENT, Place.HIDDEN, Place.FOOTER)
"""What a block is if anything around it is: a caption in a footer is footer."""


def place_of(block: Block, following: Sequence[Block]) -> Place:
    """Return where a block stands, given the blocks that follow it."""
    if block.is_template:
        return Place.HIDDEN
    around = list(_places_around(block.node))
    for place in _STRONGEST:
        if place in around:
            return place
    if Place.BODY not in around:
        return around[0] if around else Place.OUTSIDE
    if around[0] is Place.BODY:
        return Place.TAIL if _ends_article(following) else Place.BODY
    return around[0]


def _ends_article(following: Iterable[Block]) -> bool:
    """Tell whether hardly a paragraph of an article follows."""
    paragraphs = 0
    for block in following:
        if len(block.text.strip()) < _PARAGRAPH or block.is_template:
            continue
        around = list(_places_around(block.node))
        if around and all(place is Place.BODY for place in around):
            paragraphs += 1
        if paragraphs > _AFTER_TAIL:
            return False
    return True


def _places_around(node: LexborNode) -> Iterator[Place]:
    """Yield what an element and those around it are called, from the inside out."""
    at: LexborNode | None = node
    while at is not None and at.tag not in ("body", "html", None):
        place = _TAGS.get(at.tag or "") or _place_by_attributes(at)
        if place is not None:
            yield place
        at = at.parent


def _place_by_attributes(node: LexborNode) -> Place | None:
    attributes = node.attributes
    if not attributes:
        return None
    if "hidden" in attributes or _NOT_SHOWN.search(attributes.get("style") or ""):
        return Place.HIDDEN
    if attributes.get("role") == "contentinfo":
        return Place.FOOTER
    if attributes.get("itemprop") == "articleBody":
        return Place.BODY
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    return next((place for place, words in _NAMES if words.search(names)), None)
