"""What does an answer to a request for a policy document mean? RFC 9309 section 2.3.1.

Stricter than the RFC where it says MAY (signals are ours to fear): 401, 402, 403 and
451 for robots.txt refuse us, a challenge page and 429 leave it unreachable, and an
unreachable robots.txt never comes to allow anything, however long it lasts. A page of
terms is asked for once a day, whatever its Cache-Control says; one that moved to another
site is heard, and where it leads is asked for there.
"""

import re
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import Enum

from newscrawler.page import Page
from newscrawler.policy.challenge import challenge
from newscrawler.policy.formats.http_status import (
    CHALLENGES,
    LATER,
    REFUSALS,
    WHOLE,
    moved_to,
    status_words,
)
from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.model import Document, Fault

DAY = 24 * 60 * 60
LIFETIME = DAY
"""Seconds for which a copy is used: RFC 9309 section 2.4."""
MIN_LIFETIME = 10 * 60
"""Seconds for which it is used whatever Cache-Control says: our choice."""
MIN_WAIT = 60
"""Seconds before it is, whatever Retry-After says: our choice."""
RETRY_AFTER = (5 * 60, 60 * 60, 6 * 60 * 60, DAY)
"""Seconds until an unreachable document is asked for again: our choice."""

REMEMBERED = 30 * DAY
"""Seconds for which a copy denies that could not be had again: RFC 9309 section 2.3.1.4
names as many for robots.txt, for others it is our choice."""

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->)*"
    rb"<(?:!doctype\s+html|html|head|body|script|title|meta|div)",
    re.IGNORECASE | re.DOTALL,
)
_BREAK = re.compile(
    rb"<br\b[^<>]{0,100}>|</(?!(?:a|b|code|em|font|i|span|strong)\s*>)\w+\s*>",
    re.IGNORECASE,
)
_TAG = re.compile(rb"<[^<>]{0,1000}>")
_CHALLENGE = re.compile(
    rb"captcha|challenge-platform|just a moment\.\.\.", re.IGNORECASE
)
_NO_CACHE = re.compile(r"\bno-(?:cache|store)\b", re.IGNORECASE)
_MAX_AGE = re.compile(r"max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


class Outcome(Enum):
    """What became of a request for a policy document."""

    HEARD = "heard"
    ABSENT = "absent"
    REFUSED = "refused"
    UNHEARD = "unheard"


@dataclass(frozen=True, slots=True)
class Heard:
    """A document with what its answer means.

    Until ``fresh_until`` (epoch seconds) it is not asked for again; ``tries`` counts
    failures in a row. ``problem`` is set where nothing could be learnt; ``earlier`` is
    then what was heard last before, as where a document moved to another site.
    """

    document: Document
    outcome: Outcome
    fresh_until: float
    tries: int = 0
    problem: str | None = None
    robots: RobotsTxt | None = None
    earlier: Document | None = None

    @property
    def is_moved(self) -> bool:
        """Tell whether it says itself no more than where it is to be had."""
        is_heard = self.outcome is Outcome.HEARD
        return is_heard and moved_to(self.document) is not None

    @property
    def remembered(self) -> Document | None:
        """Return what was heard before, None if that is too long ago."""
        at, earlier = self.document.fetched_at, self.earlier
        is_old = earlier is None or at - earlier.fetched_at >= REMEMBERED
        return None if is_old else earlier

    def fault(self) -> Fault | None:
        """Return the fault that an unheard document is."""
        if self.outcome is not Outcome.UNHEARD:
            return None
        url = self.document.url
        return Fault(url, self.problem or "went unheard", self.fresh_until)


class Kind(Enum):
    """What was asked for: each means something else when it comes as HTML or not."""

    ROBOTS = "robots"
    FILE = "file"
    PAGE = "page"


def hear(document: Document, kind: Kind, *, now: float, tries: int = 0) -> Heard:
    """Return what an answer means; ``tries``: failures before this one."""
    outcome, problem = _outcome(document, kind)
    if outcome is Outcome.UNHEARD:
        wait = retry_after(document.header("retry-after"), now)
        if wait is None:
            wait = RETRY_AFTER[min(tries, len(RETRY_AFTER) - 1)]
        wait = max(wait, MIN_WAIT)  # who asks again at once would never come to an end
        return Heard(document, outcome, now + wait, tries + 1, problem)
    robots = None
    if kind is Kind.ROBOTS and outcome is Outcome.HEARD:
        robots = RobotsTxt.from_bytes(_as_lines(document))
    fresh_until = now + (LIFETIME if kind is Kind.PAGE else _lifetime(document))
    return Heard(document, outcome, fresh_until, 0, problem, robots)


def _outcome(document: Document, kind: Kind) -> tuple[Outcome, str | None]:
    status = document.status
    if status is None or document.problem is not None:
        return Outcome.UNHEARD, document.problem or "no answer"
    if any(document.header(name) is not None for name in CHALLENGES):
        return Outcome.UNHEARD, "a challenge in place of the document"
    is_moved_page = kind is Kind.PAGE and moved_to(document) is not None
    if status in WHOLE or is_moved_page:
        return _outcome_of_body(document, kind)
    words = status_words(status)
    if status in REFUSALS and kind is Kind.ROBOTS:
        return Outcome.REFUSED, words
    if 400 <= status < 500 and status not in (*LATER, 407):
        return Outcome.ABSENT, words
    return Outcome.UNHEARD, words


def _outcome_of_body(document: Document, kind: Kind) -> tuple[Outcome, str | None]:
    if kind is Kind.PAGE:
        page = Page(document.body, document.url, document.headers)
        if challenge(page) is not None:
            return Outcome.UNHEARD, "a challenge in place of the page"
        if page.is_html and page.problem is not None:
            return Outcome.UNHEARD, page.problem  # its words may be the terms
        return Outcome.HEARD, None
    if not _HTML.match(document.body[:1024]):
        return Outcome.HEARD, None
    if _CHALLENGE.search(document.body[:65536]):
        return Outcome.UNHEARD, "a challenge in place of the document"
    if kind is Kind.ROBOTS and _has_rules(RobotsTxt.from_bytes(_as_lines(document))):
        return Outcome.HEARD, None
    return Outcome.ABSENT, "HTML in place of the document (soft 404)"


def _as_lines(document: Document) -> bytes:
    """Return the octets of a robots.txt, without the markup that some wrap it in.

    RFC 9309 section 2.2 knows no markup; readers that take line by line, as Google's,
    find the rules in it all the same.
    """
    if not _HTML.match(document.body[:1024]):
        return document.body
    return _TAG.sub(b" ", _BREAK.sub(b"\n", document.body))


def _has_rules(robots: RobotsTxt) -> bool:
    """Tell whether anything is disallowed to anybody."""
    records = (one for group in robots.groups for one in group.records)
    return any(one.key == "disallow" and one.value for one in records)


def _lifetime(document: Document) -> float:
    control = document.header("cache-control") or ""
    if _NO_CACHE.search(control):
        return MIN_LIFETIME
    match = _MAX_AGE.search(control)
    if match is None:
        return LIFETIME
    return min(max(int(match[1]), MIN_LIFETIME), LIFETIME)


def retry_after(value: str | None, now: float) -> float | None:
    """Return the seconds that Retry-After asks for, at most a day; None if none.

    RFC 9110 section 10.2.3: delta-seconds or an HTTP date.

    >>> retry_after("120", 0), retry_after("soon", 0)
    (120.0, None)
    """
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:9]), DAY))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(moment.timestamp() - now, 0.0), DAY)
