"""Which elements of the page are not to be shown in excerpts? ``data-nosnippet``.

https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag, section
"Using the data-nosnippet HTML attribute": on span, div and section, with or without a
value. Google defines it for snippets of search results alone.

House rule (strict): what is kept out of excerpts is kept out of ai-input. No scope of
ours is an element's. ASSET would say too little (nothing refuses by it, and the words
would go to a model all the same), a denial of the PAGE too much (one box would close
the article). What is true of the page is a condition: it may be used as ai-input if
these elements are left out. Our article leaves them out, so our own settings meet the
condition (``NEWSCRAWLER_MEETS``); a project with the add-on alone has to say so. Only elements of the main content condition it; a cookie banner or a footer is
recorded with preference unknown, for the article holds none of it. The selectors say
which elements they are.
"""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from newscrawler.markup.selector import css_path
from newscrawler.page import Page
from newscrawler.policy.model import Preference, Statement
from newscrawler.policy.visit import Signal, Visit, Words, said_in_markup
from newscrawler.purpose import Purpose

NAME = "data-nosnippet"
SPEC = "house: Google, data-nosnippet HTML attribute"
CONDITION = "leave-out"
ATTRIBUTE = "data-nosnippet"

MOST_READ = 1_000
"""Elements of a page that are looked at: our choice."""

MOST = 16
"""Elements of a page that are recorded one by one: our choice."""

_CONTENT = "main,article,[role=main],[itemprop=articleBody]"
_CONTENT_TAGS = ("main", "article")
_FURNITURE_TAGS = ("nav", "footer", "aside", "header", "dialog", "form")
_FURNITURE_ROLES = (
    *("dialog", "alertdialog", "navigation", "contentinfo"),
    *("complementary", "banner", "search"),
)


def statements(visit: Visit) -> Iterator[Statement]:
    """Return one statement for each such element that holds words, outermost only."""
    page = visit.page
    if page is None:
        return
    for node, is_content in _elements(page):
        binds = visit.is_strict and is_content
        words = Words(
            signal=NAME,
            purposes=frozenset((Purpose.AI_INPUT,)),
            preference=Preference.CONDITIONAL if binds else Preference.UNKNOWN,
            quote=f"<{node.tag} {ATTRIBUTE}>",
            spec=SPEC,
            condition=CONDITION,
        )
        yield said_in_markup(words, page, css_path(node) or f"[{ATTRIBUTE}]")


def _elements(page: Page) -> list[tuple[LexborNode, bool]]:
    """Return each element, and whether it is content; what is comes first: it binds."""
    told = [
        node
        for node in page.told.left_out[:MOST_READ]
        if not _is_inside_another(node) and node.text(strip=True)
    ]
    is_marked = bool(told) and page.tree.css_first(_CONTENT) is not None
    found = [(node, _is_content(node, is_marked=is_marked)) for node in told]
    return sorted(found, key=lambda pair: not pair[1])[:MOST]


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    at = node.parent
    while at is not None:
        yield at
        at = at.parent


def _is_inside_another(node: LexborNode) -> bool:
    return any(ATTRIBUTE in one.attributes for one in _ancestors(node))


def _is_content(node: LexborNode, *, is_marked: bool) -> bool:
    """Tell whether an element may hold words of the article.

    ``is_marked``: the page tells its main content from the rest.
    """
    line = [node, *_ancestors(node)]
    if node.css_first(_CONTENT) is not None or any(map(_is_main, line)):
        return True
    return not is_marked and not any(map(_is_furniture, line))


def _is_main(node: LexborNode) -> bool:
    role = (node.attributes.get("role") or "").lower()
    item = (node.attributes.get("itemprop") or "").lower()
    return node.tag in _CONTENT_TAGS or role == "main" or item == "articlebody"


def _is_furniture(node: LexborNode) -> bool:
    role = (node.attributes.get("role") or "").lower()
    return node.tag in _FURNITURE_TAGS or role in _FURNITURE_ROLES


SIGNAL = Signal(NAME, statements, of_page=True)
