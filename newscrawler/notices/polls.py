"""Is a block the question of a poll, or a choice of one? That is nobody's word yet.

A switch for dark pages, the button that opens a menu and the box of a consent form are
no polls: what stands beside them binds.
"""

from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from newscrawler.notices.blocks import Block

_ONE_OF_SEVERAL = "input[type=radio i]"
_CHOICES = ("label", "li", "p", "div", "span", "td", "tr", "dd", "dt")
"""Elements that a choice of a poll stands in."""

_NO_BOX = ("body", "html", "main", None)

MOST_BESIDE = 400
"""Letters in the box of a poll beside its question, at most: our choice."""


def choices_in(node: LexborNode) -> int:
    """Return how many choices of polls an element holds."""
    return len(node.css(_ONE_OF_SEVERAL)) if node.is_element_node else 0


def is_choice(block: Block) -> bool:
    """Tell whether a block is a choice of a poll."""
    number = choices_in(block.node)
    if number == 1:
        return block.node.tag in _CHOICES
    labels = block.node.css("label") if number else []
    words = block.text.strip()
    return any(choices_in(one) == 1 and one.text().strip() == words for one in labels)


def is_asked(block: Block, following: Sequence[Block]) -> bool:
    """Tell whether choices of a poll follow a block, in one box with it."""
    box = _parent(block.node)
    lists = [_list_of(one.node) for one in following[:2]]
    first, second = (*lists, None, None)[:2]
    if box is None or box.tag in _NO_BOX or first is None or second is None:
        return False
    around = _parent(first)
    is_beside = box.mem_id in (first.mem_id, around.mem_id if around else None)
    is_small = len(box.text()) <= len(block.text) + MOST_BESIDE
    return first.mem_id == second.mem_id and is_beside and is_small


def _list_of(node: LexborNode) -> LexborNode | None:
    """Return what holds a choice and others, None for what is no choice."""
    if choices_in(node) == 0:
        return None
    at: LexborNode | None = node
    while at is not None and choices_in(at) == 1:
        at = at.parent
    return at


def _parent(node: LexborNode | None) -> LexborNode | None:
    return node.parent if node is not None else None
