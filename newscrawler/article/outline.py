"""Which blocks of text has a page, in reading order, and which boxes hold them?

One pass over the tree; everything about the body is read from what comes out. Python
is called once for each element that is entered, and the rest stays in the parser.
"""

from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from newscrawler.article.blocks import Outline
from newscrawler.article.names import NOTHING
from newscrawler.article.passing import TEXT, WAYS, Enter, Leave, Pass, unread
from newscrawler.markup.told import LEFT_OUT


def read_outline(
    root: LexborNode, left_out: Iterable[LexborNode] | None = None
) -> Outline:
    """Return the outline of an element and all inside it.

    ``left_out`` are elements that are no body of ours; they are looked for if none are
    given.
    """
    elements = root.css(LEFT_OUT) if left_out is None else left_out
    ids = frozenset(one.mem_id for one in elements)
    reading = Pass()
    reading.open_box(root.tag or "", NOTHING, "")
    _pass_over(root, reading, ids)
    return reading.outline(leaves_out=bool(ids))


_NUMBERED = 1024
"""Tags with smaller numbers are HTML's, the same for every document."""


_MET: dict[int, tuple[str, Enter]] = {}
"""The tags met so far and how they are entered, by number: names are dear to ask."""


def _way(node: LexborNode, number: int) -> tuple[str, Enter]:
    tag = node.tag or ""
    found = tag, WAYS[tag]
    if number < _NUMBERED:
        _MET[number] = found
    return found


def _pass_over(root: LexborNode, reading: Pass, left_out: frozenset[int]) -> None:
    """Enter and leave every node below ``root``: no recursion, pages nest deeply."""
    open_: list[tuple[LexborNode, Leave]] = []
    pieces, add_text, known = reading.pieces, reading.add_text, _MET.get
    node = root.first_child
    while node is not None:
        number = node.tag_id
        if number == TEXT:
            if pieces or not node.is_empty_text_node:
                add_text(node.text_content or "")
        elif not left_out or node.mem_id not in left_out:
            tag, enter = known(number) or _way(node, number)
            child = node.first_child
            leave = enter(reading, tag, node, child)
            if leave is not unread:
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
