"""Which reservations does a page hold, where do they stand, and do they bind it?"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from newscrawler.markup.selector import css_path
from newscrawler.notices.blocks import (
    ITEM,
    Block,
    blocks,
    link_of,
)
from newscrawler.notices.find import MAX_NOTICES, notices_in
from newscrawler.notices.lists import with_lists
from newscrawler.notices.markup import markup_may_hold_notice
from newscrawler.notices.model import Act, Notice, PageNotice, Place, Scope
from newscrawler.notices.places import Places
from newscrawler.notices.statements import Statement, statements
from newscrawler.notices.words import may_refuse, texts_with_words
from newscrawler.page import Page, once_a_page

_WHOLE = 0.5
"""Part of its block that a notice in the midst of an article fills: our choice."""

_TERMS = re.compile(
    r"terms|legal|copyright|imprint|impressum|conditions|policy|policies|nutzungs|rights|licen[cs]|mentions|aviso|note-legali|ketentuan|pedoman|disclaimer|agb|syarat|kebijakan|privacy|robots|tdm"
)
_WORDS = 4
"""Words of a step in an address that is the slug of an article: our choice."""

_OF_A_LAW = re.compile(
    r"\s{0,9}[\"“”„«»「]?(?:art(?:\.|icle|ikel|icolo|ículo|igo|icolul)?|čl\.|§|pasal|стат(?:ья|тя)|ст\.|madde|điều|มาตรา|अनुच्छेद|المادة|סעיף|άρθρο|第)\s?\d",
    re.IGNORECASE,
)
"""What a section of a law begins with, as news cites it."""

_ONE_QUOTATION = re.compile(
    r"«[^«»]+»|»[^«»]+«|“[^“”]+”|„[^„“”]+[“”]|\"[^\"]+\"|「[^「」]+」|『[^『』]+』"
)

_NEWS_PLACES = frozenset((Place.BODY, Place.OUTSIDE))
"""Where others may be quoted, unless the page is one of terms."""


_TOLD = _NEWS_PLACES | {Place.QUOTATION}
"""Where others are told of; where a page is one of terms it is their text: some set it
as quotations."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """The reservations in a page: those that bind it, and those that may be quoted."""

    binding: tuple[PageNotice, ...] = ()
    candidates: tuple[PageNotice, ...] = ()
    is_beyond: bool = False
    """Whether there are more than are read."""


def read_page(page: Page) -> PageReading:
    """Return the reservations in a page, every sentence once a place."""
    if page.problem is not None or not markup_may_hold_notice(page.text):
        return PageReading()
    stated, shown = list(statements(page)), with_lists(blocks(page.tree))
    texts = [one.text for one in stated] + [block.text for block in shown]
    speaking = texts_with_words(texts)
    first = bisect_left(speaking, len(stated))
    every = chain(
        _in_statements(page, [stated[at] for at in speaking[:first]]),
        _in_blocks(page, shown, [at - len(stated) for at in speaking[first:]]),
    )
    found = list(islice(every, MAX_NOTICES + 1))
    return PageReading(
        tuple(_once(notice for notice, binds in found if binds)),
        tuple(_once(notice for notice, binds in found if not binds)),
        is_beyond=len(found) > MAX_NOTICES,
    )


reading_of = once_a_page(read_page)
"""The reservations in a page, which is read when first asked about."""


def _once(found: Iterable[PageNotice]) -> Iterator[PageNotice]:
    """Yield notices without those whose words stood in such a place before."""
    seen: set[tuple[str, Place]] = set()
    for notice in found:
        key = (" ".join(notice.text.split()), notice.place)
        if key not in seen:
            seen.add(key)
            yield notice


def _in_statements(
    page: Page, stated: Iterable[Statement]
) -> Iterator[tuple[PageNotice, bool]]:
    """Yield notices in what a page states beside its text, and whether they bind."""
    for one in stated:
        for notice in notices_in(one.text, page.language, is_part=True):
            placed = _placed(notice, one.place, one.selector, is_picture=one.is_picture)
            yield placed, _binds(page, notice, one)


def _binds(page: Page, notice: Notice, stated: Statement) -> bool:
    """Tell whether a value is the publisher's own word on the page.

    A description is news; "no robots" under a picture may speak of the picture, and
    what letters alone weigh for may be a headline, as what the page is called is.
    """
    if stated.place is Place.DESCRIPTION:
        return _speaks_for_itself(notice, stated.text)
    on_bots_alone = notice.purposes == {Act.CRAWL} and not notice.is_own
    is_unsure = on_bots_alone or notice.is_weighed or _is_headline(page, stated.text)
    return stated.place is not Place.ATTRIBUTE or not is_unsure


def _is_headline(page: Page, text: str) -> bool:
    """Tell whether a text is what the page is called, whatever follows there."""
    own = " ".join(text.split())
    title = page.tree.css_first("title")
    called = (page.meta("og:title", "twitter:title"), title.text() if title else None)
    return any(own in " ".join(name.split()) for name in called if name)


def _is_terms(url: str) -> bool:
    """Tell whether an address is one of terms; a headline in it names what it will."""
    steps = url.partition("?")[0].lower().split("/")[3:]
    return any(_TERMS.search(step) and step.count("-") < _WORDS for step in steps)


def _in_blocks(
    page: Page, found: Sequence[Block], speaking: Iterable[int]
) -> Iterator[tuple[PageNotice, bool]]:
    """Yield notices in the text and the comments of a page, and whether they bind.

    ``speaking``: the numbers of the blocks that have a word of one.
    """
    places, is_terms = Places(found), _is_terms(page.url)
    for at in speaking:
        block = found[at]
        if not may_refuse(block.text):
            continue
        notices = notices_in(block.text, page.language, is_part=True)
        if not notices:
            continue
        place = places.place_of(at)
        if is_terms and place in _TOLD:
            place = Place.TERMS
        for notice in notices:
            placed = _placed(notice, place, _selector(block), is_picture=False)
            yield placed, _binds_in(place, notice, block)


def _binds_in(place: Place, notice: Notice, block: Block) -> bool:
    """Tell whether a sentence of the text is the publisher's own word on the page."""
    if place is Place.QUOTATION:
        return False
    if place is Place.TAIL:
        is_sure = not notice.is_weighed or (
            notice.is_own and _fills(notice, block.text)
        )
        return is_sure and not _names_a_page(block)
    if place not in _NEWS_PLACES:
        return True
    if block.node.tag == "pre" or _is_said(block.text) or _names_a_page(block):
        return False  # an example, another's words, or the name of another page
    return _speaks_for_itself(notice, block.text)


