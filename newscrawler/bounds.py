"""Is this markup small enough for the parser?

lexbor is quadratic in the depth of elements, in the attributes of a tag and in
formatting elements that it has to open again, inside one C call that nothing can
interrupt: 100,000 nested ``<div>`` take it 16 seconds. So it is given a document in
steps, from the start each time, and what came out of one step must be small before
the next is tried: no other reading of the markup can agree with the parser's. A tag
that may have too many attributes is found wherever it could begin; whether it begins
there, the parser says of the text before it.
"""

import re
from bisect import bisect_left

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_DEPTH = 512
"""Elements open at once: our choice. Real pages stay under 100."""

MAX_ATTRIBUTES = 512
"""Attributes of one tag: our choice. Real tags stay under 100."""

MAX_TAGS = 65536
"""Places where a tag could begin: our choice. Real pages stay under 20,000."""

STEP = 1024
"""Such places between one step and the next: our choice. Nested, all of them, they
take the parser a few milliseconds."""

MAX_GROWTH = 16
"""Elements for each tag, on the average: our choice. An unclosed ``<font>`` is opened
again in each paragraph that follows."""

MAX_DOUBTS = 64
"""Places where a tag too large could begin, and does not: our choice."""

_PROBE = "<!--probe-->"
"""What a document before a doubtful tag is ended with: the parser tells where it is."""

_MAX_OVERLAP = 8 * 1024 * 1024
"""Characters that are looked at more than once, for tags that could overlap."""

_START = re.compile("<(?=/?[a-z])", re.IGNORECASE)
_NAMED = r"""=?[^\t\n\f\r />=]++(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+
    (?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >"'][^\t\n\f\r >]*+)?+)?+"""
_ATTRIBUTE = re.compile(_NAMED, re.VERBOSE)
_TAG = re.compile(  # HTML standard, sections 13.2.5.8 and 13.2.5.32 to 13.2.5.40
    rf"</?[^\t\n\f\r />]++(?:[\t\n\f\r /]++|{_NAMED}|=(?=[\t\n\f\r />=]))*+",
    re.VERBOSE,
)


def markup_problem(text: str, deepest: int = MAX_DEPTH) -> str | None:
    """Return why a document is not given to the parser, None if it may be.

    >>> markup_problem("<p>" * 10_000), markup_problem("<b>" * 513)
    (None, 'elements nested deeper than 512')
    """
    return bounded_tree(text, deepest)[1]


def bounded_tree(
    text: str, deepest: int = MAX_DEPTH
) -> tuple[LexborHTMLParser | None, str | None]:
    """Return the parsed document, or why it is none."""
    starts = [match.start() for match in _START.finditer(text)]
    if len(starts) > MAX_TAGS:
        return None, f"more than {MAX_TAGS} tags"
    doubts = _doubts(text, starts)
    if doubts is None:
        return None, "tags that cannot be told apart"
    tree = LexborHTMLParser("")
    for at in sorted({*starts[STEP::STEP], *doubts, len(text)}):
        tree = LexborHTMLParser(text[:at] + (_PROBE if at in doubts else ""))
        problem = _problem_of(tree, deepest, bisect_left(starts, at))
        if problem is not None:
            return None, problem
        if at in doubts and _has_probe(tree):
            return None, f"a tag with more than {MAX_ATTRIBUTES} attributes"
    return tree, None


def _doubts(text: str, starts: list[int]) -> frozenset[int] | None:
    """Return where tags too large could begin, None if that is too much to find out."""
    found: set[int] = set()
    left = len(text) + _MAX_OVERLAP
    for start in starts:
        tag = _TAG.match(text, start)
        end = tag.end() if tag else start
        left -= end - start
        if end - start > 2 * MAX_ATTRIBUTES and _is_large(text, start, end):
            found.add(start)
        if left < 0 or len(found) > MAX_DOUBTS:
            return None
    return frozenset(found)


def _is_large(text: str, start: int, end: int) -> bool:
    """Tell whether a tag has too many attributes; its name counts as one."""
    return len(_ATTRIBUTE.findall(text, start + 1, end)) > MAX_ATTRIBUTES + 1


def _problem_of(tree: LexborHTMLParser, deepest: int, tags: int) -> str | None:
    if tree.css_first(">".join(["*"] * (deepest + 1))) is not None:
        return f"elements nested deeper than {deepest}"
    if len(tree.css("*")) > MAX_GROWTH * (tags + STEP):
        return "elements that are opened again and again"
    return None


def _has_probe(tree: LexborHTMLParser) -> bool:
    """Tell whether the comment that was added is one: no tag or text is open there."""
    at = tree.root
    while at is not None and at.prev is not None:  # it may stand before <html>
        at = at.prev
    while at is not None:
        if at.is_comment_node and at.comment_content == _PROBE[4:-3]:
            return True
        at = at.child or _next(at)
    return False


def _next(at: LexborNode) -> LexborNode | None:
    """Return what follows a node and all that is in it."""
    node: LexborNode | None = at
    while node is not None and node.next is None:
        node = node.parent
    return node.next if node is not None else None
