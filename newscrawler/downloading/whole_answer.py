"""Is an answer what is at its URL, and the whole of it?"""

import re
from itertools import islice

from scrapy.http import Response

from newscrawler.address import host_of
from newscrawler.policy.formats.http_status import WHOLE

CUT_SHORT = frozenset(("dataloss", "partial"))
"""Flags of Scrapy's for a body that broke off: what it lacks may be the notice."""

UNMEASURED = "partial"
"""The flag of a body that ends where the connection does (HTTP/1.0, RFC 9112 section 6.3
rule 8): whole to the text, but it cannot be told from one that broke off."""

_END = re.compile(
    rb"</(?:html|rss|feed|rdf:RDF|urlset|sitemapindex)\s*>", re.IGNORECASE
)


def body_problem(response: Response) -> str | None:
    """Return why a body is not the whole text: whoever read it would miss words."""
    cut = sorted(CUT_SHORT.intersection(response.flags))
    if cut and not (cut == [UNMEASURED] and _shows_its_end(response)):
        return f"broke off: {', '.join(cut)}"
    return encoding_problem(response)


def answer_problem(url: str, response: Response) -> str | None:
    """Return why an answer is not the page that is at a URL, and whole."""
    is_stopped = "download_stopped" in response.flags
    stopped = "its download was stopped" if is_stopped else None
    return elsewhere_problem(url, response) or body_problem(response) or stopped


def elsewhere_problem(url: str, response: Response) -> str | None:
    """Return why an answer is not the server's own: a browser's say, in its place.

    What redirects and headers it had seen nobody knows, nor what these reserved.
    """
    if response.url.partition("#")[0] != url.partition("#")[0]:
        return f"answered by another address, {host_of(response.url)}"
    return None if response.headers else "answered without headers"


def _shows_its_end(response: Response) -> bool:
    """Tell whether nothing is lacking that would be read, though nobody measured it.

    House rule: a document is whole that ends with its one end tag; of what brought no
    document the status says all.
    """
    if response.status not in WHOLE:
        return True
    ends = list(islice(_END.finditer(response.body), 2))
    return len(ends) == 1 and not response.body[ends[0].end() :].strip()


def encoding_problem(response: Response) -> str | None:
    """Return why a body is not text yet: whoever read it would not find a word."""
    found = response.headers.get("Content-Encoding")
    if not found or not response.body or found.lower() == b"identity":
        return None
    return f"content encoding {found.decode('latin-1')[:80]!r}: not read"
