"""What kinds of words does a candidate have, and how much does it read like one?

The names that the second weights are of. Which kinds stand together tells what no rule
says of it; what the rules say is one name among them.
"""

from collections.abc import Iterator
from itertools import combinations

from newscrawler.notices.acts import topics
from newscrawler.notices.candidate import Candidate
from newscrawler.notices.model import Act
from newscrawler.notices.reading import Reading, read
from newscrawler.notices.refusal import refusal
from newscrawler.notices.voice import veto

FOUND = "found"
"""That the rules refuse it."""

LETTERS = ("around", "alone")
"""How the letters of a candidate are weighed: with what is beside it, and alone."""

_LENGTHS = (20, 40, 80, 120, 160, 240, 320)
"""Characters of a sentence: our choice."""

_UNSPACED = 0.4
"""Characters of writing without blanks to those of writing with them, about."""

_STEPS = tuple(step / 2 for step in range(-6, 9))
"""Log odds of letters that are told apart: our choice."""


def kinds_of(one: Candidate) -> Iterator[str]:
    """Yield what is to be said of a candidate, but of its letters."""
    reading, found = one.reading, one.refusal
    there = sorted(term.value for term in reading.found)
    there += [FOUND] if found.is_ruled else []
    yield from there
    yield from map("+".join, combinations(there, 2))
    yield from (f"of {act.value}" for act in _acts(one))
    ruled = found if found.is_ruled else refusal(reading)
    if ruled is not None and ruled.operator is not None:
        yield f"by {ruled.operator.value}"
    against = veto(reading)
    if against is not None:
        yield f"but {against.value}"
    yield from _form(reading)
    if one.before:
        above = read(one.before, reading.language)
        yield from (f"after {term.value}" for term in above.found)
        yield "after"


def _acts(one: Candidate) -> frozenset[Act]:
    """Return the acts that it names itself: a rule may refuse what is named before it."""
    if not one.refusal.is_ruled:
        return one.refusal.acts
    return frozenset(topic.act for topic in topics(one.reading))


def _form(reading: Reading) -> Iterator[str]:
    if reading.is_label:
        yield "label"
    if reading.is_terse:
        yield "terse"
    share = 1 if reading.language.spaced else _UNSPACED
    length = len(reading.text)
    yield from (f"longer {least}" for least in _LENGTHS if length > least * share)


def steps_of(name: str, odds: float) -> Iterator[str]:
    """Yield which steps the log odds of letters are above."""
    yield from (f"{name} {step}" for step in _STEPS if odds > step)
