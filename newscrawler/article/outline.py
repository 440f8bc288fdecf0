"""Which blocks of text has a page, in reading order, and which boxes hold them?

One pass over the tree; everything about the body is read from what comes out. Python
is called once for each element that is entered, and the rest stays in the parser.
"""

from collections.abc import Callable
from typing import TypeAlias

from selectolax.lexbor import LexborNode

from newscrawler.article.blocks import (
    LINE_BREAK,
    Block,
    Box,
    Clock,
    Outline,
    Picture,
    Piece,
)
from newscrawler.article.names import NOTHING, Part, parts_of_element
from newscrawler.article.plain import seen, seen_lines
from newscrawler.article.tags import (
    BOXES,
    KEPT_INSIDE,
    LEAVES,
    MARKS,
    NAMED,
    NOISE_TAGS,
    UNREAD,
)

Leave: TypeAlias = "Callable[[_Pass], None] | None"
"""What closes an element that was entered, None if there is nothing to do."""

Enter: TypeAlias = "Callable[[_Pass, str, LexborNode], Leave]"
"""What reads an element: how to leave it, ``_unread`` if what is in it is not read."""

_SPEAKING = frozenset((Part.AUTHOR, Part.DATE, Part.CAPTION))
_TAG_PARTS = {
    **dict.fromkeys(NOISE_TAGS, frozenset((Part.NOISE,))),
    "figcaption": frozenset((Part.CAPTION,)),
}
_PLAIN = frozenset(("p", "div", "li"))
"""Kinds of block that are no more than text inside an item, a cell or a quotation."""


_UNCLOSED = Box("", NOTHING, 0, 0, 0, "")


class _Pass:
    """Where the pass stands: open elements, and the text since the last block."""

    __slots__ = (
        "blocks", "box", "boxes", "broken", "clocks", "kinds", "link", "links", "mark", "marks",
        "open", "pictures", "pieces",
    )  # fmt: skip

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self.open: list[tuple[int, str, frozenset[Part], int, str]] = []
        self.pictures: list[Picture] = []
        self.clocks: list[Clock] = []
        self.pieces: list[Piece] = []
        self.kinds = ["div"]
        self.link: LexborNode | None = None
        self.links: list[LexborNode | None] = []
        self.mark = ""
        self.marks: list[str] = []
        self.box = 0
        self.broken = False

    def enter_box(self, tag: str, node: LexborNode) -> Leave:
        """Begin a block, and a box too unless the element says nothing of itself."""
        if self.pieces:
            self.flush()
        attributes = node.attributes
        parts = _TAG_PARTS.get(tag, NOTHING)
        if attributes and (said := parts_of_element(attributes)):
            parts |= said
        kinds = self.kinds
        outer = kinds[-1]
        kind = LEAVES.get(tag, outer)
        keeps = outer in KEPT_INSIDE and (kind in _PLAIN or kind == outer)
        kinds.append(outer if keeps else kind)
        if not attributes and not parts and tag in LEAVES:
            return _Pass.leave_leaf
        self.open_box(tag, parts, attributes.get("class") or "")
        return _Pass.leave_box

    def open_box(self, tag: str, parts: frozenset[Part], names: str) -> None:
        """Open a box inside the present one; where it ends is not known yet."""
        self.open.append((self.box, tag, parts, len(self.blocks), names))
        self.box = len(self.boxes)
        self.boxes.append(_UNCLOSED)

    def enter_link(self, _: str, node: LexborNode) -> Leave:
        """Begin a link; what is in it may be blocks."""
        self.links.append(self.link)
        self.link = node
        return _Pass.leave_link

    def leave_link(self) -> None:
        """End a link."""
        self.link = self.links.pop()

    def enter_mark(self, tag: str, _: LexborNode) -> Leave:
        """Begin bold, italic or the like."""
        self.marks.append(self.mark)
        self.mark = MARKS[tag]
        return _Pass.leave_mark

    def leave_mark(self) -> None:
        """End bold, italic or the like."""
        self.mark = self.marks.pop()

    def enter_named(self, tag: str, node: LexborNode) -> Leave:
        """Enter an inline element whose names may make it a box: author, date."""
        attributes = node.attributes
        if not attributes:
            return None
        parts = parts_of_element(attributes)
        if Part.HIDDEN in parts:
            return _unread
        if tag == "time" or "datetime" in attributes:
            self._clock(attributes, node, parts)
        if parts and self.kinds[-1] == "div" and parts & _SPEAKING:
            self.flush()
            self.open_box(tag, parts, attributes.get("class") or "")
            return _Pass.close_box
        return None

    def _clock(
        self,
        attributes: dict[str, str | None],
        node: LexborNode,
        parts: frozenset[Part],
    ) -> None:
        stamp = attributes.get("datetime") or attributes.get("content") or ""
        text = seen(node.text(separator=" ")[:200])
        self.clocks.append(Clock(stamp, text, self.box, len(self.blocks), parts))

    def enter_break(self, _: str, __: LexborNode) -> Leave:
        """Two line breaks end a block, as on pages that have no paragraphs."""
        if self.broken:
            self.flush()
        elif self.pieces:
            self.pieces.append((LINE_BREAK, self.link, self.mark))
            self.broken = True
        return _unread

    def enter_picture(self, _: str, node: LexborNode) -> Leave:
        """Note a picture and where it stands."""
        self.pictures.append(Picture(node, self.box, len(self.blocks)))
        return _unread

    def leave_leaf(self) -> None:
        """End an element that is a block and no box."""
        if self.pieces:
            self.flush()
        self.kinds.pop()

    def leave_box(self) -> None:
        """End an element that is a box."""
        self.close_box()
        self.kinds.pop()

    def close_box(self) -> None:
        """End the present box; the one around it is the present one again."""
        if self.pieces:
            self.flush()
        number = self.box
        self.box, tag, parts, start, names = self.open.pop()
        end = len(self.blocks)
        self.boxes[number] = Box(tag, parts, self.box, start, end, names)

    def flush(self) -> None:
        """End the block being read."""
        pieces, self.pieces, self.broken = self.pieces, [], False
        if not pieces:
            return
        raw = pieces[0][0] if len(pieces) == 1 else "".join([one[0] for one in pieces])
        kind = self.kinds[-1]
        text = seen_lines(raw) if kind == "pre" else seen(raw)
        if text:
            linked = 0
            for piece, link, _ in pieces:
                if link is not None:
                    linked += len(piece.strip())
            linked = min(len(text), linked)
            self.blocks.append(Block(kind, text, tuple(pieces), linked, self.box))

    def outline(self, *, leaves_out: bool) -> Outline:
        """Return what was read, the first box closed."""
        self.close_box()
        return Outline(
            tuple(self.blocks),
            tuple(self.boxes),
            tuple(self.pictures),
            tuple(self.clocks),
            leaves_out,
        )


