"""Do the weights believe what the rules find in a sentence, or do not find?

Fail closed: what the rules refuse stays a notice in a place of rights, however it is
written; elsewhere it is doubtful. What the weights believe is one, although no rule
reads it.
"""

from collections.abc import Callable

from newscrawler.notices.candidate import Candidate
from newscrawler.notices.kinds import LETTERS, kinds_of, steps_of
from newscrawler.notices.segment import Segment
from newscrawler.notices.weigh import log_odds, weights

RULED, UNREAD = -0.5, -0.4
"""Log odds above which a sentence is believed that the rules refuse, and one that none
of them reads: our choice, for the rules err less than letters do.
"""

_AROUND = 160
"""Characters beside a sentence that are weighed with it: our choice."""


def letters_of(
    lower: str, segment: Segment, weigh: Callable[[str], float] = log_odds
) -> tuple[float, float]:
    """Return the log odds of a sentence's letters, with what is beside it and alone.

    Amid clauses of other matters a reservation is none the less one.
    """
    around = lower[max(0, segment.start - _AROUND) : segment.end + _AROUND]
    return weigh(around), weigh(lower[segment.start : segment.end])


def is_believed(lower: str, one: Candidate) -> bool:
    """Tell whether the weights take a candidate of a folded text for a reservation.

    Letters take longer to weigh than kinds of words; where they could not change what
    those say, they are not.
    """
    kinds, enough = weights().kinds, RULED if one.refusal.is_ruled else UNREAD
    known = kinds.sum(kinds_of(one))
    least, most = (kinds.log_odds(known + bound) for bound in kinds.bounds)
    if least > enough or most <= enough:
        return least > enough
    given = zip(LETTERS, letters_of(lower, one.segment), strict=True)
    steps = sum(kinds.sum(steps_of(name, odds)) for name, odds in given)
    return kinds.log_odds(known + steps) > enough
