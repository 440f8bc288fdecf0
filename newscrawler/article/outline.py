"""Which blocks of text has a page, in reading order, and which boxes hold them?

One pass over the tree; everything about the body is read from what comes out. Python
is called once for each element that is entered, and the rest stays in the parser.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

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

Leave: TypeAlias = Callable[[], object] | None
"""What closes an element that was entered, None if there is nothing to do."""

Enter: TypeAlias = Callable[["_Pass", str, LexborNode], "Leave | bool"]
"""What reads an element: how to leave it, False if what is in it is not read."""

_SPEAKING = frozenset((Part.AUTHOR, Part.DATE, Part.CAPTION))
_TAG_PARTS = {
    **dict.fromkeys(NOISE_TAGS, frozenset((Part.NOISE,))),
    "figcaption": frozenset((Part.CAPTION,)),
}
_PLAIN = frozenset(("p", "div", "li"))
"""Kinds of block that are no more than text inside an item, a cell or a quotation."""


class _Pass:
    """Where the pass stands: open elements, and the text since the last block.

    Of a box, ``tags``, ``parts``, ``parents``, ``starts``, ``ends`` and ``names`` each
    have a part, in the order of its number.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.tags: list[str] = []
        self.parts: list[frozenset[Part]] = []
        self.parents: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.names: list[str] = []
        self.pictures: list[Picture] = []
        self.clocks: list[Clock] = []
        self.spans: list[Span] = []
        self.kinds = ["div"]
        self.href = ""
        self.mark = ""
        self.box = 0
        self.broken = False

    def read_text(self, text: str) -> None:
        """Read a text node that is no mere space between blocks."""
        self.spans.append(Span(text, self.href, self.mark))
        self.broken = self.broken and text.isspace()

    def enter_box(self, tag: str, node: LexborNode) -> Leave:
        """Begin a block, and a box too unless the element says nothing of itself."""
        if self.spans:
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
            return self.leave_leaf
        self.open_box(tag, parts, attributes.get("class") or "")
        return self.leave_box

    def open_box(self, tag: str, parts: frozenset[Part], names: str) -> None:
        """Open a box inside the present one."""
        self.tags.append(tag)
        self.parts.append(parts)
        self.parents.append(self.box)
        self.starts.append(len(self.blocks))
        self.ends.append(0)
        self.names.append(names)
        self.box = len(self.tags) - 1

    def enter_link(self, _: str, node: LexborNode) -> Leave:
        """Begin a link; what is in it may be blocks."""
        leave = partial(self._restore, self.href, self.mark)
        self.href = node.attributes.get("href") or "#"
        return leave

    def enter_mark(self, tag: str, _: LexborNode) -> Leave:
        """Begin bold, italic or the like."""
        leave = partial(self._restore, self.href, self.mark)
        self.mark = MARKS[tag]
        return leave

    def _restore(self, href: str, mark: str) -> None:
        self.href, self.mark = href, mark

    def enter_named(self, tag: str, node: LexborNode) -> Leave | bool:
        """Enter an inline element whose names may make it a box: author, date."""
        attributes = node.attributes
        if not attributes:
            return None
        parts = parts_of_element(attributes)
        if Part.HIDDEN in parts:
            return False
        if tag == "time" or "datetime" in attributes:
            self._clock(attributes, node, parts)
        if parts and self.kinds[-1] == "div" and parts & _SPEAKING:
            self.flush()
            self.open_box(tag, parts, attributes.get("class") or "")
            return self._close
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

    def enter_break(self, _: str, __: LexborNode) -> bool:
        """Two line breaks end a block, as on pages that have no paragraphs."""
        if self.broken:
            self.flush()
        elif self.spans:
            self.spans.append(Span(LINE_BREAK, self.href, self.mark))
            self.broken = True
        return False

    def enter_picture(self, _: str, node: LexborNode) -> bool:
        """Note a picture and where it stands."""
        self.pictures.append(Picture(node.attributes, self.box, len(self.blocks)))
        return False

    def leave_leaf(self) -> None:
        """End an element that is a block and no box."""
        if self.spans:
            self.flush()
        self.kinds.pop()

    def leave_box(self) -> None:
        """End an element that is a box."""
        self._close()
        self.kinds.pop()

    def _close(self) -> None:
        if self.spans:
            self.flush()
        box = self.box
        self.ends[box] = len(self.blocks)
        self.box = self.parents[box]

    def flush(self) -> None:
        """End the block being read."""
        if not self.spans:
            return
        spans, self.spans, self.broken = self.spans, [], False
        linked, raw = 0, spans[0].text
        if len(spans) > 1:
            raw = "".join([span.text for span in spans])
        for text, href, _ in spans:
            if href:
                linked += len(text.strip())
        kind = self.kinds[-1]
        text = seen_lines(raw) if kind == "pre" else seen(raw)
        if text:
            block = Block(kind, text, tuple(spans), min(linked, len(text)), self.box)
            self.blocks.append(block)

    def outline(self, *, leaves_out: bool) -> Outline:
        """Return what was read, the first box closed."""
        self.flush()
        self.ends[0] = len(self.blocks)
        boxes = map(
            Box, self.tags, self.parts, self.parents, self.starts, self.ends, self.names
        )
        return Outline(
            tuple(self.blocks),
            tuple(boxes),
            tuple(self.pictures),
            tuple(self.clocks),
            leaves_out,
        )


def _enter_nothing(_: _Pass, __: str, ___: LexborNode) -> bool:
    return False


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
            if reading.spans or not text.isspace():
                reading.read_text(text)
        elif not left_out or node.mem_id not in left_out:
            leave = _WAYS[tag](reading, tag, node)
            if leave is not False:
                child = node.first_child
                if child is not None:
                    open_.append((node, leave))
                    node = child
                    continue
                if leave is not None:
                    leave()
        node = node.next
        while node is None and open_:
            done, leave = open_.pop()
            if leave is not None:
                leave()
            node = done.next
