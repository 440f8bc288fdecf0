"""What do JSON-LD and meta elements state about the article?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from newscrawler.article.plain import key, seen
from newscrawler.page import Json, Page

Node = dict[str, Json]

ARTICLE_TYPES = (
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "reviewnewsarticle", "backgroundnewsarticle", "askpublicnewsarticle", "article",
    "blogposting", "liveblogposting", "report", "socialmediaposting", "techarticle",
    "scholarlyarticle", "advertisercontentarticle", "satiricalarticle", "discussionforumposting",
)  # fmt: skip
"""schema.org/Article and its descendants, in lower case, news first."""

NEWS_TYPES = tuple(name for name in ARTICLE_TYPES if name.endswith("newsarticle"))

PAGE_TYPES = (
    "webpage",
    "itempage",
    "videoobject",
    "recipe",
    "howto",
    "medicalwebpage",
    "audioobject",
    "podcastepisode",
)

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")


@dataclass(frozen=True, slots=True)
class Stated:
    """The JSON-LD object that speaks of the article, and the one for its page."""

    article: Node
    page: Node
    everything: tuple[Node, ...]

    def value(self, *names: str) -> Json:
        """Return the first of some properties that the article's object states."""
        for name in names:
            if self.article.get(name) not in (None, "", [], {}):
                return self.article[name]
        return None

    def text(self, *names: str) -> str | None:
        """Return the first of some properties as text."""
        return first_text(self.value(*names))

    def name(self, *names: str) -> str | None:
        """Return what the first of some properties is called, here or by its @id."""
        value = self.value(*names)
        if found := first_text(value):
            return found
        ids = {str(node.get("@id")) for node in nodes_in(value)} - {"None"}
        named = (node for node in self.everything if str(node.get("@id")) in ids)
        return next(
            filter(None, (first_text(node.get("name")) for node in named)), None
        )


def read_stated(page: Page) -> Stated:
    """Return what the JSON-LD of a page says about the article on it."""
    nodes = page.json_ld
    articles = [node for node in nodes if _is(node, ARTICLE_TYPES)]
    pages = [node for node in nodes if _is(node, PAGE_TYPES)]
    for node in pages:
        articles.extend(_embedded(node))
    return Stated(_fitting(articles, page), pages[0] if pages else {}, nodes)


def _embedded(node: Node) -> Iterator[Node]:
    """Yield articles that a page's object holds as its main entity."""
    for name in ("mainEntity", "mainEntityOfPage"):
        for inner in nodes_in(node.get(name)):
            if _is(inner, ARTICLE_TYPES):
                yield inner


def _fitting(articles: list[Node], page: Page) -> Node:
    """Return the object whose headline or URL is the page's; else the first."""
    if len(articles) < 2:  # as on most pages
        return articles[0] if articles else {}
    title = key(page.meta("og:title", "twitter:title") or "")
    path = urlsplit(page.url).path.rstrip("/")
    best: Node = {}
    most = -1
    for node in articles:
        headline = key(
            first_text(node.get("headline")) or first_text(node.get("name")) or ""
        )
        score = 2 * bool(headline)
        score += 4 * bool(
            headline and title and (headline in title or title in headline)
        )
        score += 3 * any(
            url and urlsplit(url).path.rstrip("/") == path for url in _urls(node)
        )
        score += "articleBody" in node or "datePublished" in node
        if score > most:
            best, most = node, score
    return best


def is_news(stated: Stated) -> bool:
    """Tell whether the page calls itself a news article, not just an article."""
    return _is(stated.article, NEWS_TYPES)


def _urls(node: Node) -> Iterator[str]:
    for name in ("url", "@id", "mainEntityOfPage"):
        for value in listed(node.get(name)):
            text = (
                value.get("@id") or value.get("url")
                if isinstance(value, dict)
                else value
            )
            if isinstance(text, str) and text.startswith("http"):
                try:
                    urlsplit(text)
                except ValueError:
                    continue
                yield text


def _is(node: Node, types: Iterable[str]) -> bool:
    stated = listed(node.get("@type"))
    return any(
        isinstance(one, str) and one.rpartition("/")[2].lower() in types
        for one in stated
    )


def listed(value: Json) -> list[Json]:
    """Return a JSON value as a list: JSON-LD writes one thing with or without brackets."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def nodes_in(value: Json) -> Iterator[Node]:
    """Yield the objects of a value or list."""
    for one in listed(value):
        if isinstance(one, dict):
            yield one


def texts(value: Json) -> tuple[str, ...]:
    """Return the texts of a value: strings, or what objects call themselves."""
    return tuple(text for one in listed(value) if (text := first_text(one)))


def first_text(value: Json) -> str | None:
    """Return one text of a value, its markup and entities read, None if it has none."""
    for one in listed(value):
        named = one
        if isinstance(named, dict):
            named = named.get("name") or named.get("@value") or named.get("headline")
        if isinstance(named, list):
            named = named[0] if named else None
        if isinstance(named, str) and (text := written(named)):
            return text
    return None


def first_link(value: Json) -> str | None:
    """Return the address that a value is or names, else its text."""
    for one in listed(value):
        if isinstance(one, dict):
            for name in ("url", "@id"):
                if isinstance(url := one.get(name), str) and url.startswith("http"):
                    return url
    return first_text(value)


def written(text: str) -> str:
    """Return the text that a string of JSON-LD or meta means: some escape it twice.

    >>> written("Fish &amp;amp; <b>chips</b>")
    'Fish & chips'
    """
    for _ in range(2):
        if "&" in text:
            text = unescape(text)
    if "<" in text and ">" in text:
        text = _TAG.sub(" ", text)
    return seen(text)
