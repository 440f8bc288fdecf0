"""What do labelled texts teach of the letters of reservations?

Logistic regression by AdaGrad (Duchi, Hazan and Singer 2011, section 1.3) with a decay
of weights. The same texts teach the same, whatever their order: they are read in the
order of their hashes.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from math import exp, sqrt

from newscrawler.notices.fold import fold
from newscrawler.notices.weigh import runs_of

LEAST = 4
"""Texts that a run of letters stands in, at least: rarer ones tell of one text."""

ROUNDS, RATE, DECAY, BIAS_RATE = 6, 0.2, 1e-4, 0.02
UNIT = 0.05
"""To what weights are rounded: finer ones decide nothing."""

Text = tuple[str, bool]
"""A text, and whether it is a reservation."""


def learn(texts: Iterable[Text]) -> tuple[float, dict[str, float]]:
    """Return the bias and what each run of letters weighs, in log odds."""
    given = sorted(set(texts), key=lambda one: sha256(repr(one).encode()).digest())
    found = [(runs_of(fold(text).lower), refuses) for text, refuses in given]
    counts = Counter(run for runs, _ in found for run in runs)
    names = sorted(run for run, count in counts.items() if count >= LEAST)
    numbers = {run: at for at, run in enumerate(names)}
    rows = [
        (sorted(numbers[run] for run in runs if run in numbers), refuses)
        for runs, refuses in found
    ]
    bias, values = _descend([row for row in rows if row[0]], len(names))
    return bias, dict(zip(names, values, strict=True))


def _descend(
    rows: Sequence[tuple[list[int], bool]], count: int
) -> tuple[float, list[float]]:
    weights, squares, bias = [0.0] * count, [1e-8] * count, 0.0
    for _ in range(ROUNDS):
        for runs, refuses in rows:
            share = 1 / sqrt(len(runs))
            odds = bias + share * sum([weights[run] for run in runs])
            error = refuses - 1 / (1 + exp(-max(-30.0, odds)))
            bias += BIAS_RATE * error
            slope = error * share
            for run in runs:
                squares[run] += slope * slope
                weights[run] += RATE * slope / sqrt(squares[run]) - DECAY * weights[run]
    return bias, weights


def written(bias: float, weights: Mapping[str, float]) -> str:
    """Return the file: for each weight but none, the runs that have it."""
    rounded: dict[int, list[str]] = {}
    for run, weight in sorted(weights.items()):
        rounded.setdefault(round(weight / UNIT), []).append(run)
    rounded.pop(0, None)
    runs = {str(weight): "\t".join(rounded[weight]) for weight in sorted(rounded)}
    table = {"bias": round(bias, 3), "unit": UNIT, "runs": runs}
    return json.dumps(table, ensure_ascii=False, indent=0) + "\n"
