"""Which sentences of a text reserve rights, and what do they say?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from newscrawler.notices.answer import (
    REFUSERS,
    Matter,
    answered,
    matter_of,
    may_answer,
)
from newscrawler.notices.definition import (
    Definition,
    definition_in,
    may_define,
    refused_by_name,
)
from newscrawler.notices.doubt import is_doubtful, refused_by_weight, weighed
from newscrawler.notices.heading import HEADS, Ban, ban_of, is_heading, is_item, listed
from newscrawler.notices.holder import rights_holder
from newscrawler.notices.language import languages
from newscrawler.notices.likely import likeliest, likely_readings
from newscrawler.notices.model import WEIGHED, Notice
from newscrawler.notices.prose import Prose, prose_of
from newscrawler.notices.reading import Reading, read
from newscrawler.notices.refusal import Refusal, has_exception, refusal
from newscrawler.notices.scope import scope_of
from newscrawler.notices.segment import Segment
from newscrawler.notices.term import Term
from newscrawler.notices.trigger import (
    languages_of,
    languages_with,
    may_have,
    may_hold_notice,
)
from newscrawler.notices.voice import is_quoted_from_before, is_told_after, veto
from newscrawler.notices.weigh import weights
from newscrawler.recent import Recent

_AROUND = 160
"""Characters beside a notice in which a credit or copyright line belongs to it."""


@dataclass(slots=True)
class _Before:
    """What the sentences before one leave over it."""

    text: str = ""
    notice: str = ""
    """The language of the sentence before, if it is a notice."""
    ban: Ban | None = None
    matter: Matter | None = None
    """What the next one may answer."""
    defined: Definition | None = None

    def reaches(self, at: int) -> bool:
        """Tell whether what was said speaks of a sentence at a place, whatever it is."""
        if self.matter is not None:
            return True
        return any(
            one is not None and at <= one.until for one in (self.ban, self.defined)
        )


def notices_in(text: str, language: str | None = None) -> list[Notice]:
    """Return the reservations in a text, in order."""
    ask = partial(_read, text, language)
    return list(_recent.answer((text, language), len(text), ask))


_recent: Recent[tuple[str, str | None], tuple[Notice, ...]] = Recent(1 << 10)


def _read(text: str, language: str | None) -> tuple[Notice, ...]:
    if not may_hold_notice(text):
        return ()
    return tuple(notices_of(prose_of(text, language)))


def notices_of(whole: Prose) -> Iterator[Notice]:
    """Yield the reservations in a text; lines that cannot say any are not read."""
    before = _Before()
    speaking = set(whole.speaking)
    for line in _due(whole, before):
        for segment in whole.segments(line):
            yield from _next(whole, segment, before, speaks=line in speaking)


def _due(whole: Prose, before: _Before) -> Iterator[int]:
    """Yield the numbers of the lines to read, in order.

    Beside those that are telling it is what the lines that were read reach.
    """
    at = 0
    for line in (*whole.telling(), len(whole.starts)):
        while at < line and before.reaches(whole.starts[at]):
            yield at
            at += 1
        if at <= line < len(whole.starts):
            yield line
        at = max(at, line + 1)


def _next(
    whole: Prose, segment: Segment, before: _Before, *, speaks: bool
) -> Iterator[Notice]:
    """Yield the notice that a sentence is, and leave what it says to the next one.

    ``speaks`` tells whether its line has words for acts.
    """
    text = whole.folded.cased
    lower = whole.lower[segment.start : segment.end]
    before.ban = _still(before.ban, text, segment)
    able, speaking = languages_of(lower) if speaks else ([], [])
    found = _alone_or_under(lower, whole.hint, able, speaking, before)
    answer = None if found else _answer(whole, segment, before)
    if before.matter is not None and answer is not None:
        segment, found = Segment(before.matter.start, segment.end), answer
    weigh = partial(weighed, whole.folded.lower, segment)
    if found is None and able:
        known = likeliest(lower, whole.hint, speaking, least=1)
        found = refused_by_weight(lower, weigh, known)
    if found is not None and (
        is_quoted_from_before(text, segment)
        or is_told_after(whole.lower, segment, found[0].language)
    ):
        found = None
    if found is not None:
        yield _notice(whole, segment, *found, weigh())
    _remember(whole, segment, speaking, found, before)


def _alone_or_under(
    lower: str,
    hint: str,
    able: Sequence[str],
    speaking: Sequence[str],
    before: _Before,
) -> tuple[Reading, Refusal] | None:
    """Return what a sentence refuses by itself, or by what was said above it."""
    return (
        (refused_by_name(lower, before.defined) if before.defined else None)
        or (_refused(lower, hint, able, speaking) if able else None)
        or (listed(lower, before.ban) if before.ban else None)
        or (_gone_on(lower, before, speaking) if speaking else None)
    )


def _remember(
    whole: Prose,
    segment: Segment,
    speaking: Sequence[str],
    found: tuple[Reading, Refusal] | None,
    before: _Before,
) -> None:
    """Leave what a sentence says to the one after it."""
    lower = whole.lower[segment.start : segment.end]
    before.matter = (
        matter_of(whole.lower, segment, speaking, before.matter)
        if speaking and not found
        else None
    )
    before.text = lower
    before.notice = found[0].language.code if found else ""
    before.ban = _announced(whole, segment, lower) or before.ban
    if before.defined is not None and segment.start > before.defined.until:
        before.defined = None
    if speaking and not found and may_define(lower):
        known = likeliest(lower, whole.hint, speaking)
        before.defined = definition_in(lower, segment.end, known) or before.defined


def _answer(
    whole: Prose, segment: Segment, before: _Before
) -> tuple[Reading, Refusal] | None:
    """Return what a sentence refuses by answering the one before it."""
    matter = before.matter
    if matter is None or not may_answer(matter, segment):
        return None
    lower = whole.lower[matter.start : segment.end]
    refusers = languages_with(whole.lower[segment.start : segment.end], REFUSERS)
    codes = [code for code in matter.codes if code in refusers]
    if not codes:
        return None
    return answered(whole.lower, matter, segment, likeliest(lower, whole.hint, codes))


def _still(ban: Ban | None, text: str, segment: Segment) -> Ban | None:
    """Return the ban if the sentence may stand in its list."""
    if ban is None or segment.start > ban.until:
        return None
    return ban if ban.is_announced or is_item(text, segment) else None


def _refused(
    lower: str, hint: str, able: Sequence[str], speaking: Sequence[str]
) -> tuple[Reading, Refusal] | None:
    """Return how the language of a sentence reads it, if that is a refusal.

    What a likelier language takes for news, or as lifted, a less likely one does not
    refuse.
    """
    for reading in likely_readings(lower, hint, able, speaking):
        if veto(reading):
            return None
        found = refusal(reading)
        if found is not None:
            return reading, found
        if reading.has(Term.LIFTED):
            return None
    return None


def _gone_on(
    lower: str, before: _Before, speaking: Sequence[str]
) -> tuple[Reading, Refusal] | None:
    """Return what goes on with the rights that a short line before it reserves, or
    with what the sentence before it refuses.
    """
    codes = [before.notice] if before.notice else _reserving(before.text)
    for code in codes:
        if code not in speaking:
            continue
        reading = read(lower, languages()[code])
        if reading.has(Term.INCLUDES) and not veto(reading):
            found = refusal(reading, under=Term.RESERVE)
            return None if found is None else (reading, found)
    return None


def _reserving(line: str) -> list[str]:
    """Return the languages in which a line is like "All rights reserved."."""
    if not 0 < len(line) <= _ALL_RIGHTS or not may_have(line, _RESERVES):
        return []
    return languages_with(line, _RESERVES)


def _announced(whole: Prose, segment: Segment, lower: str) -> Ban | None:
    """Return the ban of a line such as "The following is forbidden:"."""
    if not is_heading(whole.folded.cased, segment) or not may_have(lower, HEADS):
        return None
    codes = languages_with(lower, HEADS)
    return ban_of(lower, segment.end, likeliest(lower, whole.hint, codes))


def _notice(
    whole: Prose, segment: Segment, reading: Reading, found: Refusal, odds: float
) -> Notice:
    folded = whole.folded
    start, end = folded.origin(segment.start, segment.end)
    cased = folded.cased[segment.start : segment.end]
    around = folded.cased[max(0, segment.start - _AROUND) : segment.end + _AROUND]
    named = cased if len(reading.text) == len(cased) else ""
    return Notice(
        text=whole.given[start:end],
        start=start,
        end=end,
        language=reading.language.code,
        purposes=found.acts,
        scope=scope_of(reading, around.lower(), whole.given, start),
        exception=has_exception(reading),
        ai_only=found.ai_only,
        rights_holder=rights_holder(reading, named, around),
        is_own=reading.has(*_OWN),
        rule=reading.language.code + _by(found),
        is_doubtful=is_doubtful(folded.lower, segment, odds)
        and not reading.is_label
        and not _is_disguised(segment, end - start),
    )


def _is_disguised(segment: Segment, given: int) -> bool:
    """Tell whether folding took much away: who hides letters does not quote."""
    return given > _DISGUISED * (segment.end - segment.start)


def _by(found: Refusal) -> str:
    """Return the second part of a rule's name: what refuses."""
    if found.operator is None:
        return WEIGHED + weights().version
    return f".{found.operator.value}"


_DISGUISED = 1.2
"""Characters as given to one that was read, from which letters were hidden."""

_RESERVES = frozenset((Term.RESERVE,))
_ALL_RIGHTS = 60
"""Characters of a line like "All rights reserved." at most: our choice."""

_OWN = (Term.SITE, Term.PAGE, Term.OURS, Term.NAMED)
