"""How is an element entered and left, on the way through a page?"""

from collections.abc import Callable
from typing import TypeAlias

from selectolax.lexbor import LexborNode

from newscrawler.article.blocks import (
    LINE_BREAK,
    MENU,
    Block,
    Box,
    Clock,
    Outline,
    Picture,
    Piece,
)
from newscrawler.article.menus import (
    LETTERS,
    MAX_READ,
    is_called_furniture,
    known_by,
    letters_in,
    letters_of_prose,
)
from newscrawler.article.names import NOTHING, Part, parts_of_element
from newscrawler.article.plain import seen, seen_lines
from newscrawler.article.tags import (
    BOXES,
    LEAVES,
    MARKS,
    NAMED,
    NOISE_TAGS,
    UNREAD,
    kind_inside,
)

Leave: TypeAlias = "Callable[[Pass], None] | None"
"""What closes an element that was entered, None if there is nothing to do."""

Child: TypeAlias = LexborNode | None
Enter: TypeAlias = "Callable[[Pass, str, LexborNode, Child], Leave]"
"""Reads an element, its first child known: ``unread`` if what is in it is not read."""

_SPEAKING = frozenset((Part.AUTHOR, Part.DATE, Part.CAPTION))
_TAG_PARTS = {
    **dict.fromkeys(NOISE_TAGS, frozenset((Part.NOISE,))),
    "figcaption": frozenset((Part.CAPTION,)),
}
TEXT = 2
"""The number that the parser has for text, as ``node.tag_id`` states it."""

_new = tuple.__new__
"""Makes a named tuple of a tuple in half the time."""


