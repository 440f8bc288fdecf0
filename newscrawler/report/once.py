"""Which articles say nearly the same as one that an export has already?

The earliest that may leave is the one that leaves: likeness is known by the order of
keeping. Of each that has later copies its number is remembered, of no other.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from newscrawler.storage.database import Store
from newscrawler.storage.sketch_rows import (
    addresses,
    near_duplicates_of,
    with_later_copies,
)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Which article says nearly the same; ``likeness`` is from 0 to 1."""

    url: str
    likeness: float


Repeats = Callable[[Sequence[int]], Mapping[int, Repeat]]
"""Tells of the next articles that may leave, by number, which repeat one that did."""


def nothing_repeats(numbers: Sequence[int]) -> Mapping[int, Repeat]:  # noqa: ARG001  # a Repeats
    """Take every article for one of its own."""
    return {}


class Once:
    """Lets each text into an export once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._left: set[int] = set()

    def repeats(self, numbers: Sequence[int]) -> Mapping[int, Repeat]:
        """Return which of some articles stay; to be asked in the order of keeping."""
        with self._store.reading() as connection:
            alike = near_duplicates_of(connection, numbers)
            copied = with_later_copies(connection, numbers)
            found: dict[int, tuple[int, float]] = {}
            for number in sorted(numbers):
                like = self._like(alike.get(number, {}))
                if like is not None:
                    found[number] = like
                elif number in copied:
                    self._left.add(number)
            urls = addresses(connection, [earlier for earlier, _ in found.values()])
        return {
            number: Repeat(urls.get(earlier, "an article that is gone"), much)
            for number, (earlier, much) in found.items()
        }

    def _like(self, earlier: Mapping[int, float]) -> tuple[int, float] | None:
        """Return the most alike of those that left, and how much."""
        there = [one for one in earlier.items() if one[0] in self._left]
        return max(there, key=lambda one: one[1], default=None)
