"""Which source does a home page propose? A person reads it before it is crawled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newscrawler.address import host_of
from newscrawler.discovery.home import Found, Home
from newscrawler.sources import forms
from newscrawler.sources.problem import printable
from newscrawler.sources.source import Source
from newscrawler.sources.writing import Remarks

MAX_NAME = 200
"""Characters of a site's name that are kept: our choice."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source, and what stands beside it for a person."""

    source: Source
    remarks: Remarks


def proposed(
    url: str, home: Home, *, identity: str | None = None, name: str | None = None
) -> Proposal:
    """Return the source that a home page at ``url`` proposes.

    Feeds are followed, and sitemaps for news; where a site has neither, its sections;
    the rest is written down and not followed, for a sitemap may hold a whole archive.
    """
    host = host_of(url)
    found = {kind: _usable(urls) for kind, urls in home.by_kind().items()}
    taken = _taken(found)
    source = Source(
        id=identity or source_id(host),
        name=name or _name(home.name) or host,
        home=url,
        domains=(without_www(host),),
        languages=_languages(home.language),
        feeds=taken["feeds"],
        sitemaps=taken["sitemaps"],
        sections=taken["sections"],
    )
    also = {
        kind: tuple(url for url in urls if url not in taken[kind])
        for kind, urls in found.items()
    }
    why = {one.url: one.how for urls in home.by_kind().values() for one in urls}
    return Proposal(source, Remarks(why, also))


def _taken(found: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return what of a site's addresses is followed, by kind."""
    sitemaps = found["sitemaps"]
    news = tuple(one for one in sitemaps if "news" in one.rpartition("/")[2].lower())
    if found["feeds"] or news:
        return {"feeds": found["feeds"], "sitemaps": news, "sections": ()}
    if found["sections"]:
        return {"feeds": (), "sitemaps": (), "sections": found["sections"]}
    return {"feeds": (), "sitemaps": sitemaps, "sections": ()}


def source_id(host: str) -> str:
    """Return an id made of a host's name.

    >>> source_id("www.gazette.example")
    'gazette-example'
    """
    kept = "".join(one if one.isalnum() else "-" for one in without_www(host))
    return "-".join(part for part in kept.split("-") if part)


def without_www(host: str) -> str:
    """Return the domain that stands for a host and its sister without ``www.``."""
    bare = host.removeprefix("www.")
    return bare if "." in bare else host


def _usable(found: Iterable[Found]) -> tuple[str, ...]:
    return tuple(one.url for one in found if _has_form(one.url))


def _has_form(url: str) -> bool:
    """Tell whether our reader would take a URL: no password, no control character."""
    try:
        return forms.url(url) == url and url.isprintable()
    except forms.FormError:
        return False


def _name(text: str | None) -> str | None:
    return printable(" ".join((text or "").split()))[:MAX_NAME].strip() or None


def _languages(tag: str | None) -> tuple[str, ...]:
    try:
        return (forms.language((tag or "").replace("_", "-")),)
    except forms.FormError:
        return ()
