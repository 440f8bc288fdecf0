"""Which headings forbid the lines under them, and which lines are those?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from newscrawler.notices.acts import is_for_ai_alone, topics
from newscrawler.notices.language import Language
from newscrawler.notices.reading import Reading, read
from newscrawler.notices.refusal import Refusal
from newscrawler.notices.segment import Segment
from newscrawler.notices.term import TOPICS, Term
from newscrawler.notices.voice import asks, veto

ITEM = re.compile(
    r"[ \t]*+(?:[-–—•·・‣▪●■►*※▲△◇○◎✓✔✗✘✕✖×]|[(（](?:\d{1,2}|[ivx]{1,4}|[^\W\d_]{1,2})[)）]"
    r"|(?:\d{1,2}|[ivx]{1,4}|[^\W\d_])(?:[)）、]|[.．\-–](?=\s))|[一二三四五六七八九十]{1,2}、|[①-⑳])"
)
"""What an item of a list begins with."""

_BULLETS = tuple("•·・‣▪●■►※")
_COLONS = (":", "：")
_LONGEST = 240
"""Characters of a heading, at most: our choice."""

_REACH = 900
"""Characters that a ban reaches over the list that it announces: our choice."""

HEADS = frozenset((Term.BAN, Term.BAR, Term.OPPOSE, Term.RESERVE, Term.REQUIRE))
"""What a heading forbids with."""


@dataclass(frozen=True, slots=True)
class Ban:
    """A heading that forbids what is listed under it."""

    text: str
    """In lower case, with a line end."""
    language: Language
    operator: Term
    is_announced: bool
    """It speaks of a list, so that its lines need no marks of items."""
    until: int


def is_heading(text: str, segment: Segment) -> bool:
    """Tell whether a line of a text is written as a heading of a list is."""
    if segment.end - segment.start > _LONGEST:
        return False
    if text[segment.start : segment.end].endswith(_COLONS):
        return True
    rest = text[segment.end : segment.end + 40].lstrip(" .。\t")
    if rest.startswith(_BULLETS):
        return True
    return rest.startswith("\n") and ITEM.match(rest, 1) is not None


def is_item(text: str, segment: Segment) -> bool:
    """Tell whether a sentence stands in an item of a list."""
    line = text.rfind("\n", 0, segment.start) + 1
    if ITEM.match(text, line) is not None or text.startswith(_BULLETS, segment.start):
        return True
    return text[max(0, segment.start - 3) : segment.start].rstrip().endswith(_BULLETS)


def ban_of(lower: str, end: int, known: Iterable[Language]) -> Ban | None:
    """Return the ban of a line such as "The following is forbidden:", if it is one.

    ``known`` are the languages that it may be in, the likeliest first; ``end`` is where
    it ends.
    """
    for language in known:
        reading = read(lower, language)
        if veto(reading, may_ask=True) or reading.has(Term.LIFTED):
            return None
        if asks(lower) and not _asks_what_is_forbidden(reading):
            return None
        for operator in (Term.BAN, Term.RESERVE, Term.REQUIRE, Term.OPPOSE, Term.BAR):
            if reading.has(operator):
                announced = reading.has(Term.FOLLOWING) or lower.endswith(_COLONS)
                return Ban(f"{lower}\n", language, operator, announced, end + _REACH)
    return None


def _asks_what_is_forbidden(reading: Reading) -> bool:
    """Tell whether it asks just that: "What is not allowed?" over a list."""
    return reading.is_terse and not reading.has(*TOPICS) and not reading.others()


def listed(lower: str, ban: Ban) -> tuple[Reading, Refusal] | None:
    """Return what an item of a list refuses that a ban stands over."""
    if veto(read(lower, ban.language)):
        return None
    reading = read(ban.text + lower, ban.language)
    own = [one.act for one in topics(reading) if one.span.start >= len(ban.text)]
    if not own:
        return None
    return reading, Refusal(frozenset(own), is_for_ai_alone(reading), ban.operator)
