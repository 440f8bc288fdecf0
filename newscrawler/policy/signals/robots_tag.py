"""What do X-Robots-Tag and meta robots say? Google's, Bing's and DeviantArt's words.

https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag,
https://blogs.bing.com/webmaster/september-2023 (noarchive, nocache), DeviantArt 2022
(noai). Lines for all agents and for our token count; of them the most restrictive.
House rules (strict): directives and names are several whatever sign parts them, or
stands around them, to deny; one that has a value which it takes none of is one; "all"
names us too; the header's name in markup (http-equiv) is the header; and uses of AI are denied
in the words of Content-Usage and Content-Signal.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from newscrawler.page import Page
from newscrawler.policy.formats.robots_tag import (
    Directive,
    read_date,
    read_directives,
)
from newscrawler.policy.formats.usage_preferences import read_usage
from newscrawler.policy.lattice import RESTRAINING
from newscrawler.policy.model import Preference, Scope, Statement
from newscrawler.policy.record import epoch, iso_time
from newscrawler.policy.visit import (
    ALIAS,
    Signal,
    Visit,
    Words,
    said_in_header,
    said_in_markup,
)
from newscrawler.purpose import Purpose

NAME = "robots-tag"
SPEC = "Google robots meta tag, X-Robots-Tag"

_SEARCH = frozenset((Purpose.SEARCH,))
_ARCHIVE = frozenset((Purpose.ARCHIVE,))
_AI_INPUT = frozenset((Purpose.AI_INPUT,))
_AI_TRAIN = frozenset((Purpose.AI_TRAIN,))
_AI = _AI_INPUT | _AI_TRAIN
_AI_USES = _AI | {Purpose.TDM}

_DENIES = {
    "noindex": _SEARCH | _AI_INPUT,
    "none": _SEARCH | _AI_INPUT,
    "noarchive": _ARCHIVE,
    "nosnippet": _AI_INPUT,
    "noai": _AI,
    "noml": _AI_TRAIN,
    "noaiml": _AI_TRAIN,
    "nogenai": _AI_TRAIN,
    "noaitraining": _AI_TRAIN,
    "disallowaitraining": _AI_TRAIN,
}
_DENIES_STRICT = {
    "noarchive": _ARCHIVE | _AI,  # Bing: nor in chat answers, nor for training
    "nocache": _AI,  # Bing: title and snippet alone, which we cannot keep to
    "noai": _AI | {Purpose.TDM},
}
_FAMILY = re.compile(
    r"no[-_]?(ai|ml|llm|gen[-_]?ai|aiml|ai[-_]?train(ing)?)", re.IGNORECASE
)
_NAMES_END = re.compile(r"[^\w*/.-]+")
_FOR_ALL = ("*", "robots", "robot", "all")
"""Names of all crawlers; the last two are house rules."""
EXPIRY = "unavailable_after"
_LAST = 253_402_300_799.0
"""The last second of the year 9999, beyond which there are no dates."""
_ZERO = re.compile(r"[^\w-]*0+(?!\w)")
_IMAGES = ("noimageai", "noimageindex")
_NO_LINKS = ("nofollow", "none")

Place = Callable[[Words, Scope], Statement]


def statements(visit: Visit) -> Iterator[Statement]:
    """Return what header and markup say to us or to all."""
    page = visit.page
    if page is None:
        return
    for line in page.header_lines("x-robots-tag"):
        for one in read_directives(line, liberal=visit.is_strict):
            if _is_for_us(one.agent, visit):
                yield from _said(one, f"X-Robots-Tag: {line}", visit, _in_header(page))
    for meta in page.metas:
        is_header = visit.is_strict and meta.name == "x-robots-tag"
        if not (is_header or _is_robots_meta(meta.name, visit)):
            continue
        content, liberal = meta.content, visit.is_strict
        for one in read_directives(content, liberal=liberal, has_agents=is_header):
            if not _is_for_us(one.agent, visit):
                continue
            place = _in_meta(page, meta.name)
            yield from _said(one, content, visit, place)


def _is_robots_meta(name: str, visit: Visit) -> bool:
    """Tell whether a meta of this name is for us; strict, several names are a list."""
    if not visit.is_strict:
        return name == "robots" or _names_us(name, visit)
    return any(_is_for_us(one, visit) for one in names_in(name))


def names_in(name: str) -> list[str]:
    """Return the crawlers that a meta's name lists, without their versions."""
    return [one.partition("/")[0] for one in _NAMES_END.split(name) if one]


