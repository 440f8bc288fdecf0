"""Which blocks of text has a page, in reading order, and which boxes hold them?

One pass over the tree; everything about the body is read from what comes out.
"""

from dataclasses import dataclass, field
from enum import Enum

from selectolax.lexbor import LexborNode

from newscrawler.article.blocks import (
    LINE_BREAK,
    Block,
    Box,
    Clock,
    Outline,
    Picture,
    Span,
)
from newscrawler.article.names import NOTHING, Part, parts_of
from newscrawler.article.plain import seen, seen_lines
from newscrawler.article.tags import (
    BOXES,
    KEPT_INSIDE,
    LEAVES,
    MARKS,
    NAMED,
    NAMING,
    NOISE_ROLES,
    NOISE_TAGS,
    UNREAD,
)


class _Way(Enum):
    """How an element is entered, and so how it is left."""

    SKIP = 0
    BOX = 1
    LEAF = 2
    NAMED = 3
    MARK = 4
    LINK = 5
    BREAK = 6
    PICTURE = 7
    INLINE = 8


_WAYS = {
    "-comment": _Way.SKIP,
    "a": _Way.LINK,
    "br": _Way.BREAK,
    "img": _Way.PICTURE,
    **dict.fromkeys(UNREAD, _Way.SKIP),
    **dict.fromkeys(BOXES, _Way.BOX),
    **dict.fromkeys(LEAVES, _Way.LEAF),
    **dict.fromkeys(MARKS, _Way.MARK),
    **dict.fromkeys(NAMED, _Way.NAMED),
}
_SPEAKING = frozenset((Part.AUTHOR, Part.DATE, Part.CAPTION))
_TAG_PARTS = {
    **dict.fromkeys(NOISE_TAGS, frozenset((Part.NOISE,))),
    "figcaption": frozenset((Part.CAPTION,)),
}


@dataclass(slots=True)
class _Open:
    """A box that is not yet closed."""

    tag: str
    parts: frozenset[Part]
    parent: int
    start: int
    names: str
    end: int = 0

    def closed(self) -> Box:
        """Return the box, all its blocks read."""
        return Box(self.tag, self.parts, self.parent, self.start, self.end, self.names)


@dataclass(slots=True)
class _Pass:
    """Where the pass stands: open elements, and the text since the last block."""

    blocks: list[Block] = field(default_factory=list)
    boxes: list[_Open] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    kinds: list[str] = field(default_factory=lambda: ["div"])
    hrefs: list[str] = field(default_factory=lambda: [""])
    marks: list[str] = field(default_factory=lambda: [""])
    box: int = 0
    broken: bool = False

    def enter(self, node: LexborNode) -> _Way:
        """Read one node; return how it must be left, SKIP if it is not entered."""
        tag = node.tag or ""
        way = _WAYS.get(tag)
        if way is _Way.BOX or way is _Way.LEAF or (way is None and "-" in tag[1:]):
            return self._enter_box(tag, node)
        if way is None:
            return _Way.INLINE if node.is_element_node else _Way.SKIP
        return way if way is _Way.SKIP else self._enter_inline(way, tag, node)

    def read_text(self, text: str) -> None:
        """Read a text node."""
        if self.spans or not text.isspace():
            self.spans.append(Span(text, self.hrefs[-1], self.marks[-1]))
            self.broken = self.broken and text.isspace()

    def _enter_box(self, tag: str, node: LexborNode) -> _Way:
        """Begin a block, and a box too unless the element says nothing of itself."""
        self.flush()
        attributes = node.attributes
        parts = _TAG_PARTS.get(tag, NOTHING)
        if attributes:
            parts |= _parts(attributes)
        outer = self.kinds[-1]
        kind = LEAVES.get(tag, outer)
        keeps = outer in KEPT_INSIDE and kind in ("p", "div", "li", outer)
        self.kinds.append(outer if keeps else kind)
        if tag in LEAVES and not attributes and not parts:
            return _Way.LEAF
        self.open_box(tag, parts, attributes.get("class") or "")
        return _Way.BOX

    def open_box(self, tag: str, parts: frozenset[Part], names: str) -> None:
        """Open a box inside the present one."""
        self.boxes.append(_Open(tag, parts, self.box, len(self.blocks), names))
        self.box = len(self.boxes) - 1

    def _enter_inline(self, way: _Way, tag: str, node: LexborNode) -> _Way:
        if way is _Way.LINK:
            self.hrefs.append(node.attributes.get("href") or "#")
        elif way is _Way.MARK:
            self.marks.append(MARKS[tag])
        elif way is _Way.NAMED:
            return self._enter_named(tag, node)
        elif way is _Way.BREAK:
            self._line_break()
            return _Way.SKIP
        elif way is _Way.PICTURE:
            self.pictures.append(Picture(node.attributes, self.box, len(self.blocks)))
            return _Way.SKIP
        return way

    def _enter_named(self, tag: str, node: LexborNode) -> _Way:
        attributes = node.attributes
        if not attributes:
            return _Way.INLINE
        parts = _parts(attributes)
        if Part.HIDDEN in parts:
            return _Way.SKIP
        if tag == "time" or "datetime" in attributes:
            self._clock(attributes, node, parts)
        if parts and self.kinds[-1] == "div" and parts & _SPEAKING:
            self.flush()
            self.open_box(tag, parts, attributes.get("class") or "")
            return _Way.NAMED
        return _Way.INLINE

    def _clock(
        self,
        attributes: dict[str, str | None],
        node: LexborNode,
        parts: frozenset[Part],
    ) -> None:
        stamp = attributes.get("datetime") or attributes.get("content") or ""
        text = seen(node.text(separator=" ")[:200])
        self.clocks.append(Clock(stamp, text, self.box, len(self.blocks), parts))

    def _line_break(self) -> None:
        """Two line breaks end a block, as on pages that have no paragraphs."""
        if self.broken:
            self.flush()
        elif self.spans:
            self.spans.append(Span(LINE_BREAK, self.hrefs[-1], self.marks[-1]))
            self.broken = True

    def leave(self, way: _Way) -> None:
        """Close what ``enter`` opened."""
        if way is _Way.LINK:
            self.hrefs.pop()
        elif way is _Way.MARK:
            self.marks.pop()
        elif way is not _Way.INLINE:
            self.flush()
            if way is not _Way.NAMED:
                self.kinds.pop()
            if way is not _Way.LEAF:
                self.boxes[self.box].end = len(self.blocks)
                self.box = self.boxes[self.box].parent

    def flush(self) -> None:
        """End the block being read."""
        if not self.spans:
            return
        spans, self.spans, self.broken = self.spans, [], False
        raw = "".join([span.text for span in spans])
        kind = self.kinds[-1]
        text = seen_lines(raw) if kind == "pre" else seen(raw)
        if text:
            linked = sum([len(span.text.strip()) for span in spans if span.href])
            block = Block(kind, text, tuple(spans), min(linked, len(text)), self.box)
            self.blocks.append(block)


