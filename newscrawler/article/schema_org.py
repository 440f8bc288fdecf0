"""How is an article told to machines that know schema.org?

https://schema.org/NewsArticle as JSON-LD, and back. What has no property there (notices,
usage, decision, metadata, where a byline stood) is not told: see ``article_json`` in the
store for all of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from newscrawler.article.stated import Node, first_text, listed, nodes_in
from newscrawler.items import (
    Article,
    Author,
    AuthorType,
    Byline,
    Dateline,
    Image,
    RelatedLink,
    Role,
    Syndication,
)
from newscrawler.page import Json

SAME = (
    "url", "headline", "alternativeHeadline", "description", "articleBody", "datePublished", "dateModified", "inLanguage",
    "articleSection", "isAccessibleForFree", "copyrightYear", "copyrightNotice", "creditText", "license", "usageInfo",
)  # fmt: skip
"""Fields that schema.org writes as we do."""

_ROLES = {"editor": Role.EDITOR, "translator": Role.TRANSLATOR}
"""Roles with a property of their own; the others contribute under their names."""


def to_schema_org(article: Article) -> Node:
    """Return an article as a JSON-LD object of type ``NewsArticle``.

    >>> to_schema_org(Article("https://a.example/", headline="A"))["headline"]
    'A'
    """
    stated: Node = {"@context": "https://schema.org", "@type": "NewsArticle"}
    stated |= {name: getattr(article, name) for name in SAME}
    stated |= {
        "keywords": list(article.keywords or ()),
        "author": [_author(one) for one in article.authors or ()],
        "image": list(_images(article)),
        "publisher": _named("Organization", article.publisher),
        "copyrightHolder": _named("Organization", article.copyrightHolder),
        "sourceOrganization": _named("Organization", article.agency),
        "dateline": article.dateline.raw if article.dateline else None,
        "locationCreated": _place(article.dateline),
        "isBasedOn": _origin(article.syndication),
        "mentions": [_work(link) for link in article.relatedLinks or ()],
        "mainEntityOfPage": _page(article),
    }
    stated |= _contributors(article.bylines or ())
    return _said(stated)


def _said(stated: Node) -> Node:
    """Return an object without what it does not say."""
    return {
        name: value for name, value in stated.items() if value not in (None, [], {})
    }


def _named(kind: str, name: str | None) -> Json:
    return {"@type": kind, "name": name} if name else None


def _author(author: Author) -> Json:
    return _said({"@type": author.type.value, "name": author.name, "url": author.url})


def _images(article: Article) -> Iterator[Json]:
    """Yield the main picture first, marked as the one that stands for the page."""
    if article.mainImage:
        yield {**_image(article.mainImage), "representativeOfPage": True}
    yield from map(_image, article.images or ())


def _image(image: Image) -> Node:
    return _said(
        {
            "@type": "ImageObject",
            "url": image.url,
            "caption": image.caption,
            "creditText": image.credit,
        }
    )


def _place(dateline: Dateline | None) -> Json:
    return _named("Place", dateline.place if dateline else None)


def _origin(syndication: Syndication | None) -> Json:
    if syndication is None:
        return None
    publisher = _named("Organization", syndication.originName)
    origin: Node = {"url": syndication.originUrl, "publisher": publisher}
    return {"@type": "NewsArticle", **_said(origin)}


def _work(link: RelatedLink) -> Json:
    return _said({"@type": "Article", "url": link.url, "headline": link.headline})


def _page(article: Article) -> Json:
    crumbs: list[Json] = [
        {"@type": "ListItem", "position": at, "name": name}
        for at, name in enumerate(article.breadcrumbs or (), 1)
    ]
    path: Json = {"@type": "BreadcrumbList", "itemListElement": crumbs}
    page = _said({"@id": article.canonicalUrl, "breadcrumb": path if crumbs else None})
    return {"@type": "WebPage", **page} if page else None


def _contributors(bylines: Iterable[Byline]) -> Node:
    """Return who else took part: editors, translators, and others by their role."""
    found: dict[str, list[Json]] = {}
    for byline in bylines:
        person: Json = {"@type": "Person", "name": byline.name}
        if byline.role.value in _ROLES:
            found.setdefault(byline.role.value, []).append(person)
        elif byline.role is not Role.AUTHOR:
            role = byline.role.value
            part: Json = {"@type": "Role", "roleName": role, "contributor": person}
            found.setdefault("contributor", []).append(part)
    return {name: list(people) for name, people in found.items()}


def from_schema_org(stated: Mapping[str, Json]) -> Article:
    """Return the article that ``to_schema_org`` told; ValueError if it names no URL."""
    if not isinstance(stated.get("url"), str):
        raise ValueError("a NewsArticle without a url")
    found: dict[str, object] = {name: stated.get(name) for name in SAME}
    images = [(_read_image(node), node) for node in nodes_in(stated.get("image"))]
    page = next(nodes_in(stated.get("mainEntityOfPage")), {})
    found |= {
        "keywords": _texts(stated.get("keywords")),
        "authors": tuple(map(_read_author, nodes_in(stated.get("author")))),
        "bylines": tuple(_read_bylines(stated)),
        "mainImage": next((i for i, node in images if _stands(node)), None),
        "images": tuple(i for i, node in images if not _stands(node)),
        "publisher": first_text(stated.get("publisher")),
        "copyrightHolder": first_text(stated.get("copyrightHolder")),
        "agency": first_text(stated.get("sourceOrganization")),
        "dateline": _read_dateline(stated),
        "syndication": _read_origin(stated.get("isBasedOn")),
        "relatedLinks": tuple(map(_read_link, nodes_in(stated.get("mentions")))),
        "canonicalUrl": page.get("@id"),
        "breadcrumbs": _texts(_items(page)),
    }
    known = {field.name for field in fields(Article)}
    assert found.keys() <= known
    return Article(**{name: value for name, value in found.items() if value != ()})  # type: ignore[arg-type]  # each value was read by its field's own reader


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(
        text
        for one in listed(value)
        if (text := str(one.get("name")) if isinstance(one, dict) else str(one))
    )


def _items(page: Node) -> Json:
    path = page.get("breadcrumb")
    return path.get("itemListElement") if isinstance(path, dict) else None


def _stands(node: Node) -> bool:
    return node.get("representativeOfPage") is True


def _text(node: Node, name: str) -> str | None:
    value = node.get(name)
    return value if isinstance(value, str) else None


def _read_image(node: Node) -> Image:
    return Image(str(node["url"]), _text(node, "caption"), _text(node, "creditText"))


def _read_author(node: Node) -> Author:
    kind = AuthorType(str(node["@type"]))
    return Author(str(node["name"]), None, _text(node, "url"), kind)


def _read_link(node: Node) -> RelatedLink:
    return RelatedLink(str(node["url"]), _text(node, "headline"))


def _read_bylines(stated: Mapping[str, Json]) -> Iterator[Byline]:
    for name, role in _ROLES.items():
        for node in nodes_in(stated.get(name)):
            yield Byline(str(node["name"]), role, str(node["name"]))
    for part in nodes_in(stated.get("contributor")):
        for node in nodes_in(part.get("contributor")):
            person = str(node["name"])
            yield Byline(person, Role(str(part["roleName"])), person)


def _read_dateline(stated: Mapping[str, Json]) -> Dateline | None:
    raw, place = stated.get("dateline"), stated.get("locationCreated")
    name = _text(place, "name") if isinstance(place, dict) else None
    return Dateline(raw, name) if isinstance(raw, str) else None


def _read_origin(stated: Json) -> Syndication | None:
    """Return the origin, with no confidence: schema.org does not say how it is known."""
    for node in nodes_in(stated):
        publisher = node.get("publisher")
        name = _text(publisher, "name") if isinstance(publisher, dict) else None
        return Syndication(_text(node, "url"), name, "stated", 0.0)
    return None