class Pass:
    """Where the pass stands: open elements, and the text since the last block."""

    __slots__ = (
        "blocks", "box", "boxes", "broken", "clocks", "counted", "holding", "kinds", "large_boxes", "link", "links",
        "mark", "marks", "pictures", "pieces", "prose", "unread",
    )  # fmt: skip

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self.pictures: list[Picture] = []
        self.clocks: list[Clock] = []
        self.pieces: list[Piece] = []
        self.kinds = ["div", "div"]
        self.link: LexborNode | None = None
        self.links: list[LexborNode | None] = []
        self.mark = ""
        self.marks: list[str] = []
        self.box = self.holding = 0
        self.broken = False
        self.prose = self.counted = self.large_boxes = 0
        self.unread: list[tuple[LexborNode, int]] = []

    def add_text(self, text: str) -> None:
        """Go on with the block being read."""
        is_blank = text.isspace()
        if self.pieces or not is_blank:
            self.pieces.append((text, self.link, self.mark))
            self.broken = self.broken and is_blank

    def enter_box(self, tag: str, node: LexborNode, child: Child) -> Leave:
        """Begin a block, and a box too unless the element says nothing of itself."""
        if self.pieces:
            self.flush()
        if child is None:
            return unread
        attributes = node.attributes
        parts = _TAG_PARTS.get(tag, NOTHING)
        kind = kind_inside(tag, self.kinds[-1])
        if attributes:
            if said := parts_of_element(attributes):
                parts = parts | said if parts else said
        elif not parts and tag in LEAVES:
            if child.tag_id == TEXT and child.next is None:
                self.add_block(
                    kind, ((child.text_content or "", self.link, self.mark),)
                )
                return unread
            self.kinds.append(kind)
            return Pass.leave_leaf
        names = attributes.get("class") or ""
        self.kinds.append(kind)
        self.open_box(tag, parts, names)
        if parts and is_called_furniture(tag, parts, names) and self.is_known(node):
            self.leave_box()
            return unread
        return Pass.leave_box

    def is_known(self, node: LexborNode) -> bool:
        """Read of the present box what large furniture is known by, if it is such."""
        letters = 0 if self.large_boxes == MAX_READ else letters_in(node)
        if letters <= LETTERS:
            return False
        self.prose += letters_of_prose(self.blocks[self.counted :])
        self.counted = len(self.blocks)
        links = known_by(node, letters, self.boxes[self.box].parts, self.prose)
        if links is None:
            self.large_boxes += 1
            return False
        for link in links:
            self.add_block(MENU, ((link.text(separator=" "), link, ""),))
        self.unread.append((node, len(self.blocks)))
        return True

    def open_box(self, tag: str, parts: frozenset[Part], names: str) -> None:
        """Open a box inside the present one; where it ends is not known yet."""
        number = len(self.boxes)
        start = len(self.blocks)
        self.boxes.append(_new(Box, (tag, parts, self.box, start, start, names)))
        self.box = number

    def enter_link(self, _: str, node: LexborNode, child: Child) -> Leave:
        """Begin a link; what is in it may be blocks."""
        outer, self.link = self.link, node
        if child is not None and child.tag_id == TEXT and child.next is None:
            self.add_text(child.text_content or "")
            self.link = outer
            return unread
        self.links.append(outer)
        return Pass.leave_link

    def leave_link(self) -> None:
        """End a link."""
        self.link = self.links.pop()

    def enter_mark(self, tag: str, _: LexborNode, __: Child) -> Leave:
        """Begin bold, italic or the like."""
        self.marks.append(self.mark)
        self.mark = MARKS[tag]
        return Pass.leave_mark

    def leave_mark(self) -> None:
        """End bold, italic or the like."""
        self.mark = self.marks.pop()

    def enter_named(self, tag: str, node: LexborNode, _: Child) -> Leave:
        """Enter an inline element whose names may make it a box: author, date."""
        attributes = node.attributes
        if not attributes and tag != "time":
            return None
        parts = parts_of_element(attributes)
        if Part.HIDDEN in parts:
            return unread
        if tag == "time" or "datetime" in attributes:
            self._clock(attributes, node, parts)
        if parts and self.kinds[-1] == "div" and parts & _SPEAKING:
            if self.pieces:
                self.flush()
            self.kinds.append("div")
            self.open_box(tag, parts, attributes.get("class") or "")
            return Pass.leave_box
        return None

    def _clock(
        self,
        attributes: dict[str, str | None],
        node: LexborNode,
        parts: frozenset[Part],
    ) -> None:
        stamp = attributes.get("datetime") or attributes.get("content") or ""
        text = seen(node.text(separator=" ")[:200])
        self.holding = self.box
        self.clocks.append(Clock(stamp, text, self.box, len(self.blocks), parts))

    def enter_break(self, _: str, __: LexborNode, ___: Child) -> Leave:
        """Two line breaks end a block, as on pages that have no paragraphs."""
        if self.broken and self.pieces:
            self.flush()
        elif self.pieces:
            self.pieces.append((LINE_BREAK, self.link, self.mark))
            self.broken = True
        return unread

    def enter_picture(self, _: str, node: LexborNode, __: Child) -> Leave:
        """Note a picture and where it stands."""
        self.holding = self.box
        self.pictures.append(Picture(node, self.box, len(self.blocks)))
        return unread

    def leave_leaf(self) -> None:
        """End an element that is a block and no box."""
        if self.pieces:
            self.flush()
        self.kinds.pop()

    def leave_box(self) -> None:
        """End an element that is a box; the one around it is the present one again."""
        if self.pieces:
            self.flush()
        self.kinds.pop()
        number, end = self.box, len(self.blocks)
        tag, parts, self.box, start, _, names = self.boxes[number]
        if end > start:
            row = (tag, parts, self.box, start, end, names)
            self.boxes[number] = _new(Box, row)
        elif number > self.holding:
            self.boxes.pop()  # those inside it are gone already

    def flush(self) -> None:
        """End the block being read."""
        self.add_block(self.kinds[-1], tuple(self.pieces))
        self.broken = False
        self.pieces.clear()

    def add_block(self, kind: str, pieces: tuple[Piece, ...]) -> None:
        """Keep a block of some pieces, if a reader sees any text in them."""
        if len(pieces) == 1:
            raw, link, _ = pieces[0]
            text = seen_lines(raw) if kind == "pre" else seen(raw)
            linked = len(text) if link is not None else 0
        else:
            raw = "".join([one[0] for one in pieces])
            text = seen_lines(raw) if kind == "pre" else seen(raw)
            linked = sum([len(one[0].strip()) for one in pieces if one[1] is not None])
            linked = min(linked, len(text))
        if text:
            self.blocks.append(_new(Block, (kind, text, pieces, linked, self.box)))

    def outline(self, *, leaves_out: bool) -> Outline:
        """Return what was read, the first box closed."""
        self.leave_box()
        return Outline(
            tuple(self.blocks),
            tuple(self.boxes),
            tuple(self.pictures),
            tuple(self.clocks),
            leaves_out,
            tuple(self.unread),
        )


def unread(_: Pass) -> None:
    """Do nothing: there is nothing to leave."""


def _enter_nothing(_: Pass, __: str, ___: LexborNode, ____: Child) -> Leave:
    return unread


def _enter_inline(_: Pass, __: str, ___: LexborNode, ____: Child) -> None:
    return None


class _Ways(dict[str, Enter]):
    """How elements are entered; one that HTML does not know is a box if custom."""

    def __missing__(self, tag: str) -> Enter:
        if not tag[:1].isalpha():  # a comment, a doctype
            return _enter_nothing
        return Pass.enter_box if "-" in tag else _enter_inline


WAYS = _Ways(
    {
        "a": Pass.enter_link,
        "br": Pass.enter_break,
        "img": Pass.enter_picture,
        **dict.fromkeys(UNREAD, _enter_nothing),
        **dict.fromkeys(BOXES, Pass.enter_box),
        **dict.fromkeys(LEAVES, Pass.enter_box),
        **dict.fromkeys(MARKS, Pass.enter_mark),
        **dict.fromkeys(NAMED, Pass.enter_named),
    }
)
