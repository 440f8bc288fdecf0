"""What does a JSON-LD object say in the words of https://schema.org/ alone?"""

from collections.abc import Iterator

from newscrawler.page import Json, Page

JSON_LD = 'script[type="application/ld+json" i]'
MICRODATA = "[itemprop]"
"""Where JSON-LD stands in a page, as a CSS selector."""

MOST = 10_000
"""Objects of a page that we look at: our choice."""

_PREFIXES = ("", "schema:", "https://schema.org/", "http://schema.org/")
_MEDIA = ("ImageObject", "VideoObject", "AudioObject", "MediaObject", "Photograph")

Thing = dict[str, Json]


def type_names(thing: Thing) -> tuple[str, ...]:
    """Return the names of an object's types, without the vocabulary's own.

    >>> type_names({"@type": ["https://schema.org/NewsArticle", "schema:Thing"]})
    ('NewsArticle', 'Thing')
    """
    stated = thing.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return tuple(bare_name(name) for name in names if isinstance(name, str))


def bare_name(name: str) -> str:
    """Return the last part of a term: "schema:False" and its URL are "False"."""
    return name.strip().rpartition("/")[2].rpartition(":")[2]


def is_media(thing: Thing) -> bool:
    """Tell whether an object is a picture, a film or a recording."""
    return any(name in _MEDIA for name in type_names(thing))


def stated(thing: Thing, name: str) -> list[Json]:
    """Return the values of a property, none where it has none."""
    found: list[Json] = []
    for value in (thing.get(prefix + name) for prefix in _PREFIXES):
        found += value if isinstance(value, list) else [value]
    return [value for value in found if value is not None]


def things_in(values: list[Json]) -> list[Thing]:
    """Return those of the values that are objects."""
    return [one for one in values if isinstance(one, dict)]


def all_things(page: Page) -> Iterator[Thing]:
    """Return the objects of a page's JSON-LD and those inside them, outer ones first."""
    waiting: list[Json] = list(reversed(page.json_ld))
    for _ in range(MOST):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += reversed(value.values())
        elif isinstance(value, list):
            waiting += reversed(value)
