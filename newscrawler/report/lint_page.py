"""Which headers and metas of a page does no crawler read as they were meant?"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from newscrawler.markup.selector import css_path
from newscrawler.policy.formats.robots_tag import (
    VALUED,
    Directive,
    read_date,
    read_directives,
)
from newscrawler.report.published import Flaw, Published, flaw_at, nearest

DIRECTIVES = (
    *("all", "index", "follow", "none", "noindex", "nofollow", "noarchive", "nocache"),
    *("nosnippet", "noimageindex", "notranslate", "indexifembedded", "noodp", "noydir"),
    *("nositelinkssearchbox", "noai", "noimageai", "noml", "noaiml", "nogenai"),
    *("noaitraining", "disallowaitraining", *sorted(VALUED)),
)
"""Directives that some crawler reads: Google, Bing, DeviantArt and Mojeek name them."""

METAS = ("robots", "googlebot", "bingbot", "tdm-reservation", "tdm-policy")
"""Names of metas that state a preference."""

HEADERS_ALONE = ("content-usage", "content-signal", "x-robots-tag")
"""Names that are read in a response header or in robots.txt, and in no meta."""

_LIKE_A_NAME = 0.85
_CONTENTLESS = ("value", "contents", "directives", "content-value")
_LIST = "noindex, noarchive, nosnippet, noai"


def header_directives(published: Published) -> Iterator[Flaw]:
    """Find directives of X-Robots-Tag that no crawler knows."""
    for one in published.pages:
        for line in one.page.header_lines("x-robots-tag"):
            found = _odd(read_directives(line, liberal=False))
            for wrong, mend in found:
                yield flaw_at(
                    one.name,
                    "header x-robots-tag",
                    f"X-Robots-Tag: {line}",
                    wrong=wrong,
                    meaning="crawlers leave it out: nothing is refused by it",
                    mend=f"X-Robots-Tag: {mend}",
                )


def meta_directives(published: Published) -> Iterator[Flaw]:
    """Find directives of meta robots that no crawler knows."""
    for one in published.pages:
        for meta in one.page.metas:
            if meta.name not in ("robots", "googlebot", "bingbot"):
                continue
            read = read_directives(meta.content, liberal=False, has_agents=False)
            for wrong, mend in _odd(read):
                yield flaw_at(
                    one.name,
                    f'meta[name="{meta.name}" i]',
                    meta.content,
                    wrong=wrong,
                    meaning="crawlers leave it out: nothing is refused by it",
                    mend=f'<meta name="{meta.name}" content="{mend}">',
                )


def metas_without_content(published: Published) -> Iterator[Flaw]:
    """Find a meta that has its words in another attribute than content."""
    for name, node in _nodes(published):
        attributes = node.attributes
        stated = (attributes.get("name") or "").strip().lower()
        if stated not in METAS or attributes.get("content"):
            continue
        said = (attributes.get(key) for key in _CONTENTLESS)
        words = next((one for one in said if one), "…")
        yield flaw_at(
            name,
            css_path(node),
            node.html or "",
            wrong="has no content attribute",
            meaning="crawlers find nothing in it",
            mend=f'<meta name="{stated}" content="{words}">',
        )


def metas_under_another_key(published: Published) -> Iterator[Flaw]:
    """Find a meta that is named by property or http-equiv, or that no crawler reads."""
    for name, node in _nodes(published):
        attributes = node.attributes
        content = attributes.get("content") or "…"
        for key in ("name", "property", "http-equiv", "itemprop"):
            stated = (attributes.get(key) or "").strip().lower()
            mend = _mend_of_key(key, stated, content)
            if mend is not None:
                yield flaw_at(
                    name,
                    css_path(node),
                    node.html or "",
                    wrong=f"{key}={stated!r} is no meta that crawlers read",
                    meaning="the page states nothing by it",
                    mend=mend,
                )


def policies_without_reservation(published: Published) -> Iterator[Flaw]:
    """Find a tdm-policy header or meta with no reservation of 1 beside it."""
    for one in published.pages:
        for place, policy, reservation in (
            (
                "header tdm-policy",
                one.page.header("tdm-policy"),
                one.page.header("tdm-reservation"),
            ),
            (
                'meta[name="tdm-policy" i]',
                one.page.meta("tdm-policy"),
                one.page.meta("tdm-reservation"),
            ),
        ):
            if policy is not None and reservation is None:
                yield flaw_at(
                    one.name,
                    place,
                    policy,
                    wrong="has no tdm-reservation beside it",
                    meaning="a policy alone reserves nothing (TDMRep section 5)",
                    mend="tdm-reservation: 1 beside it",
                )


def _odd(found: list[Directive]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a directive, and what to write."""
    for one in found:
        scope = f"{one.agent}: " if one.agent else ""
        if one.name in VALUED:
            yield from _odd_value(one, scope)
        elif one.name not in DIRECTIVES:
            pieces = [each for each in re.split(r"[;\s\"']+", one.name) if each]
            if len(pieces) > 1 and all(each in DIRECTIVES for each in pieces):
                wrong = f"{one.name!r}: directives are separated by commas"
                yield wrong, scope + ", ".join(pieces)
                continue
            word = "".join(pieces)
            near = word if word in DIRECTIVES else nearest(word, DIRECTIVES)
            mend = near or f"one that is known, such as {_LIST}"
            yield f"{one.name!r} is no directive", f"{scope}{mend}"


def _odd_value(one: Directive, scope: str) -> Iterator[tuple[str, str]]:
    if one.name != "unavailable_after":
        if one.value is None:
            yield f"{one.name!r} has no value", f"{scope}{one.name}:0"
    elif read_date(one.value or "") is None:
        wrong = f"{one.value or ''!r} is no date that crawlers read"
        yield wrong, f"{scope}{one.name}: 2027-01-31T00:00:00Z"


def _nodes(published: Published) -> Iterator[tuple[str, LexborNode]]:
    for one in published.pages:
        for node in one.page.tree.css("meta"):
            yield one.name, node


def _mend_of_key(key: str, stated: str, content: str) -> str | None:
    """Return what to write in place of a meta, None if nothing is wrong with it."""
    if stated in HEADERS_ALONE:
        if stated == "x-robots-tag":
            return f'<meta name="robots" content="{content}">'
        return f"the response header {stated}: {content}"
    if stated in METAS:
        return None if key == "name" else f'<meta name="{stated}" content="{content}">'
    if stated in DIRECTIVES and stated.startswith("no"):
        return f'<meta name="robots" content="{stated}">'
    if key != "name":
        return None
    near = nearest(stated, METAS, _LIKE_A_NAME)
    return f'<meta name="{near}" content="{content}">' if near else None


CHECKS = (
    header_directives,
    meta_directives,
    metas_without_content,
    metas_under_another_key,
    policies_without_reservation,
)
