"""Is a run's chain whole? Each record must follow from the one before it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import TypeAlias

from newscrawler.storage.chain import FIRST, START, Head, Kind, joined, link

_MANY = frozenset((Kind.DECISION.value, Kind.ARTICLE.value))
"""Kinds of which nothing is noted here."""

Record: TypeAlias = tuple[int, str, str, str]
"""A record as it is stored: sequence, kind, record, hash."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the evidence, and where."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Chain:
    """What a run's chain was found to be, record by record.

    ``told``: how many records there are of each kind. ``again``: how often and when
    last (milliseconds) the decision at a place was made again. ``broken``: the places
    that do not follow. ``first`` and ``end`` are the records of its begin and its end.
    """

    run: int
    head: Head = START
    told: dict[str, int] = field(default_factory=dict)
    again: dict[int, tuple[int, int]] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    first: str | None = None
    end: str | None = None

    def take(self, records: Iterable[Record]) -> None:
        """Hold the next records of the run against what came before."""
        last, before = self.head.sequence, self.head.hash
        for sequence, kind, record, hash_ in records:
            last += 1
            if sequence != last:
                self._miss(last, sequence - 1)
            elif link(before, record) != hash_:
                self.broken.append(sequence)
            if not record.startswith(_beginning(kind)):
                self._blame(sequence, f"is called {kind!r}, which its bytes are not")
            self.told[kind] = self.told.get(kind, 0) + 1
            if kind not in _MANY:
                self._note(sequence, kind, record)
            last, before = sequence, hash_
        self.head = Head(last, before)

    def explain(self, hashes: Mapping[int, str], records: Mapping[int, str]) -> None:
        """Say of each record that does not follow what became of it.

        ``hashes``: those of the whole run by place; ``records``: the broken ones.
        """
        places = {hash_: place for place, hash_ in hashes.items()} | {FIRST: 0}
        for place in self.broken:
            of_bytes = sha256(records[place].encode()).hexdigest()
            found = (
                there
                for hash_, there in places.items()
                if joined(hash_, of_bytes) == hashes[place]
            )
            self._blame(place, _became(place, next(found, None)))

    def _note(self, sequence: int, kind: str, record: str) -> None:
        if kind == Kind.RUN.value and sequence == 1:
            self.first = record
        elif kind == Kind.END.value:
            self.end = record
        elif kind == Kind.REPEATS.value:
            for place, count, last in _repeats(record):
                known = self.again.get(place, (0, 0))[0]
                self.again[place] = known + count, last

    def _miss(self, first: int, last: int) -> None:
        what = f"record {first} is" if first == last else f"records {first}-{last} are"
        self.problems.append(Problem(f"run {self.run}", f"{what} missing: removed"))

    def _blame(self, sequence: int, what: str) -> None:
        where = f"run {self.run}, record {sequence}"
        self.problems.append(Problem(where, what))


@cache
def _beginning(kind: str) -> str:
    """Return how the record of a kind begins."""
    return f'{{"{kind}":'


def _became(place: int, written_after: int | None) -> str:
    """Return in words what became of a record, from where it was written."""
    if written_after is None:
        return f"changed, or what stood between it and record {place - 1} was removed"
    if written_after >= place:
        return f"moved: it was written after record {written_after}"
    between = f"record {place - 1}"
    if written_after + 1 < place - 1:
        between = f"records {written_after + 1}-{place - 1}"
    after = f"record {written_after}" if written_after else "nothing"
    return f"was written right after {after}: {between} inserted or moved"


def _repeats(record: str) -> Sequence[tuple[int, int, int]]:
    """Return the members of a record of repeats, none where it is damaged."""
    try:
        members = json.loads(record)[Kind.REPEATS.value]
        return [(int(place), int(count), int(last)) for place, count, last in members]
    except (ValueError, TypeError, KeyError):
        return ()