def _unread(_: _Pass) -> None:
    """Do nothing: there is nothing to leave."""


def _enter_nothing(_: _Pass, __: str, ___: LexborNode) -> Leave:
    return _unread


def _enter_inline(_: _Pass, __: str, ___: LexborNode) -> None:
    return None


class _Ways(dict[str, Enter]):
    """How elements are entered; one that HTML does not know is a box if custom."""

    def __missing__(self, tag: str) -> Enter:
        if not tag[:1].isalpha():  # a comment, a doctype
            return _enter_nothing
        return _Pass.enter_box if "-" in tag else _enter_inline


_WAYS = _Ways(
    {
        "a": _Pass.enter_link,
        "br": _Pass.enter_break,
        "img": _Pass.enter_picture,
        **dict.fromkeys(UNREAD, _enter_nothing),
        **dict.fromkeys(BOXES, _Pass.enter_box),
        **dict.fromkeys(LEAVES, _Pass.enter_box),
        **dict.fromkeys(MARKS, _Pass.enter_mark),
        **dict.fromkeys(NAMED, _Pass.enter_named),
    }
)

LEFT_OUT = "[data-nosnippet]"
"""What a publisher keeps out of excerpts and of what a model reads is no body of ours:
https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag."""


def read_outline(root: LexborNode) -> Outline:
    """Return the outline of an element and all inside it."""
    reading = _Pass()
    reading.open_box(root.tag or "", NOTHING, "")
    left_out = frozenset(one.mem_id for one in root.css(LEFT_OUT))
    _pass_over(root, reading, left_out)
    return reading.outline(leaves_out=bool(left_out))


def _pass_over(root: LexborNode, reading: _Pass, left_out: frozenset[int]) -> None:
    """Enter and leave every node below ``root``: no recursion, pages nest deeply."""
    open_: list[tuple[LexborNode, Leave]] = []
    node = root.first_child
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            if reading.pieces or not text.isspace():
                reading.pieces.append((text, reading.link, reading.mark))
                reading.broken = reading.broken and text.isspace()
        elif not left_out or node.mem_id not in left_out:
            leave = _WAYS[tag](reading, tag, node)
            if leave is not _unread:
                child = node.first_child
                if child is not None:
                    open_.append((node, leave))
                    node = child
                    continue
                if leave is not None:
                    leave(reading)
        node = node.next
        while node is None and open_:
            done, leave = open_.pop()
            if leave is not None:
                leave(reading)
            node = done.next