def _in_header(page: Page) -> Place:
    return lambda words, scope: said_in_header(words, page, "x-robots-tag", scope)


def _in_meta(page: Page, name: str) -> Place:
    selector = f'meta[name="{name}" i]'
    return lambda words, scope: said_in_markup(words, page, selector, scope)


def _is_for_us(agent: str | None, visit: Visit) -> bool:
    for_all = _FOR_ALL if visit.is_strict else _FOR_ALL[:2]
    return agent is None or agent in for_all or _names_us(agent, visit)


def _names_us(agent: str, visit: Visit) -> bool:
    ours = {visit.terms.agent.lower()} | ({ALIAS.lower()} if visit.is_strict else set())
    return agent in ours


def _said(
    one: Directive, quote: str, visit: Visit, place: Place
) -> Iterator[Statement]:
    for purposes, preference, scope, condition in _effects(one, visit):
        words = Words(NAME, purposes, preference, quote, SPEC, condition)
        yield place(words, scope)


Effect = tuple[frozenset[Purpose], Preference, Scope, str | None]


def _effects(one: Directive, visit: Visit) -> Iterator[Effect]:
    denied = Preference.DISALLOWED
    purposes = denied_by(one, visit)
    if purposes:
        yield purposes, denied, Scope.PAGE, None
    if one.name in _NO_LINKS:
        yield frozenset(), denied, Scope.LINKS, None
    if one.name in _IMAGES:
        yield _SEARCH | _AI, denied, Scope.ASSET, None
    if one.name == "nocache" and not visit.is_strict:
        yield _AI, Preference.CONDITIONAL, Scope.PAGE, "snippet"
    if one.name == EXPIRY:
        yield from _expiry(one, visit)


def denied_by(one: Directive, visit: Visit) -> frozenset[Purpose]:
    """Return the uses that a directive denies to whom it is for."""
    if one.name == "max-snippet":
        is_none = one.value == "0" or (visit.is_strict and _ZERO.match(one.value or ""))
        return _AI_INPUT if is_none else frozenset()
    if visit.is_strict:
        if one.value is not None:
            usage = read_usage(f"{one.name}={one.value}", liberal=True)
            denied = (said for said in usage if said.preference in RESTRAINING)
            found = frozenset().union(*(said.purposes for said in denied))
            if found and found <= _AI_USES:
                return found
        if one.name in _DENIES_STRICT:
            return _DENIES_STRICT[one.name]
        if _FAMILY.fullmatch(one.name) and one.name not in _DENIES:
            return _DENIES_STRICT["noai"]
    return _DENIES.get(one.name, frozenset())


def _expiry(one: Directive, visit: Visit) -> Iterator[Effect]:
    date = read_date(one.value or "")
    purposes = _SEARCH | _ARCHIVE
    if date is None:
        if visit.is_strict:  # house: a date that nobody can read may have passed
            yield purposes, Preference.CONDITIONAL, Scope.PAGE, EXPIRY
    elif date <= visit.now:
        yield purposes, Preference.DISALLOWED, Scope.PAGE, EXPIRY
    else:  # it may have come when it is asked again what was kept: see as_of
        condition = f"{EXPIRY} {iso_time(min(date, _LAST))}"
        yield purposes, Preference.UNKNOWN, Scope.PAGE, condition


def as_of(one: Statement, now: float) -> Statement:
    """Return what was said of a page as it holds now: its last day may be over."""
    word, _, date = (one.condition or "").partition(" ")
    if one.signal == NAME and word == EXPIRY and date and epoch(date) <= now:
        return replace(one, preference=Preference.DISALLOWED)
    return one


SIGNAL = Signal(NAME, statements, of_page=True)
