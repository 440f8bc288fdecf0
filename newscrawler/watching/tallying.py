"""What is counted of a page and of a policy document, beside the decisions?"""

from scrapy.statscollectors import StatsCollector

from newscrawler.notices import find_page_notices
from newscrawler.page import Page
from newscrawler.policy import Decision
from newscrawler.policy.hearing import Heard


def count_notices(stats: StatsCollector, page: Page, decision: Decision) -> None:
    """Count the notices in words that bind a page, by their language."""
    if any(one.signal == "notice" for one in decision.statements):
        for notice in find_page_notices(page):  # the gate has read them already
            stats.inc_value(f"newscrawler/notice/{notice.language}")


def count_document(stats: StatsCollector, heard: Heard | None) -> None:
    """Count what came of a request for a policy document."""
    if heard is not None:
        stats.inc_value(f"newscrawler/document/{heard.outcome.value}")
