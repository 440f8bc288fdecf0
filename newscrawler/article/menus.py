"""Which furniture is known by a part of it: a menu, a list of teasers, comments?

Most elements of a page stand in such boxes. The parser tells what is in them far faster
than they are read, one element after the other.
"""

from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from newscrawler.article.blocks import Block
from newscrawler.article.names import Part
from newscrawler.article.weight import SENTENCE_ENDS

LINKS = 12
"""Links that a menu has at least, and that it is known by: our choice."""

LETTERS = 200
"""Letters of furniture that is no more work to read, and of a menu that are no links."""

LABEL = 6
"""Such letters for each link, of the headings and buttons of large menus: our choice."""

PART = 0.4
"""How much of the prose above it other furniture may say: no article says less."""

MAX_READ = 64
"""Large boxes called furniture that are read after all: our choice. More are not asked
about, for one may stand inside another.
"""

PROSE = 80
"""Letters of a paragraph that counts as prose: our choice."""

_FURNITURE = frozenset((Part.NOISE, Part.COMMENTS))
_WHOLE = frozenset(("html", "body", "main"))


def is_called_furniture(tag: str, parts: frozenset[Part], names: str) -> bool:
    """Tell whether an element is called so; the path to an article is always read."""
    if _FURNITURE.isdisjoint(parts) or Part.BODY in parts or tag in _WHOLE:
        return False
    return "crumb" not in names.lower()


def letters_in(node: LexborNode) -> int:
    """Return how many letters an element has, blanks at the ends of lines aside."""
    return len(node.text(strip=True))


def known_by(
    node: LexborNode, letters: int, parts: frozenset[Part], prose: int
) -> tuple[LexborNode, ...] | None:
    """Return the links by which large furniture is known; None if it is to be read.

    ``letters``: how many it has; ``prose``: letters of the prose above it. What has a
    first-level heading may be an article, and what has a time above all prose may be
    its head.
    """
    # not "[datetime]": what matches twice is found twice
    found = node.css("a,h1" if prose else "a,h1,time,[datetime]:not(a)")
    links = [one for one in found if one.tag == "a"]
    if len(links) < len(found):
        return None
    if Part.COMMENTS in parts:
        return () if letters <= prose else None
    if len(links) < LINKS:
        return None
    most = max(LETTERS, LABEL * len(links), PART * prose)
    unlinked = letters
    for link in links:
        unlinked -= letters_in(link)
        if unlinked <= most:
            return tuple(links[:LINKS])
    return None


def letters_of_prose(blocks: Sequence[Block]) -> int:
    """Return how many letters of some blocks are running text."""
    return sum(
        [
            len(text)
            for _, text, _, linked, _ in blocks
            if not linked and len(text) > PROSE and text[-1] in SENTENCE_ENDS
        ]
    )
