"""Where in a page does a block stand: in the article, below it, out of sight?"""

import re
from collections.abc import Iterable, Iterator, Sequence

from selectolax.lexbor import LexborNode

from newscrawler.notices.blocks import Block, outward
from newscrawler.notices.model import Place
from newscrawler.notices.polls import is_asked, is_choice
from newscrawler.notices.unmarked import Unmarked

_LINE = 40
"""Characters of a block that is more than a label in an article: our choice."""

_AFTER_TAIL = 200
"""Characters in such blocks that may follow a line which still ends an article: ours."""

_TAGS = {
    "-comment": Place.COMMENT,
    "article": Place.BODY,
    "main": Place.BODY,
    "footer": Place.FOOTER,
    "noscript": Place.HIDDEN,
    "figcaption": Place.CAPTION,
    "blockquote": Place.QUOTATION,
}
_NAMES = (
    (
        Place.HIDDEN,
        re.compile(r"\b(?:visually-hidden|sr-only|screen-reader-text|d-none)\b"),
    ),
    (Place.CAPTION, re.compile(r"caption|bildunterschrift|(?:photo|image)-?credit")),
    (
        Place.FOOTER,
        re.compile(
            r"foot(?!ball|age|note|print|ing|path|wear)|copyright|colophon|legal|imprint|impressum|disclaimer|rights"
        ),
    ),
    (
        Place.BODY,
        re.compile(r"article-?_?body|(?:entry|post)-content|story-?body|\barticle\b"),
    ),
)
_COMMENTS = re.compile(
    r"(?:user-?|reader-?)?comments?(?:[-_]?(?:list|area|body|content|text|section|thread|item|wrapper|container|box|block|stream))?"
    r"|disqus_thread|fb-comments|kommentare?|komentare?|commentaires?|comentarios?|commenti|reacties"
)
"""The whole name of what holds readers' comments: others' words."""

_NOT_SHOWN = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE
)
_STRONGEST = (Place.COMMENT, Place.HIDDEN, Place.FOOTER, Place.QUOTATION)
"""What a block is if anything around it is: a caption in a footer is footer, and so is
what stands there as a quotation, for a footer binds."""


class Places:
    """Tells where the blocks of a page stand."""

    def __init__(self, found: Sequence[Block]) -> None:
        self._found = found
        self._unmarked: Unmarked | None = None

    def place_of(self, at: int) -> Place:
        """Return where a block stands, by its number."""
        place = _place_of(self._found[at], self._found[at + 1 :])
        if place is not Place.OUTSIDE:
            return place
        if self._unmarked is None:
            self._unmarked = Unmarked(self._found)
        return self._unmarked.place_of(at, is_marked=self._is_marked(self._unmarked))

    def _is_marked(self, unmarked: Unmarked) -> bool:
        """Tell whether the markup says of what looks like the article that it is."""
        first = unmarked.article[:1]
        return any(Place.BODY in _places_around(self._found[at].node) for at in first)


def _place_of(block: Block, following: Sequence[Block]) -> Place:
    """Return where the markup says that a block stands, given those that follow it."""
    if block.is_template:
        return Place.HIDDEN
    if is_choice(block):
        return Place.QUOTATION
    around = list(_places_around(block.node))
    for place in _STRONGEST:
        if place in around:
            return place
    if is_asked(block, following):
        return Place.QUOTATION
    if Place.BODY not in around:
        return around[0] if around else Place.OUTSIDE
    if around[0] is Place.BODY:
        return Place.TAIL if _ends_article(following) else Place.BODY
    return around[0]


def _ends_article(following: Iterable[Block]) -> bool:
    """Tell whether hardly more of an article follows than a paragraph."""
    letters = 0
    for block in following:
        length = len(block.text.strip())
        if length < _LINE or block.is_template:
            continue
        around = list(_places_around(block.node))
        if around and all(place is Place.BODY for place in around):
            letters += length
        if letters > _AFTER_TAIL:
            return False
    return True


def _places_around(node: LexborNode) -> Iterator[Place]:
    """Yield what an element and those around it are called, from the inside out."""
    for one in outward(node):
        place = _place_of_comments(one) or _TAGS.get(one.tag or "")
        place = place or _place_by_attributes(one)
        if place is not None:
            yield place


def _place_of_comments(node: LexborNode) -> Place | None:
    """Return that others speak, where an element is named after readers' comments."""
    if not node.is_element_node or not node.attributes:
        return None
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    is_theirs = any(_COMMENTS.fullmatch(name) for name in names.lower().split())
    return Place.QUOTATION if is_theirs else None


def _place_by_attributes(node: LexborNode) -> Place | None:
    attributes = node.attributes
    if not attributes:
        return None
    if "hidden" in attributes or _NOT_SHOWN.search(attributes.get("style") or ""):
        return Place.HIDDEN
    if attributes.get("role") == "contentinfo":
        return Place.FOOTER
    if attributes.get("itemprop") == "articleBody":
        return Place.BODY
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    return next((place for place, words in _NAMES if words.search(names)), None)
