"""Which text of the article does a script hold, for the page to show later?

Pages that are drawn in the browser carry their text in the state of a script: as a
string of JSON, of markup or of running text, or as such a string inside another.
"""

import json
import re
from collections.abc import Iterator
from html import escape

from newscrawler.article.blocks import Outline
from newscrawler.article.outline import read_outline
from newscrawler.article.plain import key
from newscrawler.article.weight import LEAST, weight
from newscrawler.markup.bounds import bounded_tree
from newscrawler.page import Page

MOST_SCRIPT = 2 * 1024 * 1024
"""Characters of a page's scripts that are searched: our choice."""

LEAST_STRING = 300
"""Characters of a string that may be an article's text: our choice."""

MOST_STRINGS = 32
"""Strings of one page that are read as markup, the longest first: our choice."""

SHARED = 0.5
"""How much of the headline or summary an article's text says again: our choice."""

_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"|\Z)', re.DOTALL)
_MARKUP = re.compile(r"<(?:p|br|div|h[2-6]|ul|section)[ />]", re.IGNORECASE)


def outline_in_scripts(page: Page, said: str) -> Outline | None:
    """Return the outline of the text that a script holds, None if none does.

    ``said`` is what the page says of the article, its headline and summary: a text
    that has little of it is another's, such as a cookie notice.
    """
    wanted = _pieces(said)
    found: list[tuple[float, Outline]] = []
    for markup in sorted(_texts(page), key=len, reverse=True)[:MOST_STRINGS]:
        outline = _outline(markup)
        if outline is not None and _shares(wanted, outline):
            found.append((sum(map(weight, outline.blocks)), outline))
    most, best = max(found, key=lambda one: one[0], default=(0.0, None))
    return best if most > LEAST else None


def _outline(markup: str) -> Outline | None:
    tree, _ = bounded_tree(markup)
    return read_outline(tree.root) if tree is not None and tree.root else None


def _texts(page: Page) -> Iterator[str]:
    """Yield the strings of scripts that may be running text, as markup."""
    left = MOST_SCRIPT
    for node in page.tree.css("script:not([src])"):
        script = node.text()
        left -= len(script)
        if left < 0:
            return
        for string in _strings(script):
            yield from _markup(string)
            if '"' in string:
                for inner in _strings(string):
                    yield from _markup(inner)


def _strings(text: str) -> Iterator[str]:
    """Yield the long strings of JSON in a text."""
    for match in _STRING.finditer(text):
        if match.end() - match.start() > LEAST_STRING:
            try:
                string: object = json.loads(match[0], strict=False)
            except ValueError:
                continue
            if isinstance(string, str):
                yield string


def _markup(string: str) -> Iterator[str]:
    if _MARKUP.search(string):
        yield string
    elif not any(mark in string for mark in '{}[]<>"'):
        yield "".join(f"<p>{escape(line)}</p>" for line in string.splitlines())


def _shares(wanted: frozenset[str], outline: Outline) -> bool:
    text = _pieces(" ".join(block.text for block in outline.blocks))
    return bool(wanted) and len(wanted & text) >= SHARED * len(wanted)


def _pieces(text: str) -> frozenset[str]:
    """Return the words of a text; of one without spaces, its characters."""
    words = key(text).split()
    wide = (char for word in words if ord(word[0]) > 0x2E80 for char in word)
    return frozenset((*(word for word in words if ord(word[0]) <= 0x2E80), *wide))
