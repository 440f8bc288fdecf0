"""Does an answer ask for proof of a browser, in place of the page?

A challenge is a refusal, and never solved. Vendors mark it in a header; where one comes
with 200 and no header, its own script tells: the words alone ("captcha") stand in
articles about captchas too.
"""

from dataclasses import dataclass
from itertools import accumulate

from newscrawler.page import Page, once_a_page
from newscrawler.policy.formats.http_status import CHALLENGES

SCRIPTS = (
    b"_cf_chl_",
    b"_Incapsula_Resource",
    b"px-captcha",
    b"captcha-delivery.com",
    b"AwsWafIntegration",
    b"/_sec/cp_challenge/",
    b"ddos-guard/js-challenge",
)
"""What the pages of Cloudflare, Imperva, HUMAN, DataDome, AWS, Akamai and DDoS-Guard
load or set: our list."""

MOST_BYTES = 64 * 1024
MOST_TEXT = 1_000
"""Bytes of an answer, and characters of its visible text, beyond which it is a page,
whatever it loads: our choice. Such scripts stand on ordinary pages too."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """By which words an answer is a challenge; ``header`` None: they are a script's."""

    quote: str
    header: str | None = None


@once_a_page
def challenge(page: Page) -> Challenge | None:
    """Return the challenge that an answer is, None if it is none."""
    for name in CHALLENGES:
        value = page.header(name)
        if value is not None:
            return Challenge(f"{name}: {value}", name)
    if len(page.body) > MOST_BYTES or page.problem or _is_long(page):
        return None
    found = next((one for one in SCRIPTS if one in page.body), None)
    if found is None or _is_page(page):
        return None
    return Challenge(f"a challenge in place of the page: {found.decode()}")


def _is_long(page: Page) -> bool:
    """Tell whether its paragraphs alone are a page's: nearly all are, and no script is
    looked for then.
    """
    texts = (node.text() for node in page.tags("p"))
    return any(length > MOST_TEXT for length in accumulate(map(len, texts)))


def _is_page(page: Page) -> bool:
    """Tell whether there is an article's worth of text."""
    texts = (node.text() for node in page.tree.css("p, li, td, blockquote"))
    return sum(map(len, texts)) > MOST_TEXT
