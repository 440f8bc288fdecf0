"""How much do the letters of a sentence read like those of reservations?

A logistic regression over runs of two to four letters, learnt from our own labelled
texts by ``benchmarks/notices_weights.py``. It knows turns of phrase that no rule names,
and nothing of who speaks of what; so it breaks ties, and decides nothing alone.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from math import sqrt

from ahocorasick_rs import AhoCorasick

RUNS = (2, 3, 4)
"""Letters of a run: our choice; five and six tell hardly more."""

FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """What runs of letters weigh, in ``unit`` of log odds; ``bias`` is for none."""

    bias: float
    unit: float
    runs: AhoCorasick
    """Finds all runs that weigh anything in one pass; it knows them by numbers."""
    weights: Sequence[int]
    """Of the runs, by their numbers."""
    version: str
    """The first digits of the file's SHA-256: what a decision names."""

    def log_odds(self, lower: str) -> float:
        """Return what a folded text weighs.

        The sum is over the square root of the count, so that length does not decide.
        """
        line = (
            line_of(lower).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        )
        there = self.runs.find_matches_as_indexes(line, overlapping=True)
        found = {run for run, _, _ in there}
        total = sum(map(self.weights.__getitem__, found))
        return self.bias + self.unit * total / sqrt(len(found) or 1)


def line_of(text: str) -> str:
    """Return a text as its runs are read: all blanks are one, and stand around it."""
    return f" {' '.join(text.split())} "


def runs_of(text: str) -> set[str]:
    """Return the runs of letters in a text, once each."""
    line = line_of(text)
    return {line[at : at + size] for size in RUNS for at in range(len(line) - size + 1)}


@lru_cache(maxsize=1 << 8)
def log_odds(lower: str) -> float:
    """Return the log odds that a folded text is a reservation: 0 is undecided."""
    return weights().log_odds(lower)


@cache
def weights() -> Weights:
    """Return the weights that are shipped."""
    return weights_in(
        files("newscrawler.notices").joinpath(FILE).read_text(encoding="utf-8")
    )


def weights_in(text: str) -> Weights:
    """Return the weights of a file: for each weight, the runs that have it."""
    table = json.loads(text)
    alike = [(int(weight), runs.split("\t")) for weight, runs in table["runs"].items()]
    found = AhoCorasick(
        [run for _, runs in alike for run in runs], store_patterns=False
    )
    known = tuple(weight for weight, runs in alike for _ in runs)
    version = sha256(text.encode()).hexdigest()[:8]
    return Weights(table["bias"], table["unit"], found, known, version)
