"""What do the sentences on the page reserve? newscrawler.notices, in the gate's terms.

A prose reservation is "machine-readable means" to one court and not to another:
house rule, it binds. A notice that names another rights holder than the site's binds
its page alone; the site's own sentence about "this website" binds the site, and so does what a feed says of the rights in all that it lists.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from newscrawler.notices import (
    Notice,
    PageNotice,
    find_candidates,
    find_notices,
    find_page_notices,
)
from newscrawler.page import Page
from newscrawler.policy.formats.feed_entries import is_feed, said_of_whole
from newscrawler.policy.formats.robots_comments import Comment
from newscrawler.policy.model import Preference, Scope, Statement
from newscrawler.policy.permission import same_party
from newscrawler.policy.visit import Signal, Visit, Words, said_in_markup
from newscrawler.purpose import Purpose

NAME = "notice"
SPEC = "house: a sentence that reserves rights; Directive (EU) 2019/790 article 4(3)"

REPEATED = 3
"""Pages of a site on which a sentence is its own: DESIGN's, from the third page on."""

DOUBTFUL = "amid the news: it may be somebody else's"
BOILERPLATE = "the same sentence stands on pages of the site"

_VALUES = {purpose.value: purpose for purpose in Purpose}


def statements(visit: Visit) -> Iterator[Statement]:
    """Return a statement for each binding notice on the page."""
    page = visit.page
    if page is None:
        return
    for found in find_page_notices(page):
        holder = found.rights_holder
        is_foreign = holder is not None and not is_ours(holder, visit)
        words = words_of(found, visit, holder if is_foreign else None)
        scope = _scope(found, is_foreign=is_foreign)
        yield said_in_markup(words, page, found.selector, scope)
    for found in find_candidates(page):
        yield from _doubtful(found, page, visit)
    for element, notice in said_of_whole(page.text) if is_feed(page) else ():
        yield said_in_markup(words_of(notice, visit), page, element, Scope.SITE)


def _doubtful(found: PageNotice, page: Page, visit: Visit) -> Iterator[Statement]:
    """Return a sentence amid the news: on record, and binding where it is boilerplate.

    House rule: what stands on three pages of a site is no report. Which pages is said.
    """
    known = visit.pages_with(found.text)
    pages = {page.url: page.sha256} | {url: sha256 for sha256, url in known}
    words = words_of(found, visit)
    if len(pages) < REPEATED:
        unsure = replace(words, preference=Preference.UNKNOWN, condition=DOUBTFUL)
        yield said_in_markup(unsure, page, found.selector)
    else:
        places = ", ".join(f"{url} ({pages[url][:16]})" for url in sorted(pages))
        said = replace(words, condition=f"{BOILERPLATE}: {places}")
        yield said_in_markup(said, page, found.selector, Scope.SITE)


def words_of(notice: Notice, visit: Visit, holder: str | None = None) -> Words:
    """Return what a notice states; ``holder``: whose it is, if not the site's."""
    return Words(
        signal=NAME,
        purposes=refused_purposes(notice, strict=visit.is_strict),
        preference=Preference.DISALLOWED,
        quote=notice.text,
        spec=SPEC,
        condition="written permission" if notice.exception else None,
        holder=holder,
    )


def refused_purposes(notice: Notice, *, strict: bool) -> frozenset[Purpose]:
    """Return what a notice refuses: its purposes, and what its acts stand for.

    ``index`` refuses search, ``crawl`` everything; said of AI alone, ``index`` refuses
    ai-input, and ``crawl`` ai-input, ai-train and (strict) tdm. Strict, a reservation
    of text and data mining covers training, as one in TDMRep does.
    """
    acts = {act.value for act in notice.purposes}
    found = {_VALUES[act] for act in acts if act in _VALUES}
    if strict and Purpose.TDM in found:
        found |= {Purpose.AI_TRAIN}  # as a TDMRep reservation: training begins with it
    if "index" in acts:
        found |= {Purpose.AI_INPUT if notice.ai_only else Purpose.SEARCH}
    if "crawl" in acts and notice.ai_only:
        found |= {Purpose.AI_INPUT, Purpose.AI_TRAIN}
        found |= {Purpose.TDM} if strict else set()
    elif "crawl" in acts:
        found |= set(Purpose)
    return frozenset(found)


def is_ours(holder: str, visit: Visit) -> bool:
    """Tell whether a rights holder is the publisher whom the registry knows."""
    return any(same_party(holder, name) for name in visit.names)


def read_by_eye(comments: Iterable[Comment]) -> Iterator[tuple[int, Notice]]:
    """Yield the notices in words to people, each with its line."""
    for comment in comments:
        for notice in find_notices(comment.text, in_rights_zone=True):
            yield comment.line + comment.text.count("\n", 0, notice.start), notice


def _scope(notice: Notice, *, is_foreign: bool) -> Scope:
    if notice.scope.value == "asset":
        return Scope.ASSET
    if notice.scope.value == "site" and not is_foreign:
        return Scope.SITE
    return Scope.PAGE


SIGNAL = Signal(NAME, statements, of_page=True)
