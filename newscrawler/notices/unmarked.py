"""Where does a block stand in a page whose markup does not say so?

Names of classes made by machines tell nothing. What looks like an article is one: the
element that directly holds the most text in paragraphs. What follows it closely is its
tail, and what stands by a copyright line after it is a footer.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice, takewhile

from selectolax.lexbor import LexborNode

from newscrawler.notices.blocks import Block, is_linked, outward
from newscrawler.notices.model import Place

_PARAGRAPH = 80
"""Bytes of a block that is a paragraph: our choice; letters of Asia count for more."""

_PARAGRAPHS = 3
"""Paragraphs of an article, at least: our choice."""

_AFTER = 4
"""Blocks after an article that still end it: who wrote it, whose it is. Our choice."""

_BESIDE = 3
"""Blocks before and after a copyright line that are of the same footer: our choice."""

_LINE = re.compile(
    r"(?:©|ⓒ|\(c\)|copyright)[^\n]{0,60}(?:19|20)\d\d|(?:19|20)\d\d[^\n]{0,30}[©ⓒ]",
    re.IGNORECASE,
)


class Unmarked:
    """The blocks of such a page, and which of them are its article."""

    def __init__(self, found: Sequence[Block]) -> None:
        self._found = found
        self.article = _article(found)
        """The numbers of its paragraphs, none if nothing looks like one."""

    def place_of(self, at: int, *, is_marked: bool) -> Place:
        """Return where a block stands; a link stands nowhere, for it names a page.

        ``is_marked``: the markup says where the article is, and it is not here.
        """
        if not self.article or is_linked(self._found[at].node):
            return Place.OUTSIDE
        first, last = self.article[0], self.article[-1]
        if at > last and self._is_by_copyright(at):
            return Place.FOOTER
        if is_marked:
            return Place.OUTSIDE
        if first <= at <= last:
            later = sum(one > at for one in self.article)
            return Place.TAIL if later <= 1 else Place.BODY
        return Place.TAIL if last < at <= last + _AFTER else Place.OUTSIDE

    def _is_by_copyright(self, at: int) -> bool:
        """Tell whether a copyright line stands near, in the same part of the page."""
        around = range(max(0, at - _BESIDE), min(len(self._found), at + _BESIDE + 1))
        above = _above(self._found[at].node)
        return any(
            _LINE.search(self._found[one].text)
            and (one == at or not above.isdisjoint(_above(self._found[one].node)))
            for one in around
        )


def _article(found: Sequence[Block]) -> list[int]:
    """Return the paragraphs of what looks like an article, none if nothing does."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at, block in enumerate(found):
        parent = block.node.parent
        if (
            parent is not None
            and not block.is_template
            and block.node.is_element_node
            and len(block.text.encode("utf-8", "replace")) >= _PARAGRAPH
            and not is_linked(block.node)
        ):
            groups[parent.mem_id].append(at)
    best = max(groups.values(), key=lambda group: _size(found, group), default=[])
    return best if len(best) >= _PARAGRAPHS else []


def _size(found: Sequence[Block], group: Sequence[int]) -> int:
    return sum(len(found[at].text.encode("utf-8", "replace")) for at in group)


def _above(node: LexborNode) -> set[int]:
    """Return the two elements around one, but for those that hold the page."""
    two = islice(outward(node), 1, 3)
    return {one.mem_id for one in takewhile(lambda one: one.tag != "main", two)}
