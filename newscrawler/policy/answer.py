"""Is what came back for a URL a page that can be read? RFC 9110 section 15."""

from newscrawler.page import Page
from newscrawler.policy.formats.http_status import LATER, REFUSALS, status_words
from newscrawler.policy.hearing import RETRY_AFTER
from newscrawler.policy.model import Fault, Stage


def page_faults(page: Page, stage: Stage, now: float) -> list[Fault]:
    """Return why an answer is no page to read; a refusal is a statement instead."""
    if page.status in REFUSALS:
        return []
    if page.status >= 500 or page.status in (407, *LATER):
        words, retry_at = status_words(page.status), now + RETRY_AFTER[0]
        return [Fault(page.url, words, retry_at)]
    if not 200 <= page.status < 300:
        return [Fault(page.url, f"{status_words(page.status)}: no page")]
    if page.problem and (stage is Stage.USE or page.is_html):
        return [Fault(page.url, page.problem)]
    return []
