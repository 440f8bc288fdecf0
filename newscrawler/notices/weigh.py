"""How much does a sentence read like a reservation?

Two logistic regressions, learnt from our own labelled texts by
``benchmarks/notices_weights.py``. One is over runs of two to four letters: it knows
turns of phrase that no rule names, and nothing of who speaks of what. The other one is
over the kinds of words that the rules see, and over what the first one says.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from math import sqrt
from typing import Any

from newscrawler.notices.kinds import LETTERS

RUNS = (2, 3, 4)
"""Letters of a run: our choice; five and six tell hardly more."""

FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class Letters:
    """What runs of letters weigh, in ``unit`` of log odds; ``bias`` is for none."""

    bias: float
    unit: float
    runs: Mapping[str, int]

    def log_odds(self, lower: str) -> float:
        """Return what a folded text weighs.

        The sum is over the square root of the count, so that length does not decide.
        """
        found = self.runs.keys() & runs_of(lower)
        total = sum(map(self.runs.__getitem__, found))
        return self.bias + self.unit * total / sqrt(len(found) or 1)


@dataclass(frozen=True, slots=True)
class Kinds:
    """What kinds of words weigh, in ``unit`` of log odds; ``bias`` is for none.

    Sums are whole numbers: they are the same in whatever order names come.
    """

    bias: float
    unit: float
    weights: Mapping[str, int]
    bounds: tuple[int, int]
    """What letters add at least and at most."""

    def sum(self, names: Iterable[str]) -> int:
        """Return what names weigh together; an unknown one weighs nothing."""
        return sum(self.weights.get(name, 0) for name in names)

    def log_odds(self, total: int) -> float:
        """Return the log odds that a sum stands for."""
        return self.bias + self.unit * total


@dataclass(frozen=True, slots=True)
class Weights:
    """What is shipped."""

    letters: Letters
    kinds: Kinds
    version: str
    """The first digits of the file's SHA-256: what a decision names."""


def line_of(text: str) -> str:
    """Return a text as its runs are read: all blanks are one, and stand around it."""
    return f" {' '.join(text.split())} "


def runs_of(text: str) -> set[str]:
    """Return the runs of letters in a text, once each."""
    line = line_of(text)
    return {line[at : at + size] for size in RUNS for at in range(len(line) - size + 1)}


@lru_cache(maxsize=1 << 8)
def log_odds(lower: str) -> float:
    """Return the log odds of the letters of a folded text: 0 is undecided."""
    return weights().letters.log_odds(lower)


@cache
def weights() -> Weights:
    """Return the weights that are shipped."""
    return weights_in(
        files("newscrawler.notices").joinpath(FILE).read_text(encoding="utf-8")
    )


def weights_in(text: str) -> Weights:
    """Return the weights of a file."""
    table = json.loads(text)
    version = sha256(text.encode()).hexdigest()[:8]
    return Weights(letters_in(table["letters"]), kinds_in(table["kinds"]), version)


def letters_in(table: Mapping[str, Any]) -> Letters:
    """Return the weights of runs of letters."""
    return Letters(table["bias"], table["unit"], dict(_named(table)))


def kinds_in(table: Mapping[str, Any]) -> Kinds:
    """Return the weights of kinds of words."""
    known = dict(_named(table))
    added = [weight for name, weight in known.items() if name.startswith(LETTERS)]
    least = sum(weight for weight in added if weight < 0)
    most = sum(weight for weight in added if weight > 0)
    return Kinds(table["bias"], table["unit"], known, (least, most))


def _named(table: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for weight, names in table["names"].items():
        yield from ((name, int(weight)) for name in names.split("\t"))
