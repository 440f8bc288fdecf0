"""What is a block of text, and what is a box that holds blocks?

Tuples with names, not dataclasses, and what few ask for is made when it is asked for:
a page has a thousand of each, and most of them are no part of the article.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from selectolax.lexbor import LexborNode

from newscrawler.article.names import Part
from newscrawler.article.plain import seen

LINE_BREAK = "\u2028"
"""What a ``<br>`` is in the text of spans; line ends of the source are mere space."""

MENU = "menu"
"""The kind of a link that large furniture is known by: no byline, no date."""

Piece: TypeAlias = tuple[str, LexborNode | None, str]
"""A span as it is read: its text, the link around it, its inline tag or ""."""


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
    pieces: tuple[Piece, ...]
    linked: int
    box: int

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return the runs of text and their links, as yet not absolute."""
        return tuple(
            [
                Span(text, _href(link) if link is not None else "", mark)
                for text, link, mark in self.pieces
            ]
        )


def _href(link: LexborNode) -> str:
    return link.attributes.get("href") or "#"


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

    node: LexborNode
    box: int
    at: int

    @property
    def attributes(self) -> Mapping[str, str | None]:
        """Return what the element states."""
        return self.node.attributes


class Clock(NamedTuple):
    """A ``<time>``, or another element with a ``datetime``."""

    stamp: str
    text: str
    box: int
    at: int
    parts: frozenset[Part]


@dataclass(frozen=True, slots=True)
class Outline:
    """A page's blocks and boxes, both in document order, pictures and times.

    ``unread`` is large furniture of which a few links are known, and how many blocks
    stand before its end.
    """

    blocks: tuple[Block, ...] = ()
    boxes: tuple[Box, ...] = ()
    pictures: tuple[Picture, ...] = ()
    clocks: tuple[Clock, ...] = ()
    leaves_out: bool = False
    unread: tuple[tuple[LexborNode, int], ...] = ()


def lines(block: Block) -> str:
    """Return a block's text with a line end where it has a ``<br>``."""
    pieces = block.pieces
    if len(pieces) == 1:  # a line break is a piece of its own
        return block.text
    raw = "".join([piece[0] for piece in pieces])
    if LINE_BREAK not in raw:
        return block.text
    return "\n".join(filter(None, map(seen, raw.split(LINE_BREAK))))


def without_start(block: Block, length: int) -> Block:
    """Return a block without the first characters of its text.

    Pieces hold the text before its spaces were folded, so letters are counted.
    """
    letters = len("".join(block.text[:length].split()))
    pieces: list[Piece] = []
    for text, link, mark in block.pieces:
        at = 0
        while letters and at < len(text):
            letters -= seen(text[at]) != ""
            at += 1
        if at < len(text):
            pieces.append((text[at:], link, mark))
    return block._replace(text=block.text[length:].lstrip(), pieces=tuple(pieces))