def _parts(attributes: dict[str, str | None]) -> frozenset[Part]:
    """Return what names, role and style say an element is for."""
    parts = NOTHING
    for said in NAMING:
        if said in attributes and (name := attributes[said]):
            parts |= parts_of(name)
    names = attributes.get("class")
    if names and "hidden" in names and _is_hidden(names.split()):
        parts |= {Part.HIDDEN}
    style = attributes.get("style")
    hidden = style and "display:none" in style.replace(" ", "").lower()
    if "hidden" in attributes or hidden:
        parts |= {Part.HIDDEN}
    if attributes.get("role") in NOISE_ROLES:
        parts |= {Part.NOISE}
    return parts


def _is_hidden(names: list[str]) -> bool:
    """Tell whether a class hides an element on every screen, wide and narrow."""
    return "hidden" in names and not any(":" in name for name in names)


LEFT_OUT = "[data-nosnippet]"
"""What a publisher keeps out of excerpts and of what a model reads is no body of ours:
https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag."""


def read_outline(root: LexborNode) -> Outline:
    """Return the outline of an element and all inside it."""
    reading = _Pass()
    reading.open_box(root.tag or "", NOTHING, "")
    leaves_out = _pass_over(root, reading)
    reading.flush()
    reading.boxes[0].end = len(reading.blocks)
    return Outline(
        tuple(reading.blocks),
        tuple([box.closed() for box in reading.boxes]),
        tuple(reading.pictures),
        tuple(reading.clocks),
        leaves_out,
    )


def _pass_over(root: LexborNode, reading: _Pass) -> bool:
    """Enter and leave every node below ``root``: no recursion, pages nest deeply.

    Return whether some were left out because their publisher says so.
    """
    open_: list[tuple[LexborNode, _Way]] = []
    left_out = {one.mem_id for one in root.css(LEFT_OUT)}
    node = root.first_child
    while node is not None:
        way = _Way.SKIP
        if node.is_text_node:
            reading.read_text(node.text_content or "")
        elif not left_out or node.mem_id not in left_out:
            way = reading.enter(node)
        if way is not _Way.SKIP:
            child = node.first_child
            if child is not None:
                open_.append((node, way))
                node = child
                continue
            reading.leave(way)
        node = node.next
        while node is None and open_:
            done, way = open_.pop()
            reading.leave(way)
            node = done.next
    return bool(left_out)
