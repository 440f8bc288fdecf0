"""What is the headline, without the site's name around it?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from newscrawler.article.affixes import without_site
from newscrawler.article.blocks import Outline
from newscrawler.article.furniture import furniture_kind
from newscrawler.article.names import Part
from newscrawler.article.plain import key, seen
from newscrawler.article.stated import Stated, is_news, texts, written
from newscrawler.page import Page

MAX_HEADLINE = 400
"""Characters of a headline: our choice; a longer one is a mistake of the page."""

AGREED = 0.9
"""How much of the stated headlines an h1 must share, itself counting for 0.4."""

NEARLY = 0.75
"""How much of one stated headline another heading must share."""

SAME = 1.0
"""How much of it, where the page has an only h1 of several words besides."""

LEAST_WORDS = 4
"""Words, or characters without spaces, of an h1 that is believed against all: our choice."""

CLOSE = 16
"""Blocks below an h1 among which the headline may be printed once more: our choice."""

MAX_SAID = 2000
"""Characters of a stated headline that are read at all."""


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
    homes = _homes(outline)
    sites = frozenset(filter(None, map(key, (*site_names, *homes))))
    sites -= {key(page.meta("og:title") or "")}
    said = _said(page, stated, sites, _sections(page, stated))
    if title := _unanimous(outline, said):
        return title
    shown = [one for one in _shown(outline) if one[1] not in homes]
    best = _agreed(shown, said)
    if best is None:
        return None
    best = _spaced(best, said)
    if is_news(stated):
        best = _printed_over(best, outline, said) or _preferred(best, shown, said)
    best = _without_kicker(best, outline, said)
    others = [text for _, text in said if key(text) not in key(best.text)]
    alternative = next((t for t in others if key(best.text) not in key(t)), None)
    return Title(best.text, best.source, alternative)


def _unanimous(outline: Outline, said: Sequence[tuple[str, str]]) -> Title | None:
    """Return the only h1 if all say the same, as on most pages: nothing to weigh."""
    tops = [block.text for block in outline.blocks if block.kind == "h1"]
    if len(tops) != 1 or not said or len(tops[0]) > MAX_HEADLINE:
        return None
    wanted = key(tops[0])
    is_said = wanted and all(key(text) == wanted for _, text in said)
    return Title(tops[0], "h1") if is_said else None


def _homes(outline: Outline) -> frozenset[str]:
    """Return the headings that link to the home page: the site's name, no headline."""
    return frozenset(
        block.text
        for block in outline.blocks
        if block.linked and block.kind in ("h1", "h2")
        if any(_is_home(span.href) for span in block.spans if span.href)
    )


def _is_home(href: str) -> bool:
    try:
        return href[0] not in "#?" and urlsplit(href).path in ("", "/")
    except ValueError:
        return False


def _sections(page: Page, stated: Stated) -> frozenset[str]:
    """Return the names of the sections that a title may end in."""
    metas = ("article:section", "section", "category", "content_category")
    named = [
        *texts(stated.value("articleSection")),
        *(page.meta(m) or "" for m in metas),
    ]
    folders = urlsplit(page.url).path.split("/")[1:-1]
    return frozenset(filter(None, map(key, (*named, *folders))))


def _said(
    page: Page, stated: Stated, sites: frozenset[str], sections: frozenset[str]
) -> list[tuple[str, str]]:
    """Return what machine-readable headlines say, site and section cut off."""
    node = (page.tree.head or page.tree).css_first("title")
    title = node.text(separator=" ") if node is not None else ""
    said = [
        ("json-ld", stated.text("headline") or ""),
        ("meta", page.meta("og:title", "dc.title", "twitter:title", "title") or ""),
        ("title", title),
    ]
    clean = {  # most say the same
        text: without_site(written(text[:MAX_SAID]), sites, sections)[:MAX_HEADLINE]
        for text in {text for _, text in said}
    }
    return [(source, clean[text]) for source, text in said if key(clean[text])]


def _shown(outline: Outline) -> list[tuple[str, str]]:
    """Return the headlines that a reader sees: h1 first, then what is so named."""
    tops = [block for block in outline.blocks if block.kind == "h1"]
    named, seconds = [], []
    for block in outline.blocks:
        if not block.linked and 10 < len(block.text) <= MAX_HEADLINE:
            parts = outline.boxes[block.box].parts
            if block.kind == "h2":
                seconds.append(("h2", block.text))
            if (
                block.kind != "h1"
                and Part.HEADLINE in parts
                and Part.COMMENTS not in parts
            ):
                named.append(("named", block.text))
    if len(tops) > 1:  # "More from the region" is a heading of other articles
        tops = [block for block in tops if furniture_kind(block) is None] or tops
    read = (("h1", block.text) for block in tops if len(block.text) <= MAX_HEADLINE)
    return [*read, *named[:4], *seconds[:4]]


