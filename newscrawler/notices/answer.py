"""Does a short sentence refuse what the one before it asks for, or speaks of?

"Scraping? No." and "You want to train a model on our texts. We do not allow that."
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from newscrawler.notices.acts import is_for_ai_alone, is_of_contents, topics
from newscrawler.notices.language import Language
from newscrawler.notices.reading import Reading, read
from newscrawler.notices.refusal import Refusal
from newscrawler.notices.segment import Segment
from newscrawler.notices.term import Term
from newscrawler.notices.voice import asks, veto

_LONGEST = 90
"""Characters of an answer at most: our choice."""

_LONGEST_NAMING = 240
"""Characters of an answer that names what it answers: "such use". Our choice."""

_LONGEST_MATTER = 400
"""Characters of what is answered at most: our choice."""

_PLAINLY = (Term.BAN, Term.REQUIRE, Term.OPPOSE)
_NAMING = (Term.BAN, Term.RESERVE, Term.REQUIRE, Term.OPPOSE)
_BRIEFLY = (Term.NAY, Term.NONE)
REFUSERS = frozenset((*_NAMING, *_BRIEFLY, Term.BAR))
"""What an answer refuses with."""

_OURS = (Term.OURS, Term.SITE, Term.PAGE)
_CELLS = re.compile(r"\||\.\.")
"""What stands between the cells of a row, or leads the eye from one to the next."""


class Matter(NamedTuple):
    """Characters ``[start, end)`` of a text that speak of acts and refuse none."""

    start: int
    end: int
    codes: tuple[str, ...]
    """The languages that see acts in it."""


def matter_of(
    lower: str, segment: Segment, codes: Iterable[str], before: Matter | None
) -> Matter:
    """Return what may be answered next; several questions in a row are one."""
    known = tuple(codes)
    if before is not None and asks(lower[before.start : before.end]):
        both = tuple(code for code in before.codes if code in known)
        near = segment.end - before.start <= _LONGEST_MATTER
        if both and near and asks(lower[segment.start : segment.end]):
            return Matter(before.start, segment.end, both)
    return Matter(segment.start, segment.end, known)


def may_answer(matter: Matter, segment: Segment) -> bool:
    """Tell whether a sentence is short enough, and so is what it may answer."""
    is_short = segment.end - segment.start <= _LONGEST_NAMING
    return is_short and matter.end - matter.start <= _LONGEST_MATTER


def answered(
    lower: str, matter: Matter, segment: Segment, known: Iterable[Language]
) -> tuple[Reading, Refusal] | None:
    """Return what an answer and its question refuse together.

    ``known`` are the languages that they may be in, the likeliest first.
    """
    between = lower[max(matter.start, matter.end - 2) : segment.start]
    for language in known:
        spoken = read(lower[matter.start : matter.end], language)
        answer = read(lower[segment.start : segment.end], language)
        if veto(spoken, may_ask=True) or veto(answer) or _is_lifted(spoken, answer):
            return None
        is_asked = asks(spoken.text) or (
            spoken.is_label and _CELLS.search(between) is not None
        )
        operator = _operator(answer, is_asked=is_asked)
        if operator is not None and _is_ours(spoken, is_asked=is_asked):
            acts = frozenset(topic.act for topic in topics(spoken))
            whole = read(lower[matter.start : segment.end], language)
            return whole, Refusal(acts, is_for_ai_alone(spoken), operator)
    return None


def _is_lifted(*readings: Reading) -> bool:
    return any(one.has(Term.LIFTED) for one in readings)


def _is_ours(spoken: Reading, *, is_asked: bool) -> bool:
    """Tell whether it is our contents that something would be done with.

    A question of a few words names none: "Scraping?".
    """
    if not topics(spoken) or not is_of_contents(spoken):
        return False
    if is_asked:
        return spoken.is_label or spoken.has(*_OURS)
    return spoken.has(*_OURS) and not spoken.has(Term.PERMIT)


def _operator(answer: Reading, *, is_asked: bool) -> Term | None:
    """Return what an answer refuses with, if it says nothing else.

    Who asks whether readers want to use its texts may say more of the licence for it.
    """
    if is_asked and answer.has(Term.REQUIRE):
        return Term.REQUIRE
    if answer.has(Term.FOREGOING) and not answer.has(Term.PERMIT):
        return next((term for term in _NAMING if answer.has(term)), None)
    if len(answer.text) > _LONGEST or not answer.is_terse or answer.others():
        return None
    plain = next((term for term in _PLAINLY if answer.has(term)), None)
    if plain is not None:
        return plain
    if not (is_asked or answer.has(Term.FIRST, Term.EXCEPTION)):
        return None
    return next((term for term in _BRIEFLY if _stands_at_an_edge(answer, term)), None)


def _stands_at_an_edge(answer: Reading, term: Term) -> bool:
    """Tell whether a "no" begins a clause or ends the sentence."""
    last = len(answer.text.rstrip(" .!。！"))
    return any(
        answer.begins_clause(span) or span.end >= last for span in answer.spans(term)
    )
