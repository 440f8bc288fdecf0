"""What is a block of text, and what is a box that holds blocks?

Tuples with names, not dataclasses: a page has a thousand of each, and a frozen
dataclass takes three times as long to make.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from newscrawler.article.names import Part
from newscrawler.article.plain import seen

LINE_BREAK = "\u2028"
"""What a ``<br>`` is in the text of spans; line ends of the source are mere space."""


class Span(NamedTuple):
    """A run of text inside a block; ``mark`` is an inline tag or "", so is ``href``."""

    text: str
    href: str = ""
    mark: str = ""


class Block(NamedTuple):
    """A paragraph, heading, list item or the like, with what a reader sees of it.

    ``linked`` is how many of its characters are links; ``box`` the number of the box
    that holds it; ``kind`` a tag, "div" for text that stands in no paragraph.
    """

    kind: str
    text: str
    spans: tuple[Span, ...]
    linked: int
    box: int


class Box(NamedTuple):
    """An element that holds the blocks ``start`` to ``end``; ``names`` is its class.

    The first box is its own parent.
    """

    tag: str
    parts: frozenset[Part]
    parent: int
    start: int
    end: int
    names: str


class Picture(NamedTuple):
    """An ``<img>``; ``at`` is how many blocks stand before it."""

    attributes: Mapping[str, str | None]
    box: int
    at: int


class Clock(NamedTuple):
    """A ``<time>``, or another element with a ``datetime``."""

    stamp: str
    text: str
    box: int
    at: int
    parts: frozenset[Part]


@dataclass(frozen=True, slots=True)
class Outline:
    """A page's blocks and boxes, both in document order, pictures and times."""

    blocks: tuple[Block, ...] = ()
    boxes: tuple[Box, ...] = ()
    pictures: tuple[Picture, ...] = ()
    clocks: tuple[Clock, ...] = ()
    leaves_out: bool = False


def lines(block: Block) -> str:
    """Return a block's text with a line end where it has a ``<br>``."""
    if len(block.spans) < 2:  # noqa: PLR2004  a line break is a span of its own
        return block.text
    raw = "".join([span.text for span in block.spans])
    if LINE_BREAK not in raw:
        return block.text
    return "\n".join(filter(None, map(seen, raw.split(LINE_BREAK))))


def without_start(block: Block, length: int) -> Block:
    """Return a block without the first characters of its text.

    Spans hold the text before its spaces were folded, so letters are counted.
    """
    letters = len("".join(block.text[:length].split()))
    spans: list[Span] = []
    for span in block.spans:
        at = 0
        while letters and at < len(span.text):
            letters -= seen(span.text[at]) != ""
            at += 1
        if at < len(span.text):
            spans.append(Span(span.text[at:], span.href, span.mark))
    return block._replace(text=block.text[length:].lstrip(), spans=tuple(spans))
