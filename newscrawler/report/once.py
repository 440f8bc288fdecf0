"""Which articles say nearly the same as one that an export has already?

Of those that may leave, the one that was published first does: a text is its first
publisher's, whoever was crawled first. Likeness is known of pairs; of articles that are
in one, number and time are remembered, of no other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from newscrawler.storage.database import Store
from newscrawler.storage.kept_rows import KeptArticle
from newscrawler.storage.reading import batches
from newscrawler.storage.sketch_rows import addresses, likes_of


@dataclass(frozen=True, slots=True)
class Repeat:
    """Which article says nearly the same; ``likeness`` is from 0 to 1."""

    url: str
    likeness: float


Repeats = Callable[[Sequence[int]], Mapping[int, Repeat]]
"""Tells of articles that may leave, by number, which repeat one that does."""


def nothing_repeats(numbers: Sequence[int]) -> Mapping[int, Repeat]:  # noqa: ARG001  # a Repeats
    """Take every article for one of its own."""
    return {}


class Once:
    """Lets each text into an export once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[int, tuple[int, float]] = {}

    def look(
        self,
        pages: Iterable[Sequence[KeptArticle]],
        may_leave: Callable[[KeptArticle], bool],
    ) -> None:
        """Find what repeats what; ``pages``: the articles that are like another."""
        there = {
            one.number: (_published_at(one.record), one.number)
            for page in pages
            for one in page
            if may_leave(one)
        }
        left: set[int] = set()
        for number, likes in self._likes(sorted(there, key=there.__getitem__)):
            like = [one for one in likes.items() if one[0] in left]
            if like:
                self._found[number] = max(like, key=lambda one: one[1])
            else:
                left.add(number)

    def repeats(self, numbers: Sequence[int]) -> Mapping[int, Repeat]:
        """Return which of some articles stay, and for which other."""
        found = {one: self._found[one] for one in numbers if one in self._found}
        with self._store.reading() as connection:
            urls = addresses(connection, [earlier for earlier, _ in found.values()])
        return {
            number: Repeat(urls.get(earlier, "an article that is gone"), much)
            for number, (earlier, much) in found.items()
        }

    def _likes(self, numbers: Sequence[int]) -> Iterator[tuple[int, dict[int, float]]]:
        for some in batches(numbers):
            with self._store.reading() as connection:
                found = likes_of(connection, some)
            yield from ((one, found.get(one, {})) for one in some)


def _published_at(record: str) -> float:
    """Return when an article says that it was published; who does not say comes last."""
    try:
        found = datetime.fromisoformat(str(orjson.loads(record).get("datePublished")))
        return found.replace(tzinfo=found.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return float("inf")
