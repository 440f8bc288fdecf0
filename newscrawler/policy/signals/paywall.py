"""Is the text behind a paywall? schema.org isAccessibleForFree, as Google reads it.

https://schema.org/isAccessibleForFree and
https://developers.google.com/search/docs/appearance/structured-data/paywalled-content.
The property states a fact, no reservation: that a text costs, or with ``hasPart`` a
part of it (``cssSelector``). What we make of it is ours, in both profiles: a text
that is sold is not kept, fed to a model or mined, even where the server sent it to a
stranger: taking it would go round the paywall (AI Act, GPAI Code of Practice, measure
1.2). Search is left open: sites publish the property for search engines. House rule
(strict): a part that costs closes the page, though the whole calls itself free; so does
a meta that calls it locked. True is no grant. Events, places and media are no text, and say nothing here.
"""

import json
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from newscrawler.page import Json, Page
from newscrawler.policy.formats.schema_org import (
    JSON_LD,
    MICRODATA,
    Thing,
    bare_name,
    stated,
    things_in,
    type_names,
)
from newscrawler.policy.model import Preference, Statement
from newscrawler.policy.visit import Signal, Visit, Words, said_in_markup
from newscrawler.purpose import Purpose

NAME = "paywall"
SPEC = "house: schema.org isAccessibleForFree; GPAI Code of Practice, measure 1.2"
PROPERTY = "isAccessibleForFree"

_CLOSED = frozenset((Purpose.ARCHIVE, Purpose.AI_INPUT, Purpose.AI_TRAIN, Purpose.TDM))
_TEXTS = (
    *("Article", "Posting", "Page", "Work", "Report", "Review", "Blog", "Comment"),
    *("HowTo", "Course", "Message", "Book", "Chapter", "Element", "Site", "Periodical"),
)
"""How the names of schema.org's types of text end."""
_NO = ("no", "0", "f", "n")
_MARKUP = f'[itemprop="{PROPERTY}" i]'
_TIERS = ("article:content_tier", "og:article:content_tier")
"""Metas of Facebook's that say "free", "metered" or "locked"."""
MOST_SELECTORS = 8
"""Selectors of parts that a statement quotes: our choice."""


def statements(visit: Visit) -> Iterator[Statement]:
    """Return at most one denial for each syntax that says that the text costs."""
    page = visit.page
    if page is None:
        return
    for quote, selector, salvaged in _found(page, liberal=visit.is_strict):
        denied = Preference.DISALLOWED
        words = Words(NAME, _CLOSED, denied, quote, SPEC, salvaged=salvaged)
        yield said_in_markup(words, page, selector)


def _found(page: Page, *, liberal: bool) -> Iterator[tuple[str, str, bool]]:
    """Return quote, selector, and whether only we read it so."""
    for exact in (True, False) if liberal else (True,):
        quote = _in_json_ld(page, exact=exact)
        markup = _in_markup(page, exact=exact)
        if quote is not None:
            yield quote, JSON_LD, not exact
        if markup is not None:
            yield markup, _MARKUP, not exact
        if quote is not None or markup is not None:
            return
    for meta in page.metas if liberal else ():
        if meta.name in _TIERS and meta.content.strip().lower() == "locked":
            yield f"{meta.name}: {meta.content}", f'meta[name="{meta.name}" i]', True
            return


def _in_json_ld(page: Page, *, exact: bool) -> str | None:
    texts = [one for one in _texts(page) if _is_text(one)]
    parts = [part for one in texts for part in things_in(stated(one, "hasPart"))]
    closed = [one for one in texts if _costs(stated(one, PROPERTY), exact=exact)]
    behind = [one for one in parts if _costs(stated(one, PROPERTY), exact=exact)]
    if not exact:
        closed += behind
    if not closed:
        return None
    value = json.dumps(stated(closed[0], PROPERTY)[0], ensure_ascii=False)
    where = [one for part in behind for one in stated(part, "cssSelector")]
    selectors = [one for one in where if isinstance(one, str)][:MOST_SELECTORS]
    quote = f'"{PROPERTY}": {value}'
    return f"{quote}; cssSelector: {', '.join(selectors)}" if selectors else quote


def _texts(page: Page) -> Iterator[Thing]:
    for one in page.json_ld:
        yield one
        yield from things_in(stated(one, "mainEntity"))


def _is_text(thing: Thing) -> bool:
    names = type_names(thing)
    return not names or any(name.endswith(_TEXTS) for name in names)


def _costs(values: list[Json], *, exact: bool) -> bool:
    """Tell whether a value is false; ``exact``: as JSON, a string or schema.org has it."""
    return any(_is_false(value, exact=exact) for value in values)


def _is_false(value: Json, *, exact: bool) -> bool:
    if value is False:
        return True
    word = bare_name(value).lower() if isinstance(value, str) else str(value)
    return word == "false" or (not exact and word in _NO)


def _in_markup(page: Page, *, exact: bool) -> str | None:
    """Return the value of a microdata property that is false."""
    for node in page.css(MICRODATA):
        attributes = node.attributes
        if (attributes["itemprop"] or "").lower() != PROPERTY.lower():
            continue
        found = attributes.get("content") or attributes.get("href")
        value = found if found is not None else node.text(strip=True)
        if _is_false(value, exact=exact) and _is_of_text(node):
            return f"{PROPERTY}: {value}"
    return None


def _is_of_text(node: LexborNode) -> bool:
    """Tell whether the item that a microdata property belongs to is a text."""
    at = node.parent
    while at is not None:
        item = at.attributes.get("itemtype")
        if item:
            return bare_name(item).endswith(_TEXTS)
        at = at.parent
    return True


SIGNAL = Signal(NAME, statements, of_page=True)
