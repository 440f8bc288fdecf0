"""What is the headline, without the site's name around it?"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newscrawler.article.blocks import Outline
from newscrawler.article.names import Part
from newscrawler.article.plain import key
from newscrawler.article.stated import Stated, is_news, written
from newscrawler.page import Page

MAX_HEADLINE = 400
"""Characters of a headline: our choice; a longer one is a mistake of the page."""

AGREED = 0.9
"""How much of the stated headlines an h1 must share, itself counting for 0.4."""

NEARLY = 0.75
"""How much of one stated headline another heading must share."""

MAX_SAID = 2000
"""Characters of a stated headline that are read at all."""

_SEPARATOR = re.compile(
    r"\s+[|‖·•»›«‹–—:~-]{1,2}\s+|\s*[|｜:：ㅣ]\s+|\s*[｜|ㅣ]\s*|(?<=\S)[_＿](?=\S)|\s+::\s+"
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Title:
    """A headline and where it was read."""

    text: str
    source: str
    alternative: str | None = None


def find_headline(
    page: Page, outline: Outline, stated: Stated, site_names: Iterable[str]
) -> Title | None:
    """Return the headline that h1, JSON-LD and meta elements agree on most."""
    sites = frozenset(filter(None, map(key, site_names)))
    said = _said(page, stated, sites)
    shown = _shown(outline)
    best = _agreed(shown, said)
    if best is None:
        return None
    best = _preferred(_spaced(best, said), shown, said, is_news=is_news(stated))
    others = [text for _, text in said if key(text) not in key(best.text)]
    alternative = next((t for t in others if key(best.text) not in key(t)), None)
    return Title(best.text, best.source, alternative)


def _said(page: Page, stated: Stated, sites: frozenset[str]) -> list[tuple[str, str]]:
    """Return what machine-readable headlines say, the site's name cut off."""
    node = page.tree.css_first("head > title") or page.tree.css_first("title")
    title = node.text(separator=" ") if node is not None else ""
    said = [
        ("json-ld", stated.text("headline") or ""),
        ("meta", page.meta("og:title", "dc.title", "twitter:title", "title") or ""),
        ("title", title),
    ]
    clean = [
        (source, without_site(written(text[:MAX_SAID]), sites)) for source, text in said
    ]
    return [(source, text[:MAX_HEADLINE]) for source, text in clean if key(text)]


def _shown(outline: Outline) -> list[tuple[str, str]]:
    """Return the headlines that a reader sees: h1 first, then what is so named."""
    tops = [block.text for block in outline.blocks if block.kind == "h1"]
    named = [
        block.text
        for block in outline.blocks
        if block.kind != "h1"
        and Part.HEADLINE in outline.boxes[block.box].parts
        and not block.linked
    ]
    seconds = [
        block.text
        for block in outline.blocks
        if block.kind == "h2" and not block.linked
    ]
    return [
        *(("h1", text) for text in tops if len(text) <= MAX_HEADLINE),
        *(("named", text) for text in named[:4] if 10 < len(text) <= MAX_HEADLINE),
        *(("h2", text) for text in seconds[:4] if 10 < len(text) <= MAX_HEADLINE),
    ]


def _agreed(
    shown: Sequence[tuple[str, str]], said: Sequence[tuple[str, str]]
) -> Title | None:
    """Return the shown headline most like the said ones, else the first said."""
    scored = [
        (
            sum(_likeness(text, other) for _, other in said)
            + (0.4 if source == "h1" else 0),
            -at,
        )
        for at, (source, text) in enumerate(shown)
    ]
    if scored:
        most, at = max(scored)
        source, text = shown[-at]
        nearest = max((_likeness(text, other) for _, other in said), default=0.0)
        if (most >= AGREED if source == "h1" else nearest >= NEARLY) or not said:
            return Title(text, source)
    if said:
        return Title(said[0][1], said[0][0])
    return Title(shown[0][1], shown[0][0]) if shown else None


def _preferred(
    best: Title,
    shown: Sequence[tuple[str, str]],
    said: Sequence[tuple[str, str]],
    *,
    is_news: bool,
) -> Title:
    """Return a newsroom's own headline where its h1 says another, or says more.

    One that it prints below, one that it writes twice for machines, or one that its
    h1 puts a kicker before; a blog's is more often a shorter one for search engines.
    """
    if best.source != "h1":
        return best
    printed, texts = _solid(best.text), dict(said)
    linked, other = texts.get("json-ld"), texts.get("meta")
    if not linked or not is_news or _solid(linked) == printed:
        return best
    below = [text for source, text in shown if source != "h1"]
    again = {key(text) for text in (*below, other or "")}
    if key(linked) in again or printed.endswith(_solid(linked)):
        return Title(linked, "json-ld")
    return best


def _spaced(best: Title, said: Sequence[tuple[str, str]]) -> Title:
    """Return the same words with spaces, where an h1 runs a kicker into them."""
    for source, text in said:
        if _solid(text) == _solid(best.text) and key(text) != key(best.text):
            return Title(text, source)
    return best


def _solid(text: str) -> str:
    return key(text).replace(" ", "")


def _likeness(one: str, other: str) -> float:
    """Return how much of two headlines is the same words, 0 to 1."""
    first, second = set(_pieces(one)), set(_pieces(other))
    if not first or not second:
        return 0.0
    return len(first & second) / max(len(first), len(second))


def _pieces(text: str) -> list[str]:
    """Return the words of a text; of one written without spaces, its characters."""
    words = key(text).split()
    return [
        piece for word in words for piece in (word if ord(word[0]) > 0x2E80 else [word])
    ]


def without_site(title: str, sites: frozenset[str]) -> str:
    """Return a title without the site's name and section before or after it.

    >>> without_site("Kebun Raya Dibuka - Harian Contoh", frozenset({"harian contoh"}))
    'Kebun Raya Dibuka'
    """
    while match := _last(_SEPARATOR.finditer(title)):
        affix = key(title[match.end() :])
        if not affix or not _is_site(affix, sites):
            break
        title = title[: match.start()].rstrip()
    first = _SEPARATOR.search(title)
    if (
        first
        and _is_site(key(title[: first.start()]), sites)
        and title[first.end() :].strip()
    ):
        title = title[first.end() :].lstrip()
    return title


def _last(matches: Iterable[re.Match[str]]) -> re.Match[str] | None:
    last = None
    for match in matches:
        last = match
    return last


def _is_site(affix: str, sites: frozenset[str]) -> bool:
    """Tell whether an affix is a site's name, or its host name without the dots."""
    joined = _SPACE.sub("", affix)
    return any(
        affix == site
        or joined == _SPACE.sub("", site)
        or (
            len(joined) > 3
            and len(site) > 3
            and (joined in _SPACE.sub("", site) or _SPACE.sub("", site) in joined)
            and len(affix) < 40
        )
        for site in sites
    )
