"""Which pages of terms does a site name to machines? By links, metadata, robots.txt.

https://www.rfc-editor.org/rfc/rfc6903.html section 6 (terms-of-service), HTML sections
4.6.7.9 (license) and HTML 4.01 section 6.12 (copyright), as ``<link>`` or in a Link
header; schema.org's license and usageInfo. No text says that they are to be read for
reservations: house rule, who names his terms to machines wants them heard. In robots.txt
it is what a comment or a record of no standard (LLM-Policy) leads to that looks like
terms, or is an llms.txt: for that we ask where it is named alone.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from newscrawler.address import usable_url
from newscrawler.page import Page
from newscrawler.policy.formats.licence_references import (
    RSL_TYPE,
    SHOP,
    find_references,
)
from newscrawler.policy.formats.link_header import media_type, read_links
from newscrawler.policy.formats.robots_lines import LINE_END, decoded

_RELATIONS = ("terms-of-service", "copyright")
_URL = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]{4,2000}", re.IGNORECASE)
_STANDARD = re.compile(
    r"\s*(?:(?:dis)?allow|sitemap|host|user-?agent|clean-param|licen[cs]e)\s*:",
    re.IGNORECASE,
)
"""Records whose addresses are not those of terms."""
_POLICY = re.compile(r"\s*(?:llms?|ai)[-_ ]?(?:policy|terms|txt)\s*:", re.IGNORECASE)
"""Records that name terms, wherever these are."""


def named_by_page(page: Page) -> Iterator[str]:
    """Yield the addresses that a page gives to machines for its terms."""
    for link in read_links(page.header("link") or ""):
        url = page.absolute(link.target)
        if url is not None and link.anchor is None and link.rel & {*_RELATIONS}:
            yield url
    for tag, stated, _ in page.told.elements:
        rels = (stated.get("rel") or "").lower().split()
        is_rsl = media_type(stated.get("type") or "") == RSL_TYPE
        url = page.absolute(stated.get("href") or "")
        if tag == "link" and not is_rsl and url and {*rels} & {*_RELATIONS}:
            yield url
    for one in find_references(page):
        is_shop = one.spec.endswith(SHOP)
        if (
            not one.is_media
            and not is_shop
            and one.value.startswith(("http://", "https://"))
        ):
            url = usable_url(one.value)
            if url is not None:
                yield url


def named_in_robots(body: bytes, is_terms: Callable[[str], bool]) -> Iterator[str]:
    """Yield the addresses in a robots.txt at which its site has its terms.

    ``is_terms`` knows them by their path.
    """
    for line in LINE_END.split(decoded(body)):
        if "://" not in line or _STANDARD.match(line):
            continue
        is_policy = _POLICY.match(line) is not None
        for match in _URL.finditer(line):
            url = usable_url(match[0].partition("#")[0].rstrip(".,;:!?"))
            if url is None:
                continue
            path = urlsplit(url).path
            if is_policy or path.endswith("/llms.txt") or is_terms(path):
                yield url
