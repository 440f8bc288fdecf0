"""What was found out of the texts that were met last?

Menus, teasers and footers stand on most pages of a site: what they say is read once.
What is asked must depend on the text alone. Long texts are of one page and not kept;
so the memory that this takes has a bound, whatever pages hold.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache, wraps
from typing import Generic, TypeVar

LONGEST = 1000
"""Letters of a text that is remembered: our choice."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Remembers at least the ``most`` last texts, and at most twice as many.

    In two generations: what is met again moves to the younger, and the elder goes as a
    whole. To keep an order for each text would take longer than most answers.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """Return what is known of a text, None if it was not met of late."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: K, value: V) -> None:
        """Remember what was found out, which is not None."""
        if len(self._young) >= self._most:
            self._old, self._young = self._young, {}
        self._young[key] = value

    def answer(self, key: K, letters: int, ask: Callable[[], V]) -> V:
        """Return what is known of a text of so many letters, else what asking tells."""
        found = self.get(key)
        if found is None:
            found = ask()
            if letters <= LONGEST:
                self.put(key, found)
        return found

    def answers(
        self: "Recent[str, V]",
        texts: Sequence[str],
        ask: Callable[[Sequence[int]], Iterable[V]],
    ) -> list[V]:
        """Return the same of many texts, sooner than one by one.

        ``ask`` tells it of those that nothing is known of, by their numbers.
        """
        known = list(map(self._young.get, texts))
        for at, one in enumerate(known):
            if one is None:
                known[at] = self.get(texts[at])
        new = [at for at, one in enumerate(known) if one is None]
        for at, one in zip(new, ask(new), strict=True):
            known[at] = one
            if len(texts[at]) <= LONGEST:
                self.put(texts[at], one)
        return [one for one in known if one is not None]


def remembered(most: int) -> Callable[[Callable[[str], V]], Callable[[str], V]]:
    """Return a decorator of what is asked of one text: it knows the ``most`` last."""

    def decorated(ask: Callable[[str], V]) -> Callable[[str], V]:
        recent = lru_cache(maxsize=most)(ask)

        @wraps(ask)
        def asked(text: str) -> V:
            return recent(text) if len(text) <= LONGEST else ask(text)

        return asked

    return decorated