def _names_a_page(block: Block) -> bool:
    """Tell whether a block is a link elsewhere than to terms: a headline."""
    link = link_of(block.node)
    if link is None:
        return False
    href = link.attributes.get("href") or ""
    return _TERMS.search(href.lower()) is None


def _is_said(text: str) -> bool:
    """Tell whether a block is one quotation: an answer in an interview."""
    return _ONE_QUOTATION.fullmatch(text.strip()) is not None


def _selector(block: Block) -> str:
    """Return what leads to a block; to a comment, the element that it stands in."""
    node = block.node
    if not node.is_comment_node:
        return css_path(node)
    outer = node.parent
    is_inside = outer is not None and outer.is_element_node
    return f"{css_path(outer)} > comment" if outer and is_inside else "comment"


def _speaks_for_itself(notice: Notice, block: str) -> bool:
    """Tell whether a sentence amid news names its own site and is all of its block, or
    of its item in a list.

    Where letters have to weigh, it may be news.
    """
    if notice.is_doubtful or notice.is_weighed:
        return False
    first = block.rfind("\n", 0, notice.start) + 1
    line = block[first:].partition("\n")[0]
    said = line if line.startswith(ITEM) else block
    return notice.is_own and _fills(notice, said) and _OF_A_LAW.match(said) is None


def _fills(notice: Notice, text: str) -> bool:
    return len(notice.text) >= _WHOLE * len(text.strip())


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
        is_doubtful=notice.is_doubtful,
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