def _agreed(
    shown: Sequence[tuple[str, str]], said: Sequence[tuple[str, str]]
) -> Title | None:
    """Return the shown headline most like the said ones, else the first said."""
    told = [(_pieces(text)) for _, text in said]
    likenesses = [[_likeness(_pieces(text), one) for one in told] for _, text in shown]
    scored = [
        (sum(likenesses[at]) + (0.4 if source == "h1" else 0), -at)
        for at, (source, _) in enumerate(shown)
    ]
    alone = _only_h1(shown)
    if scored:
        most, at = max(scored)
        source, text = shown[-at]
        nearest = max(likenesses[-at], default=0.0)
        near_enough = nearest >= (SAME if alone else NEARLY)
        if (most >= AGREED if source == "h1" else near_enough) or not said:
            return Title(text, source)
    if alone:
        return Title(alone, "h1")
    if said:
        return Title(said[0][1], said[0][0])
    return Title(shown[0][1], shown[0][0]) if shown else None


def _only_h1(shown: Sequence[tuple[str, str]]) -> str | None:
    """Return a page's one h1 of several words: what machines are told may be meant for
    search engines.
    """
    tops = {text for source, text in shown if source == "h1"}
    text = tops.pop() if len(tops) == 1 else ""
    return text if len(_pieces(text)) >= LEAST_WORDS else None


def _printed_over(
    best: Title, outline: Outline, said: Sequence[tuple[str, str]]
) -> Title | None:
    """Return a headline that is said elsewhere and printed below, after a kicker.

    Some newsrooms put keywords into an h1 among the breadcrumbs, and print their own
    headline in an h2 right below, each part of it in an element of its own.
    """
    if best.source != "h1":
        return None
    others = {key(text): Title(text, source) for source, text in said}
    others.pop(key(best.text), None)
    blocks = outline.blocks
    at = next((n for n, block in enumerate(blocks) if block.text == best.text), 0)
    for block in blocks[at + 1 : at + 1 + CLOSE] if others else ():
        if block.kind == "h2":
            for text, _, _ in block.pieces[1:]:
                if found := others.get(key(text)):
                    return found
    return None


def _preferred(
    best: Title, shown: Sequence[tuple[str, str]], said: Sequence[tuple[str, str]]
) -> Title:
    """Return a newsroom's own headline where its h1 says another, or says more.

    One that it prints below, one that it writes twice for machines, or one that its
    h1 puts a kicker before; a blog's is more often a shorter one for search engines.
    """
    if best.source != "h1":
        return best
    printed, texts = _solid(best.text), dict(said)
    linked, other = texts.get("json-ld"), texts.get("meta")
    if not linked or _solid(linked) == printed:
        return best
    below = {key(text) for source, text in shown if source != "h1"}
    if key(best.text) in below:  # the other one is of another edition
        return best
    again = below | {key(other or "")}
    alone = all(_solid(text) != printed for _, text in said)
    if key(linked) in again or (alone and printed.endswith(_solid(linked))):
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


def _likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Return how much of two headlines is the same words, 0 to 1."""
    if not first or not second:
        return 0.0
    return len(first & second) / max(len(first), len(second))


def _pieces(text: str) -> frozenset[str]:
    """Return the words of a text; of one written without spaces, its characters."""
    words = key(text).split()
    return frozenset(
        piece for word in words for piece in (word if ord(word[0]) > 0x2E80 else [word])
    )


def _without_kicker(
    best: Title, outline: Outline, said: Sequence[tuple[str, str]]
) -> Title:
    """Return an h1 without the kicker or the subtitle in an element of its own.

    Where machines are told the one part alone, or end a longer headline with it.
    """
    block = next((b for b in outline.blocks if b.text == best.text), None)
    known = {key(text) for _, text in said}
    if block is None or best.source != "h1" or key(best.text) in known:
        return best
    pieces = [piece for span in block.spans if (piece := seen(span.text))]
    halves = [
        half
        for at in range(1, len(pieces))
        for half in (" ".join(pieces[:at]), " ".join(pieces[at:]))
    ]
    whole = next((half for half in halves if key(half) in known), None)
    tail = whole or next(
        (half for half in halves[1::2] if _ends_one(half, known)), None
    )
    return Title(tail.strip(" :–-|"), "h1", best.text) if tail else best


def _ends_one(tail: str, known: Iterable[str]) -> bool:
    wanted = key(tail)
    return len(wanted.split()) > 2 and any(
        text.endswith(wanted) or text.startswith(wanted) for text in known
    )
