"""How much do the letters of a sentence read like those of reservations?

A logistic regression over runs of two to four letters, learnt from our own labelled
texts by ``benchmarks/notices_weights.py``. It knows turns of phrase that no rule names,
and nothing of who speaks of what; so it breaks ties, and decides nothing alone.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from math import sqrt

RUNS = (2, 3, 4)
"""Letters of a run: our choice; five and six tell hardly more."""

FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """What runs of letters weigh, in ``unit`` of log odds; ``bias`` is for none."""

    bias: float
    unit: float
    runs: Mapping[str, int]
    version: str
    """The first digits of the file's SHA-256: what a decision names."""


def runs_of(text: str) -> set[str]:
    """Return the runs of letters in a text, once each; all blanks are one."""
    line = f" {' '.join(text.split())} "
    return {line[at : at + size] for size in RUNS for at in range(len(line) - size + 1)}


def log_odds(lower: str) -> float:
    """Return the log odds that a folded text is a reservation: 0 is undecided.

    The sum is over the square root of the count, so that length does not decide.
    """
    known = weights()
    found = runs_of(lower) & known.runs.keys()
    total = sum(map(known.runs.__getitem__, found))
    return known.bias + known.unit * total / sqrt(len(found) or 1)


@cache
def weights() -> Weights:
    """Return the weights that are shipped."""
    return weights_in(
        files("newscrawler.notices").joinpath(FILE).read_text(encoding="utf-8")
    )


def weights_in(text: str) -> Weights:
    """Return the weights of a file: for each weight, the runs that have it."""
    table = json.loads(text)
    found = {
        run: int(weight)
        for weight, runs in table["runs"].items()
        for run in runs.split("\t")
    }
    version = sha256(text.encode()).hexdigest()[:8]
    return Weights(table["bias"], table["unit"], found, version)
