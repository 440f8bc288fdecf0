"""Which sentences of a text may reserve rights, as the rules read them?

What a sentence refuses depends on itself, on the sentence before it, and on the
headings and definitions that reach it. Whether it is believed, the weights say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
from newscrawler.notices.heading import HEADS, Ban, ban_of, is_heading, is_item, listed
from newscrawler.notices.language import Language, languages
from newscrawler.notices.likely import likeliest, likely_readings
from newscrawler.notices.prose import Prose
from newscrawler.notices.reading import Reading, read
from newscrawler.notices.refusal import Refusal, refusal
from newscrawler.notices.segment import LONGEST, Segment
from newscrawler.notices.term import Term
from newscrawler.notices.trigger import languages_of, languages_with, may_have
from newscrawler.notices.unread import unread
from newscrawler.notices.voice import is_quoted_from_before, is_told_after, veto


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that has words for acts, or is read with one that has."""

    segment: Segment
    reading: Reading
    refusal: Refusal
    """What it refuses, if it is one; of one that no rule reads, the acts that it names."""
    before: str
    """The heading of the list that it stands in, or else the sentence before it."""
    goes_on: bool
    """A rule reads it, and it goes on with a notice: "the same applies to …"."""


@dataclass(slots=True)
class _Before:
    """What the sentences before one leave over it."""

    text: str = ""
    heading: str = ""
    """The last line that a list may follow."""
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


def candidates(whole: Prose, *, is_part: bool = False) -> Iterator[Candidate]:
    """Yield what may reserve, in order; lines that cannot say any are not read.

    ``is_part``: of a page, that has sentences on all matters, as long texts have. There
    one that no rule reads has to have words for refusing.
    """
    is_part = is_part or len(whole.lower) > LONGEST
    before = _Before()
    speaking = set(whole.speaking)
    for line in _due(whole, before):
        for segment in whole.segments(line):
            yield from _next(whole, segment, before, line in speaking, is_part)


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
    whole: Prose,
    segment: Segment,
    before: _Before,
    speaks: bool,  # noqa: FBT001
    is_part: bool,  # noqa: FBT001
) -> Iterator[Candidate]:
    """Yield the candidate that a sentence is, and leave what it says to the next one.

    ``speaks`` tells whether its line has words for acts.
    """
    text = whole.folded.cased
    lower = whole.lower[segment.start : segment.end]
    before.ban = _still(before.ban, text, segment)
    able, speaking = languages_of(lower) if speaks else ((), ())
    found = _alone_or_under(lower, whole.hint, able, speaking, before)
    answer = None if found else _answer(whole, segment, before)
    if before.matter is not None and answer is not None:
        segment, found = Segment(before.matter.start, segment.end), answer
    where, given = segment, found
    if found is None and (able or not is_part):
        where, given = _unread(whole, segment, before, speaking, is_part)
    if given is not None and _is_told(whole, where, given[0].language):
        given = found = None
    if given is not None:
        above = before.heading if is_item(text, where) else before.text
        yield Candidate(where, *given, above, _goes_on(*given, before))
    _remember(whole, segment, speaking, found, before)


def _goes_on(reading: Reading, found: Refusal, before: _Before) -> bool:
    """Tell whether it adds to the notice before it, as the rules read it."""
    return bool(before.notice) and found.is_ruled and reading.has(Term.INCLUDES)


def _unread(
    whole: Prose,
    segment: Segment,
    before: _Before,
    codes: Sequence[str],
    is_part: bool,  # noqa: FBT001
) -> tuple[Segment, tuple[Reading, Refusal] | None]:
    """Return what a sentence would refuse that no rule reads, and where it begins.

    Without words for acts it goes with the one before it: "Dear robots! Turn round."
    """
    matter = None if codes else before.matter
    if matter is not None and may_answer(matter, segment):
        segment, codes = Segment(matter.start, segment.end), matter.codes
    if not codes:
        return segment, None
    lower = whole.lower[segment.start : segment.end]
    reading = read(lower, likeliest(lower, whole.hint, codes)[0])
    in_list = reading.is_label and is_item(whole.folded.cased, segment)
    in_words = is_part or in_list or matter is not None
    found = unread(reading, is_part=is_part, in_words=in_words)
    return segment, None if found is None else (reading, found)


def _is_told(whole: Prose, segment: Segment, language: Language) -> bool:
    """Tell whether a sentence stands in somebody's quotation."""
    return is_quoted_from_before(whole.folded.cased, segment) or is_told_after(
        whole.lower, segment, language
    )


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
    text = whole.folded.cased
    if is_heading(text, segment) and not is_item(text, segment):
        before.heading = lower
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


def _reserving(line: str) -> Sequence[str]:
    """Return the languages in which a line is like "All rights reserved."."""
    if not 0 < len(line) <= _ALL_RIGHTS or not may_have(line, _RESERVES):
        return ()
    return languages_with(line, _RESERVES)


def _announced(whole: Prose, segment: Segment, lower: str) -> Ban | None:
    """Return the ban of a line such as "The following is forbidden:"."""
    if not is_heading(whole.folded.cased, segment) or not may_have(lower, HEADS):
        return None
    codes = languages_with(lower, HEADS)
    return ban_of(lower, segment.end, likeliest(lower, whole.hint, codes))


_RESERVES = frozenset((Term.RESERVE,))
_ALL_RIGHTS = 60
"""Characters of a line like "All rights reserved." at most: our choice."""
