"""Do the letters of a sentence overrule what the rules found in it, or did not find?

Fail closed: what the rules refuse stays a notice in a place of rights, however it is
written; elsewhere it is doubtful. What reads like a reservation, and speaks of acts and
of contents in words for refusing that no rule knows, is one.
"""

from collections.abc import Callable, Iterable

from newscrawler.notices.acts import is_for_ai_alone, topics
from newscrawler.notices.language import Language
from newscrawler.notices.reading import Reading, read
from newscrawler.notices.refusal import Refusal, refusal
from newscrawler.notices.segment import Segment
from newscrawler.notices.term import OPERATORS, Term
from newscrawler.notices.voice import veto
from newscrawler.notices.weigh import log_odds

_AROUND = 160
"""Characters beside a sentence that are weighed with it: our choice."""

_AGAINST = -1.0
"""Log odds below which the rules are doubted: one in four. By trial on our own texts,
as the next three are."""

_FOR = 0.6
"""Log odds above which a refusal that no rule reads is believed."""

_FOR_VETOED = 1.0
"""Log odds above which one is believed that the rules take for news, or for house rules
of what users send in: a "school" or a "court" may be whose contents they are."""

_FOR_IN_SPITE = 1.5
"""Log odds above which it is believed although it reads like somebody else's words."""

_WEAK = (Term.NARRATIVE, Term.UPLOAD)
"""Vetoes for which one word is enough."""

_MATTER = (
    *(Term.OURS, Term.SITE, Term.PAGE, Term.HOLDER, Term.FIRST, Term.EXCEPTION),
    *OPERATORS,
)
"""Whose contents, who speaks, on which condition, or a "no": what a title lacks."""

_AGAINST_IT = (Term.LIFTED, Term.UNBAN, Term.PERMIT, Term.YOURS)
"""What no letters overrule: a permission, and a promise about users' data, is written in
the letters of a ban."""


def weighed(lower: str, segment: Segment) -> float:
    """Return the log odds that a sentence is a reservation, with what is beside it."""
    return log_odds(lower[max(0, segment.start - _AROUND) : segment.end + _AROUND])


def is_doubtful(lower: str, segment: Segment, odds: float) -> bool:
    """Tell whether the letters weigh against what the rules found.

    ``odds``: of the sentence with what is beside it. Amid clauses of other matters a
    reservation is none the less one, so it is weighed alone, too.
    """
    return max(odds, log_odds(lower[segment.start : segment.end])) < _AGAINST


def refused_by_weight(
    lower: str, weigh: Callable[[], float], known: Iterable[Language]
) -> tuple[Reading, Refusal] | None:
    """Return what a sentence refuses that no rule reads, if its letters weigh for it.

    ``known`` are the languages that it may be in, the likeliest first. ``weigh`` returns
    its log odds: it takes longer than to see that nothing is there to weigh for.
    """
    for language in known:
        reading = read(lower, language)
        if reading.is_label or not reading.has(*_MATTER) or reading.has(*_AGAINST_IT):
            continue
        acts = frozenset(topic.act for topic in topics(reading))
        if acts and weigh() >= _enough(reading):
            return reading, Refusal(acts, is_for_ai_alone(reading), None)
    return None


def _enough(reading: Reading) -> float:
    """Return the log odds above which a sentence is believed to be the publisher's own."""
    why = veto(reading)
    if why is None:
        return _FOR
    is_ruled = why in _WEAK and refusal(reading) is not None
    return _FOR_VETOED if is_ruled else _FOR_IN_SPITE
