"""What does the contact page tell? It is asked as a crawl asks, by ``doctor --online``."""

import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from scrapy.crawler import CrawlerProcessBase
from scrapy.settings import BaseSettings

from newscrawler.commands.doctor_check import Check, Standing, mended
from newscrawler.commands.doctor_store import LEEWAY
from newscrawler.commands.home_spider import Answered, ask
from newscrawler.configuring.configuration import Configuration, ConfigurationError
from newscrawler.page import Page
from newscrawler.report.outcome import reason

MOST_SKEW = 10 * 60.0
"""Seconds by which a clock may be wrong before delays and dates of permissions are."""


def online(
    found: Configuration | None, settings: BaseSettings, process: CrawlerProcessBase
) -> Iterator[Check]:
    """Ask the contact page, through the gate and the guard of private addresses."""
    contact = (found.contact if found is not None else None) or ""
    if not contact.startswith(("http://", "https://")):
        words = f"NEWSCRAWLER_CONTACT: {contact!r} is no page that could be asked"
        mend = "newscrawler bot-page writes one to publish"
        yield Check("contact", Standing.WARN, words, mend)
        return
    try:
        answered = ask(contact, settings, process)
    except ConfigurationError as error:
        yield mended("contact", Standing.FAIL, str(error))
        return
    if answered.page is None:
        yield Check("contact", Standing.FAIL, *_unreached(contact, answered))
        return
    yield Check("contact", Standing.OK, f"{contact} answers")
    yield from skew(answered.page, answered.page.fetched_at or time.time())


def _unreached(contact: str, answered: Answered) -> tuple[str, str]:
    why = reason(answered.decision) if answered.decision is not None else None
    words = why.words if why is not None else "no answer came"
    mend = "publish what newscrawler bot-page writes, and let robots.txt allow it"
    return f"{contact}: {words}", mend


def skew(page: Page, now: float) -> Iterator[Check]:
    """Hold our clock to the Date of an answer, RFC 9110 section 6.6.1."""
    headers = dict(page.headers)
    try:
        at = parsedate_to_datetime(headers.get("date", "")).timestamp()
        age = float(headers.get("age", "0"))
    except (ValueError, OverflowError):
        words = "the contact page tells no Date; nothing can be said of the clock"
        yield Check("clock", Standing.WARN, words, "let its server send one")
        return
    off = now - at - age
    ahead = "ahead of" if off > 0 else "behind"
    words = f"it is {abs(off):.0f} s {ahead} the contact page's"
    standing = Standing.WARN if abs(off) > LEEWAY else Standing.OK
    if abs(off) > MOST_SKEW:
        standing = Standing.FAIL
    yield Check("clock", standing, words, "" if standing is Standing.OK else "set it")
