"""What do labelled texts teach of reservations?

Logistic regression by AdaGrad (Duchi, Hazan and Singer 2011, section 1.3) with a decay
of weights. The same lessons teach the same, whatever their order: they are read in the
order of their hashes.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from math import exp, sqrt
from typing import Any

from newscrawler.notices.candidate import Candidate, candidates
from newscrawler.notices.doubt import RULED, UNREAD, letters_of
from newscrawler.notices.fold import fold
from newscrawler.notices.kinds import FOUND, LETTERS, kinds_of, steps_of
from newscrawler.notices.prose import prose_of
from newscrawler.notices.weigh import Kinds, kinds_in, letters_in, runs_of

UNIT = 0.05
"""To what weights are rounded: finer ones decide nothing."""

Text = tuple[str, bool]
"""A text, and whether it is a reservation."""

Lesson = tuple[Collection[str], bool]
"""Names of what is there, and whether it is a reservation."""


@dataclass(frozen=True, slots=True)
class _Descent:
    """How weights are learnt: by trial on our own texts."""

    least: int
    """Lessons that a name is in, at least: rarer ones tell of one text."""
    rounds: int
    rate: float
    is_shared: bool
    """A name weighs the less the more there are, so that length does not decide."""


_REPEATED = 20
"""Rounds in which what is answered wrongly is taught again."""

_DECAY, _BIAS_RATE = 1e-4, 0.02
_OF_LETTERS = _Descent(least=4, rounds=6, rate=0.2, is_shared=True)
_OF_KINDS = _Descent(least=4, rounds=6, rate=0.05, is_shared=False)


def learnt(texts: Iterable[Text], judged: Iterable[Text], sure: Iterable[Text]) -> str:
    """Return the file of weights.

    ``judged`` are texts that the rules were not written from, so that they tell how far
    rules, and letters that other texts teach, are to be believed. Then they teach
    letters, too. ``sure`` are sentences that must be answered rightly: where they are
    not, they are taught, until they are or for some rounds.
    """
    given, others = list(texts), list(judged)
    known = letters_in(letters_table(given))
    lessons = list(kinds_lessons(others, known.log_odds))
    letters = letters_table([*given, *others])
    weigh = letters_in(letters).log_odds
    exams = [(list(_named(text, weigh)), refuses) for text, refuses in sure]
    kinds = _table(_learn(lessons, _OF_KINDS))
    for _ in range(_REPEATED):
        wrong = list(_wrong(exams, kinds_in(kinds)))
        if not wrong:
            break
        lessons += wrong
        kinds = _table(_learn(lessons, _OF_KINDS))
    return (
        json.dumps({"kinds": kinds, "letters": letters}, ensure_ascii=False, indent=0)
        + "\n"
    )


def _wrong(
    exams: Iterable[tuple[Sequence[Collection[str]], bool]], kinds: Kinds
) -> Iterator[Lesson]:
    """Yield what is to be taught of the sentences that are answered wrongly."""
    for given, refuses in exams:
        over = [(_over(names, kinds), sorted(names)) for names in given]
        if any(odds > 0 for odds, _ in over) is not refuses:
            yield from ((names, refuses) for _, names in sorted(over)[-1:])


def _over(names: Collection[str], kinds: Kinds) -> float:
    """Return by how much log odds are above what is enough."""
    enough = RULED if FOUND in names else UNREAD
    return kinds.log_odds(kinds.sum(names)) - enough


def letters_table(texts: Iterable[Text]) -> dict[str, Any]:
    """Return what runs of letters weigh."""
    given = sorted(set(texts))
    lessons = ((runs_of(fold(text).lower), refuses) for text, refuses in given)
    return _table(_learn(lessons, _OF_LETTERS))


def kinds_lessons(
    texts: Iterable[Text], weigh: Callable[[str], float]
) -> Iterator[Lesson]:
    """Yield what candidates have, and whether they reserve.

    Of a text that reserves it is those that the rules refuse, or else the one whose
    letters weigh most.
    """
    for text, refuses in texts:
        given = _weighed(text, weigh)
        for pair in _telling(given) if refuses else given:
            yield _names(*pair), refuses


_Weighed = tuple[Candidate, tuple[float, float]]


def _weighed(text: str, weigh: Callable[[str], float]) -> list[_Weighed]:
    whole = prose_of(text, None)
    return [
        (one, letters_of(whole.folded.lower, one.segment, weigh))
        for one in candidates(whole)
    ]


def _named(text: str, weigh: Callable[[str], float]) -> Iterator[set[str]]:
    yield from (_names(*pair) for pair in _weighed(text, weigh))


def _names(one: Candidate, odds: tuple[float, float]) -> set[str]:
    steps = map(steps_of, LETTERS, odds)
    return {*kinds_of(one), *chain.from_iterable(steps)}


def _telling(given: Sequence[_Weighed]) -> Sequence[_Weighed]:
    refused = [pair for pair in given if pair[0].refusal.is_ruled]
    return refused or sorted(given, key=lambda pair: pair[1])[-1:]


def _learn(lessons: Iterable[Lesson], how: _Descent) -> tuple[float, dict[str, float]]:
    """Return the bias and what each name weighs, in log odds."""
    given = [(tuple(sorted(names)), is_one) for names, is_one in lessons]
    given.sort(key=lambda one: sha256(repr(one).encode()).digest())
    counts = Counter(name for names, _ in given for name in names)
    known = sorted(name for name, count in counts.items() if count >= how.least)
    numbers = {name: at for at, name in enumerate(known)}
    rows = [
        ([numbers[name] for name in names if name in numbers], is_one)
        for names, is_one in given
    ]
    bias, values = _descend([row for row in rows if row[0]], len(known), how)
    return bias, dict(zip(known, values, strict=True))


def _descend(
    rows: Sequence[tuple[list[int], bool]], count: int, how: _Descent
) -> tuple[float, list[float]]:
    weights, squares, bias = [0.0] * count, [1e-8] * count, 0.0
    for _ in range(how.rounds):
        for names, is_one in rows:
            share = 1 / sqrt(len(names)) if how.is_shared else 1.0
            odds = bias + share * sum([weights[name] for name in names])
            error = is_one - 1 / (1 + exp(-max(-30.0, odds)))
            bias += _BIAS_RATE * error
            slope = error * share
            for name in names:
                squares[name] += slope * slope
                step = how.rate * slope / sqrt(squares[name])
                weights[name] += step - _DECAY * weights[name]
    return bias, weights


def _table(learnt: tuple[float, Mapping[str, float]]) -> dict[str, Any]:
    """Return, for each weight but none, the names that have it."""
    bias, weights = learnt
    rounded: dict[int, list[str]] = {}
    for name, weight in sorted(weights.items()):
        rounded.setdefault(round(weight / UNIT), []).append(name)
    rounded.pop(0, None)
    names = {str(weight): "\t".join(rounded[weight]) for weight in sorted(rounded)}
    return {"bias": round(bias, 3), "unit": UNIT, "names": names}
