"""Which sentences of a text reserve rights, and what do they say?"""

from collections.abc import Iterator
from dataclasses import dataclass

from newscrawler.notices.fold import Folded, fold
from newscrawler.notices.holder import rights_holder
from newscrawler.notices.language import Language, languages
from newscrawler.notices.model import Notice, Scope
from newscrawler.notices.reading import Reading, read
from newscrawler.notices.refusal import Refusal, refusal
from newscrawler.notices.segment import Segment, segments
from newscrawler.notices.term import TOPICS, Term
from newscrawler.notices.trigger import (
    languages_of,
    languages_with,
    may_have,
    may_hold_notice,
)
from newscrawler.notices.voice import veto

_HINT = 6
"""Letters of its words that a sentence need not have in the stated language."""

_PLAINLY = 0.2
"""Part of a sentence that marks of its language fill, if it is plainly in it."""

_AROUND = 160
"""Characters beside a notice in which a credit or copyright line belongs to it."""

_LIST = 900
"""Characters that a ban reaches over the list that it announces: our choice."""


@dataclass(frozen=True, slots=True)
class _Ban:
    """A heading that forbids what is listed under it."""

    language: Language
    until: int


def notices_in(text: str, language: str | None = None) -> list[Notice]:
    """Return the reservations in a text, in order."""
    if not may_hold_notice(text):
        return []
    folded = fold(text)
    return list(_notices(folded, text, _primary(language)))


def _primary(language: str | None) -> str:
    return (language or "").lower().replace("_", "-").partition("-")[0]


def _notices(folded: Folded, text: str, hint: str) -> Iterator[Notice]:
    ban: _Ban | None = None
    before = ""
    has_lists = may_have(folded.lower, _ANNOUNCES)
    for segment in segments(folded.cased):
        lower = folded.lower[segment.start : segment.end]
        if ban is not None and segment.start > ban.until:
            ban = None
        found = _refused(lower, hint) or _listed(lower, ban) or _gone_on(lower, before)
        if found is not None:
            yield _notice(folded, text, segment, *found)
        before = lower
        if has_lists:
            ban = _announced(lower, segment) or ban


def _refused(lower: str, hint: str) -> tuple[Reading, Refusal] | None:
    """Return how the language of a sentence reads it, if that is a refusal.

    What a likelier language takes for news, a less likely one does not refuse.
    """
    for reading in _readings(lower, hint):
        if veto(reading):
            return None
        found = refusal(reading)
        if found is not None:
            return reading, found
    return None


def _readings(lower: str, hint: str) -> Iterator[Reading]:
    """Yield readings in the languages that it may be in, the likeliest first.

    A language that has no word for refusing in it may still be the likeliest.
    """
    known = languages()
    able, speaking = languages_of(lower)
    likely = {code: _likeness(lower, known[code], hint) for code in able}
    best = max(likely.values(), default=0)
    if able and best < _PLAINLY * len(lower):
        others = (_likeness(lower, known[code], hint) for code in speaking)
        best = max(best, *others)
    for code, score in sorted(likely.items(), key=lambda one: (-one[1], one[0])):
        if 2 * score >= best:
            yield read(lower, known[code])


def _likeness(lower: str, language: Language, hint: str) -> int:
    letters = sum(len(match[0]) for match in language.mark_pattern.finditer(lower))
    return letters + (_HINT if language.code == hint else 0)


def _listed(lower: str, ban: _Ban | None) -> tuple[Reading, Refusal] | None:
    """Return what an item of a list refuses that a ban stands over."""
    if ban is None or ban.language.code not in languages_with(lower, TOPICS):
        return None
    reading = read(lower, ban.language)
    found = refusal(reading, under=Term.BAN)
    return None if found is None or veto(reading) else (reading, found)


def _gone_on(lower: str, before: str) -> tuple[Reading, Refusal] | None:
    """Return what goes on with the rights that a short line before it reserves."""
    if not 0 < len(before) <= _ALL_RIGHTS or not may_have(before, _RESERVES):
        return None
    codes = languages_with(lower, TOPICS) if may_hold_notice(lower) else []
    for code in codes:
        if code not in languages_with(before, _RESERVES):
            continue
        reading = read(lower, languages()[code])
        if reading.has(Term.INCLUDES) and not veto(reading):
            found = refusal(reading, under=Term.RESERVE)
            return None if found is None else (reading, found)
    return None


def _announced(lower: str, segment: Segment) -> _Ban | None:
    """Return the ban of a line such as "The following is forbidden:"."""
    for code in languages_with(lower, _ANNOUNCES):
        language = languages()[code]
        reading = read(lower, language)
        if reading.has(Term.FOLLOWING) and reading.has(Term.BAN) and not veto(reading):
            return _Ban(language, segment.end + _LIST)
    return None


def _notice(
    folded: Folded, text: str, segment: Segment, reading: Reading, found: Refusal
) -> Notice:
    start, end = folded.origin(segment.start, segment.end)
    cased = folded.cased[segment.start : segment.end]
    around = folded.cased[max(0, segment.start - _AROUND) : segment.end + _AROUND]
    return Notice(
        text=text[start:end],
        start=start,
        end=end,
        language=reading.language.code,
        purposes=found.acts,
        scope=_scope(reading, around.lower()),
        exception=reading.has(Term.EXCEPTION, Term.REQUIRE),
        ai_only=found.ai_only,
        rights_holder=rights_holder(reading, cased, around),
        is_own=reading.has(*_OWN),
        rule=f"{reading.language.code}.{found.operator.value}",
    )


_ANNOUNCES = frozenset((Term.FOLLOWING,))
_RESERVES = frozenset((Term.RESERVE,))
_ALL_RIGHTS = 60
"""Characters of a line like "All rights reserved." at most: our choice."""

_OWN = (Term.SITE, Term.PAGE, Term.OURS, Term.NAMED)


def _scope(reading: Reading, around: str) -> Scope:
    if reading.has(Term.SITE, Term.OURS):
        return Scope.SITE
    if reading.has(Term.ASSET) or reading.language.pattern(Term.CREDIT).search(around):
        return Scope.ASSET
    return Scope.PAGE if reading.has(Term.PAGE) else Scope.UNKNOWN
