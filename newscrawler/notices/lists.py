"""What does a list say with the line that it stands under?"""

import re
from collections.abc import Sequence
from itertools import islice

from newscrawler.notices.blocks import ITEM, Block, is_linked, upwards
from newscrawler.notices.polls import is_choice

_HEADING = 240
"""Characters of a line that a list stands under, at most: our choice."""

_LEVELS = 3
"""Elements around an item, or the text in it, that may hold the line over its list."""


def with_lists(found: Sequence[Block]) -> list[Block]:
    """Return blocks, and after each list once more with the line that it stands under.

    What a heading forbids, its list says: "It is forbidden to:".
    """
    result: list[Block] = []
    at = 0
    for run in _RUN.finditer(bytes([one.is_item for one in found])):
        start, end = run.span()
        result += found[at:end]
        at = end
        if start > 0 and _is_list(found[start - 1], found[start:end]):
            result.append(_as_one(found[start - 1], found[start:end]))
    result += found[at:]
    return result


_RUN = re.compile(b"\x01+")
"""Items one after another, where each block is an octet: 1 for an item."""


def _is_list(heading: Block, items: Sequence[Block]) -> bool:
    """Tell whether items read on from a line, and are no menu and no poll."""
    is_text = heading.node.is_element_node and len(heading.text) <= _HEADING
    if not is_text or heading.node.parent is None:
        return False
    own = heading.node.parent.mem_id
    levels = islice(upwards(items[0].node), 1, 1 + _LEVELS)
    beside = any(one.mem_id == own for one in levels)
    others = (is_linked(item.node) or is_choice(item) for item in items)
    return beside and not any(others)


def _as_one(heading: Block, items: Sequence[Block]) -> Block:
    lines = [f"{ITEM}{' '.join(item.text.split())}" for item in items]
    text = "\n".join((" ".join(heading.text.split()), *lines))
    return heading._replace(text=text)
