"""Which sentences of a text reserve rights, and what do they say?"""

from functools import partial

from newscrawler.notices.candidate import Candidate, candidates
from newscrawler.notices.doubt import is_believed
from newscrawler.notices.holder import rights_holder
from newscrawler.notices.model import WEIGHED, Notice
from newscrawler.notices.prose import Prose, prose_of
from newscrawler.notices.refusal import Refusal, has_exception
from newscrawler.notices.scope import scope_of
from newscrawler.notices.segment import Segment
from newscrawler.notices.term import Term
from newscrawler.notices.trigger import may_hold_notice
from newscrawler.notices.weigh import weights
from newscrawler.recent import Recent

MAX_NOTICES = 512
"""Sentences of a text or a page that may reserve: our choice. Pages of news have under 20;
of more each is looked for in the whole page.
"""

_AROUND = 160
"""Characters beside a notice in which a credit or copyright line belongs to it."""


def notices_in(
    text: str, language: str | None = None, *, is_part: bool = False
) -> list[Notice]:
    """Return the reservations in a text, in order.

    ``is_part``: of a page, where a sentence that no rule reads has to have words for
    refusing.
    """
    ask = partial(_read, text, language, is_part)
    return list(_recent.answer((text, language, is_part), len(text), ask))


_recent: Recent[tuple[str, str | None, bool], tuple[Notice, ...]] = Recent(1 << 10)


def _read(text: str, language: str | None, is_part: bool) -> tuple[Notice, ...]:  # noqa: FBT001
    if not may_hold_notice(text):
        return ()
    return tuple(notices_of(prose_of(text, language), is_part=is_part))


def notices_of(whole: Prose, *, is_part: bool = False) -> list[Notice]:
    """Return the reservations in a text: what the rules read as one, or the weights."""
    found: list[tuple[Candidate, bool]] = []
    for one in candidates(whole, is_part=is_part):
        is_sure = (one.goes_on and bool(found) and found[-1][1]) or is_believed(
            whole.folded.lower, one
        )
        if not (one.refusal.is_ruled or is_sure):
            continue
        while found and found[-1][0].segment.start >= one.segment.start:
            found.pop()  # an answer has what it answers in it
        found.append((one, is_sure))
        if len(found) > MAX_NOTICES:
            break  # one more tells that there are more
    return [_notice(whole, one, is_sure=is_sure) for one, is_sure in found]


def _notice(whole: Prose, one: Candidate, *, is_sure: bool) -> Notice:
    folded, segment, reading = whole.folded, one.segment, one.reading
    found = one.refusal
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
        is_doubtful=not is_sure and not _is_disguised(segment, end - start),
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

_OWN = (Term.SITE, Term.PAGE, Term.OURS, Term.NAMED)
