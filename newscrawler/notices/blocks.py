"""Which stretches of text does a page hold, shown or not?"""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple, TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawler.markup.bounds import bounded_tree

_SAMPLE = LexborHTMLParser("<p>text<!--comment-->")


def _ids(tags: Iterable[str]) -> frozenset[int]:
    """Return the parser's numbers of tags: asking for names takes longer."""
    return frozenset(_SAMPLE.create_node(tag).tag_id for tag in tags)


_TEXT, _COMMENT = (node.tag_id for node in _SAMPLE.css("p")[0].iter(include_text=True))
(_BREAK,) = _ids(["br"])
_LEAVES = _ids(
    [
        "br",
        "iframe",
        "math",
        "script",
        "select",
        "style",
        "svg",
        "textarea",
        "title",
    ]
)
"""What is not entered: it holds nothing, or no words of the page."""

_NOT_ENTERED = _LEAVES | {_COMMENT}

_WORDED = _ids(["math", "svg", "textarea"])
_WORDS = 8
"""What of that may hold words all the same, and characters of the shortest that count:
our choice. A picture has the names of its parts."""

_INLINE = _ids(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_ITEMS = _ids(["li", "dd"])

ITEM = "- "
"""What we write before the items of a list."""

_HOLDERS = ("body", "html", None)

_RULED = re.compile(r"([=<>])\1{2,}")
"""A line that people draw around what they say."""

_LETTERS_A_MARK = 25
"""Characters of prose to a mark of code, at the least: our choice."""


class Block(NamedTuple):
    """Text that reads as one, across inline tags; ``<br>`` is a line end in it.

    A tuple: a page has hundreds.
    """

    text: str
    node: LexborNode
    """The element that holds it, or the comment that it is."""
    is_item: bool = False
    """Whether the element is an item of a list, or holds the text of one."""
    is_template: bool = False


def blocks(tree: LexborHTMLParser) -> list[Block]:
    """Return the blocks of a document and its comments, in order."""
    found: list[Block] = []
    for node in _top(tree):
        if node.tag == "-comment":
            found += _comment(node)
        elif node.is_element_node:
            found += _blocks_in(node)
    found += _in_templates(tree)
    found += _in_frames(tree)
    return found


def _in_templates(tree: LexborHTMLParser) -> Iterator[Block]:
    """Yield the blocks of templates: a shadow root is declared by one, in others too."""
    waiting = list(tree.tags("template"))
    for template in waiting:
        for part in template.template_fragments():
            yield from (one._replace(is_template=True) for one in _blocks_in(part))
            waiting += part.css("template")


def _in_frames(tree: LexborHTMLParser) -> Iterator[Block]:
    """Yield the blocks of documents that stand in the page's own markup."""
    for frame in tree.css("iframe[srcdoc]"):
        markup = frame.attributes["srcdoc"] or ""
        inner, _ = bounded_tree(markup)
        root = inner.root if inner is not None else None
        if root is None:
            yield Block(markup, frame, _is_item(frame))
            continue
        is_item = _is_item(frame)
        yield from (Block(one.text, frame, is_item) for one in _blocks_in(root))


def is_linked(node: LexborNode) -> bool:
    """Tell whether an element is in a link, or has no letters outside of one."""
    return link_of(node) is not None


def link_of(node: LexborNode) -> LexborNode | None:
    """Return the link that an element is in, or that has all its letters."""
    around = next((one for one in outward(node) if one.tag == "a"), None)
    if around is not None:
        return around
    only = node.css_first("a") if node.is_element_node else None
    is_all = only is not None and _letters(only.text()) == _letters(node.text())
    return only if is_all else None


def _letters(text: str) -> str:
    """Return a text without the times and the marks that stand beside a headline."""
    return "".join(filter(str.isalpha, text))


def outward(node: LexborNode) -> Iterator[LexborNode]:
    """Yield a node and the elements around it, from the inside out; not the body."""
    return takewhile(lambda one: one.tag not in _HOLDERS, upwards(node))


def upwards(node: LexborNode) -> Iterator[LexborNode]:
    """Yield a node and all that it stands in, from the inside out."""
    at: LexborNode | None = node
    while at is not None:
        yield at
        at = at.parent


def _top(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """Yield the root element and the comments beside it."""
    node = tree.root
    while node is not None and node.prev is not None:
        node = node.prev
    while node is not None:
        yield node
        node = node.next


def _is_item(node: LexborNode) -> bool:
    """Tell whether an element is an item of a list, or stands in one."""
    around = node.parent
    return node.tag_id in _ITEMS or (around is not None and around.tag_id in _ITEMS)


_Outer: TypeAlias = tuple[LexborNode | None, LexborNode, bool, int, bool]
"""Of an element that another stands in: what follows that one, what holds the text, is
it of a list, its own tag, and is it a block.
"""


def _blocks_in(top: LexborNode) -> list[Block]:
    """Return the blocks in an element; without recursion, for depth is not ours.

    From each node to the next: to ask an element for its children takes longer.
    """
    found: list[Block] = []
    texts: list[str] = []
    outer: list[_Outer] = []
    node, owner, tag, is_item, is_block = (
        top.child,
        top,
        top.tag_id,
        _is_item(top),
        True,
    )
    while True:
        if node is None:
            if is_block and texts:
                _end(texts, owner, is_item, found)
            if not outer:
                return found
            node, owner, is_item, tag, is_block = outer.pop()
            continue
        own = node.tag_id
        if own == _TEXT:
            texts.append(node.text_content or "")
        elif own in _NOT_ENTERED:
            _add_leaf(node, tag in _ITEMS, texts, found)
        else:
            outer.append((node.next, owner, is_item, tag, is_block))
            is_block = own not in _INLINE
            if is_block:
                if texts:
                    _end(texts, owner, is_item, found)
                owner, is_item = node, own in _ITEMS or tag in _ITEMS
            node, tag = node.child, own
            continue
        node = node.next


def _add_leaf(
    node: LexborNode,
    is_item: bool,  # noqa: FBT001
    texts: list[str],
    found: list[Block],
) -> None:
    if node.tag_id == _BREAK:
        texts.append("\n")
    elif node.tag_id == _COMMENT:
        found += _comment(node)
    elif node.tag_id in _WORDED:
        text = node.text()
        if len(text.strip()) >= _WORDS:
            found.append(Block(text, node, is_item))


def _end(
    texts: list[str],
    owner: LexborNode,
    is_item: bool,  # noqa: FBT001
    found: list[Block],
) -> None:
    text = "".join(texts)
    texts.clear()
    if not text.isspace():
        found.append(Block(text, owner, is_item))


def _comment(node: LexborNode) -> Iterator[Block]:
    """Yield a comment that holds words: not conditions, and not a script."""
    text = node.comment_content or ""
    marks = sum(map(_RULED.sub("", text).count, "{}();=<>"))
    if text.strip() and marks * _LETTERS_A_MARK <= len(text):
        yield Block(text, node)
