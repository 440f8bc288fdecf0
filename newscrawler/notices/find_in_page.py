"""Which reservations bind a page, and where do they stand?"""

import re
from collections.abc import Iterator

from newscrawler.notices.blocks import Block, blocks
from newscrawler.notices.find import notices_in
from newscrawler.notices.markup import markup_may_hold_notice
from newscrawler.notices.model import Act, Notice, PageNotice, Place, Scope
from newscrawler.notices.places import place_of
from newscrawler.notices.statements import Statement, statements
from newscrawler.notices.trigger import may_hold_notice
from newscrawler.page import Page
from newscrawler.selector import css_path

_WHOLE = 0.5
"""Part of its block that a notice in the midst of an article fills: our choice."""

_TERMS = re.compile(
    r"terms|legal|copyright|imprint|impressum|conditions|policy|policies|nutzungs|rights|licen[cs]|mentions|aviso|note-legali|ketentuan|pedoman|disclaimer|agb|syarat|kebijakan|privacy|robots|tdm"
)
_NEWS_PLACES = frozenset(
    (Place.BODY, Place.OUTSIDE, Place.DESCRIPTION, Place.QUOTATION)
)
"""Where others may be quoted, unless the page is one of terms."""


def notices_of_page(page: Page) -> list[PageNotice]:
    """Return the reservations that bind a page; every sentence once a place."""
    if page.problem is not None or not markup_may_hold_notice(page.text):
        return []
    found = [*_in_statements(page), *_in_blocks(page)]
    seen: set[tuple[str, Place]] = set()
    once: list[PageNotice] = []
    for notice in found:
        key = (" ".join(notice.text.split()), notice.place)
        if key not in seen:
            seen.add(key)
            once.append(notice)
    return once


def _in_statements(page: Page) -> Iterator[PageNotice]:
    stated = list(statements(page))
    if not may_hold_notice("\n".join(one.text for one in stated)):
        return
    for one in stated:
        for notice in notices_in(one.text, page.language):
            if _binds(notice, one):
                yield _placed(
                    notice, one.place, one.selector, is_picture=one.is_picture
                )


def _binds(notice: Notice, stated: Statement) -> bool:
    """Tell whether a value is the publisher's own word on the page.

    A description is news; "no robots" under a picture may speak of the picture.
    """
    if stated.place is Place.DESCRIPTION:
        return _speaks_for_itself(notice, stated.text)
    on_bots_alone = notice.purposes == {Act.CRAWL} and not notice.is_own
    return stated.place is not Place.ATTRIBUTE or not on_bots_alone


def _in_blocks(page: Page) -> Iterator[PageNotice]:
    found = blocks(page.tree)
    if not may_hold_notice("\n".join(block.text for block in found)):
        return
    is_terms = _TERMS.search(page.url.partition("?")[0].lower()) is not None
    for at, block in enumerate(found):
        for notice in notices_in(block.text, page.language):
            place = place_of(block, found[at + 1 :])
            if is_terms and place in (Place.BODY, Place.OUTSIDE):
                place = Place.TERMS
            if place not in _NEWS_PLACES or _speaks_for_itself(notice, block.text):
                yield _placed(notice, place, _selector(block), is_picture=False)


def _selector(block: Block) -> str:
    """Return what leads to a block; to a comment, the element that it stands in."""
    node = block.node
    if not node.is_comment_node:
        return css_path(node)
    outer = node.parent
    is_inside = outer is not None and outer.is_element_node
    return f"{css_path(outer)} > comment" if outer and is_inside else "comment"


def _speaks_for_itself(notice: Notice, block: str) -> bool:
    """Tell whether a sentence amid news names its own site and is all of its block."""
    return notice.is_own and len(notice.text) >= _WHOLE * len(block.strip())


def _placed(
    notice: Notice, place: Place, selector: str, *, is_picture: bool
) -> PageNotice:
    return PageNotice(
        text=notice.text,
        start=notice.start,
        end=notice.end,
        language=notice.language,
        purposes=notice.purposes,
        scope=_scope(notice, place, is_picture=is_picture),
        exception=notice.exception,
        ai_only=notice.ai_only,
        rights_holder=notice.rights_holder,
        is_own=notice.is_own,
        rule=notice.rule,
        place=place,
        selector=selector,
    )


def _scope(notice: Notice, place: Place, *, is_picture: bool) -> Scope:
    """Return the scope that a place gives to a sentence which names none."""
    if is_picture or (place is Place.CAPTION and notice.scope is not Scope.SITE):
        return Scope.ASSET
    if notice.scope is not Scope.UNKNOWN:
        return notice.scope
    return Scope.SITE if place in (Place.FOOTER, Place.TERMS) else Scope.PAGE
