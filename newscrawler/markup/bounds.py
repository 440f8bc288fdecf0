r"""Is this markup small enough for the parser?

lexbor is quadratic in the depth of elements, in the attributes of a tag and in
formatting elements that it has to open again, inside one C call that nothing can
interrupt: 100,000 nested ``<div>`` take it 16 seconds. Where a linear scan shows that
there is too little of each for harm, as on nearly all pages, the document is parsed at
once. Else it is given to the parser in steps, from the start each time, and what came
out of one step must be small before the next is tried: no other reading of the markup
can agree with the parser's. A tag that may have too many attributes is found wherever
it could begin; whether it begins there, the parser says of the text before it.
"""

import re
from collections import Counter
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawler.markup.wide_tags import (
    MAX_ATTRIBUTES,
    MAX_DOUBTS,
    PLAIN_ATTRIBUTE,
    TAG_START,
    doubts_in,
)

MAX_DEPTH = 512
"""Elements open at once: our choice. Real pages stay under 100."""

SHALLOW = 64
"""Elements open at once on most pages: asked first, for it is asked faster."""

MAX_TAGS = 65536
"""Places where a tag could begin: our choice. Real pages stay under 20,000."""

STEP = 16384
"""Such places between one step and the next: our choice. Nested, all of them, they
take the parser some tenths of a second."""

SMALL_STEP = 1024
"""The least step, where formatting elements may be opened again in each of many others:
what is open when it begins is no deeper than the limit."""

MAX_REOPENED = 2**20
"""Formatting elements left open, times tags, from one step to the next: our choice."""

MAX_REOPENING = 2**24
"""The same of a whole document: our choice. Real pages stay under 100,000."""

MAX_GROWTH = 4
"""Elements for each tag, on the average: our choice. An unclosed ``<font>`` is opened
again in each paragraph that follows."""

SPARE = 16384
"""Elements that no page is too small for: our choice."""

_PROBE = b"<!--probe-->"
"""What a document before a doubtful tag is ended with: the parser tells where it is."""

_SCRIPT_END = re.compile(rb"</script", re.IGNORECASE)

_LEFT_OPEN = re.compile(
    rb"""<(?=[bceifnstuBCEFINSTU])
    (?i:(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\t\n\f\r />])
    (?!(?:%b)*+[\t\n\f\r ]*+>[^<]*+</\1>)
    (?:(?:%b)*+[\t\n\f\r ]*+(>))?+)"""
    % (PLAIN_ATTRIBUTE, PLAIN_ATTRIBUTE),
    re.VERBOSE,
)
"""A formatting element (HTML standard, section 13.2.4.3) that more than text follows.

Not ``<a>``: a second one closes the first. Its second group is there if the tag is
plain to its end.
"""

_SAME = 3
"""Elements of one tag and attributes that are opened again at most: the "Noah's Ark
clause" of HTML standard, section 13.2.4.3."""


def bounded_tree(
    text: str | bytes, deepest: int = MAX_DEPTH
) -> tuple[LexborHTMLParser | None, str | None]:
    """Return the parsed document, or why it is none; ``text`` may be UTF-8 already.

    >>> bounded_tree("<b>" * 513)
    (None, 'elements nested deeper than 512')
    """
    # as the parser does; bytes are read faster
    markup = text if isinstance(text, bytes) else text.encode("utf-8", "ignore")
    left_open = _left_open(markup) + 2  # the tag itself, and an <a>
    tags = markup.count(b"<")
    steps = _steps(markup, tags, left_open)
    if isinstance(steps, str):
        return None, steps
    doubts = doubts_in(markup)
    if doubts is None:
        return None, f"more than {MAX_DOUBTS} tags that cannot be told apart"
    script_end = 0
    for at in sorted({*steps, *doubts}):
        if at >= script_end or at in steps:
            tree = LexborHTMLParser(markup[:at] + (_PROBE if at in doubts else b""))
            problem = _problem_of(tree, deepest, markup.count(b"<", 0, at), left_open)
            if problem is None and at in doubts and _has_probe(tree):
                problem = f"a tag with more than {MAX_ATTRIBUTES} attributes"
            if problem is not None:
                return None, problem
            script_end = _script_end(tree, markup, at)
    whole = LexborHTMLParser(markup)
    problem = _problem_of(whole, deepest, tags, left_open)
    return (whole, None) if problem is None else (None, problem)


def _steps(markup: bytes, tags: int, left_open: int) -> list[int] | str:
    """Return where to look at the parser's work so far, or why that is too often.

    ``tags`` is how often "<" is there.
    """
    step = max(SMALL_STEP, min(STEP, MAX_REOPENED // left_open))
    if tags <= step:
        return []
    starts = [match.start() for match in TAG_START.finditer(markup)]
    if len(starts) > MAX_TAGS:
        return f"more than {MAX_TAGS} tags"
    if len(starts) * left_open > MAX_REOPENING:
        return (
            f"more than {MAX_REOPENING // len(starts)} formatting elements left open"
            f" among {len(starts)} tags"
        )
    return starts[step::step]


def _left_open(markup: bytes) -> int:
    """Return how many formatting elements the document may leave open, at the most."""
    found = Counter(
        match[0] if match[2] else match.start() for match in _LEFT_OPEN.finditer(markup)
    )
    return sum(min(_SAME, times) for times in found.values())


def _problem_of(
    tree: LexborHTMLParser, deepest: int, tags: int, left_open: int
) -> str | None:
    if _is_deeper(tree, min(SHALLOW, deepest)) and _is_deeper(tree, deepest):
        return f"elements nested deeper than {deepest}"
    most = MAX_GROWTH * tags + SPARE
    if tags * left_open > most and _is_longer(tree, most):
        return f"more than {most} elements, opened again and again"
    return None


def _is_deeper(tree: LexborHTMLParser, depth: int) -> bool:
    """The last child of an element is as deep as all of them."""
    return tree.css_first(">".join(["*"] * depth + [":last-child"])) is not None


def _is_longer(tree: LexborHTMLParser, most: int) -> bool:
    """Tell whether a document has more elements; one by one, for they may be millions."""
    elements = tree.root.traverse() if tree.root else iter(())
    return next(islice(elements, most, None), None) is not None


def _has_probe(tree: LexborHTMLParser) -> bool:
    """Tell whether the comment that was added is one: no tag or text is open there."""
    at = tree.root
    while at is not None and at.prev is not None:  # it may stand before <html>
        at = at.prev
    while at is not None:
        if at.is_comment_node and at.comment_content == _PROBE[4:-3].decode():
            return True
        at = at.child or _next(at)
    return False


def _script_end(tree: LexborHTMLParser, markup: bytes, at: int) -> int:
    """Return up to where a place must be in the same script, itself if it is in none.

    ``tree`` is the document before it, and the probe. Only ``</script`` ends a script
    (HTML standard, sections 13.2.5.15 to 13.2.5.31), unless it is in SVG or MathML.
    """
    script = next(reversed(tree.css("script")), None)
    if script is None or not script.text().endswith(_PROBE.decode()):
        return at
    outer = script.parent
    while outer is not None and outer.tag not in ("svg", "math"):
        outer = outer.parent
    if outer is not None or _PROBE in markup:
        return at
    end = _SCRIPT_END.search(markup, at)
    return end.start() if end else len(markup)


def _next(at: LexborNode) -> LexborNode | None:
    """Return what follows a node and all that is in it."""
    node: LexborNode | None = at
    while node is not None and node.next is None:
        node = node.parent
    return node.next if node is not None else None
