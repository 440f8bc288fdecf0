"""Is a page an article? By what it says of itself, then by its form.

https://schema.org/NewsArticle, https://ogp.me/#types. A page that says nothing is
taken for what its URL looks like.
"""

from collections.abc import Iterator, Mapping

from newscrawler.address import canonical_form
from newscrawler.discovery.article_url import Judged, Kind, judged
from newscrawler.page import Json, Page

ARTICLE_TYPES = frozenset(
    [
        "advertisercontentarticle",
        "analysisnewsarticle",
        "article",
        "askpublicnewsarticle",
        "backgroundnewsarticle",
        "blogposting",
        "liveblogposting",
        "newsarticle",
        "opinionnewsarticle",
        "report",
        "reportagenewsarticle",
        "reviewnewsarticle",
        "satiricalarticle",
        "socialmediaposting",
    ]
)
"""schema.org/Article and what is below it, without what no newsroom writes."""

OTHER_TYPES = frozenset(
    [
        "aboutpage",
        "checkoutpage",
        "collectionpage",
        "contactpage",
        "imagegallery",
        "itemlist",
        "mediagallery",
        "podcastepisode",
        "podcastseries",
        "profilepage",
        "searchresultspage",
        "videogallery",
    ]
)
"""schema.org/WebPage's kinds that are a list or a form, and what is only to be heard."""

OTHER_OPEN_GRAPH = ("website", "profile", "product", "book", "video", "music")
"""Kinds of https://ogp.me that are no article; a part after "." is a kind of theirs."""

PARAGRAPHS = 3
LONG_PARAGRAPH = 60
"""Paragraphs, and letters of one, that make a text: our choice."""

TEASERS = 8
"""``<article>`` elements of a page that is a list of teasers: our choice."""


def judged_page(page: Page) -> Judged:
    """Return what a page is, and the sign of it.

    JSON-LD of the page itself speaks first, then og:type, then the address. What a
    list says of each of its teasers does not make it an article.
    """
    return _by_json_ld(page) or _by_open_graph(page) or _by_form(page)


def _by_json_ld(page: Page) -> Judged | None:
    articles = [one for one in page.json_ld if _types(one) & ARTICLE_TYPES]
    addresses = {canonical_form(url) for one in articles for url in _addresses(one)}
    if articles and _own_addresses(page) & addresses:
        return Judged(Kind.ARTICLE, "JSON-LD: an article at this address")
    kinds = {kind for one in page.json_ld for kind in _types(one)}
    others = sorted(kinds & OTHER_TYPES)
    if len(articles) == 1:
        return Judged(Kind.ARTICLE, "JSON-LD: one article")
    if others:
        return Judged(Kind.OTHER, f"JSON-LD: {others[0]}")
    if articles:
        return Judged(Kind.OTHER, f"JSON-LD: {len(articles)} articles, none of them it")
    return None


def _own_addresses(page: Page) -> set[str]:
    stated = (one.attributes.get("href") for one in page.told.linking("canonical"))
    canonical = (page.absolute(href or "") for href in stated)
    return {canonical_form(url) for url in (page.url, *filter(None, canonical))}


def _types(one: Mapping[str, Json]) -> set[str]:
    stated = one.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    texts = (name.rpartition("/")[2] for name in names if isinstance(name, str))
    return {name.lower() for name in texts}


def _addresses(one: Mapping[str, Json]) -> Iterator[str]:
    """Yield where an object says that it stands."""
    main = one.get("mainEntityOfPage")
    for place in (one, main if isinstance(main, dict) else {"@id": main}):
        for key in ("url", "@id"):
            text = place.get(key)
            if isinstance(text, str) and text.startswith("http"):
                yield text


def _by_open_graph(page: Page) -> Judged | None:
    kind = (page.meta("og:type") or "").lower()
    if kind == "article" or page.meta("article:published_time"):
        return Judged(Kind.ARTICLE, "og:type: article")
    if kind.partition(".")[0] in OTHER_OPEN_GRAPH and kind != "website":
        return Judged(Kind.OTHER, f"og:type: {kind}")
    return None


def _by_form(page: Page) -> Judged:
    """Return what the address looks like; "website" is what many systems always say."""
    found = judged(page.url)
    teasers = len(page.tree.css("article"))
    if found.kind is not Kind.ARTICLE and teasers >= TEASERS:
        return Judged(Kind.OTHER, f"{teasers} teasers")
    if found.kind is not Kind.UNKNOWN:
        return found
    if len(page.tree.css("h1")) == 1 and _paragraphs(page) >= PARAGRAPHS:
        return Judged(Kind.ARTICLE, "one headline and its paragraphs")
    if page.meta("og:type") == "website":
        return Judged(Kind.OTHER, "og:type: website")
    return found


def _paragraphs(page: Page) -> int:
    """Return how many paragraphs a reader would read, links and all aside."""
    found = (node for node in page.tree.css("p") if node.css_first("a") is None)
    return sum(len(node.text().strip()) >= LONG_PARAGRAPH for node in found)
