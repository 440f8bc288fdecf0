"""Is a text nearly the same as another?

MinHash (Broder, "On the resemblance and containment of documents", 1997) over shingles
of characters, so that languages without spaces are read as well; Rensa computes it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rensa import RMinHash

from newscrawler.article.plain import key, wide_characters
from newscrawler.items import Article

PERMUTATIONS = 128
"""Numbers in a sketch: the likeness is then known to some 4 in 100, our choice."""

SEED = 1
"""Of the permutations. Sketches of another seed are not comparable."""

VERSION = 1
"""Of how a sketch is made; stored with it, so that others are never compared."""

BANDS = 32
"""Parts of a sketch that are looked up: texts alike by 0.7 share one in 999 of 1000."""

LETTERS, WIDE = 9, 3
"""Characters of a shingle, in alphabets and in Chinese, Japanese and Korean."""

ALIKE = 0.7
"""From which likeness two texts are one article told again: our choice."""

LEAST = 40
"""Shingles that a text has at least to be compared at all."""

MAX_TEXT = 100_000
"""Characters of a text that are read: our choice, so that no page costs more memory."""

Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a text is kept to find its like: 128 numbers of 32 bits."""

    numbers: Numbers
    version: int = VERSION

    def to_bytes(self) -> bytes:
        """Return the sketch in 513 bytes: the version, then the numbers, big-endian."""
        digits = b"".join(number.to_bytes(4, "big") for number in self.numbers)
        return bytes([self.version]) + digits

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Sketch":
        """Return the sketch of ``to_bytes``; ValueError for anything else."""
        if len(stored) != 1 + 4 * PERMUTATIONS:
            raise ValueError(f"{len(stored)} bytes are no sketch")
        numbers = (stored[at : at + 4] for at in range(1, len(stored), 4))
        return cls(tuple(int.from_bytes(one, "big") for one in numbers), stored[0])

    def bands(self) -> tuple[bytes, ...]:
        """Return the parts by which a store finds texts that may be alike, numbered."""
        data = self.to_bytes()
        width = 4 * PERMUTATIONS // BANDS
        return tuple(
            bytes([self.version, at]) + data[1 + at * width : 1 + (at + 1) * width]
            for at in range(BANDS)
        )


def sketch(text: str) -> Sketch | None:
    """Return the sketch of a text, None if it is too short to be compared.

    Width, case, punctuation and white space do not count.
    """
    shingles = _shingles(text)
    if len(shingles) < LEAST:
        return None
    found = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    found.update(shingles)
    return Sketch(tuple(found.digest()))


def article_sketch(article: Article) -> Sketch | None:
    """Return the sketch of an article's body: reprints often change the headline."""
    return sketch(article.articleBody or "")


def _shingles(text: str) -> list[str]:
    """Return runs of letters; words run together, for a line may break anywhere."""
    letters = key(text[:MAX_TEXT]).replace(" ", "")
    length = WIDE if 2 * wide_characters(letters) > len(letters) else LETTERS
    return [letters[at : at + length] for at in range(len(letters) - length + 1)]


def likeness(one: Sketch, other: Sketch) -> float:
    """Return how much of two texts is the same, 0 to 1: an estimate of Jaccard's index.

    ValueError if the sketches were not made the same way.
    """
    if one.version != other.version:
        raise ValueError(f"sketches of versions {one.version} and {other.version}")
    same = sum(map(int.__eq__, one.numbers, other.numbers))
    return same / PERMUTATIONS


@dataclass(slots=True)
class Seen:
    """The sketches of a crawl so far, by name, and which of them are like a new one."""

    sketches: dict[str, Sketch] = field(default_factory=dict)
    _places: defaultdict[bytes, list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, name: str, of: Sketch) -> None:
        """Remember a sketch; one of the same name is replaced."""
        self.sketches[name] = of
        for band in of.bands():
            if name not in self._places[band]:
                self._places[band].append(name)

    def like(self, wanted: Sketch) -> tuple[tuple[str, float], ...]:
        """Return the names of texts nearly the same and their likeness, most alike first."""
        names = {name for band in wanted.bands() for name in self._places.get(band, ())}
        return alike(wanted, ((name, self.sketches[name]) for name in names))


def alike(
    wanted: Sketch, others: Iterable[tuple[str, Sketch]]
) -> tuple[tuple[str, float], ...]:
    """Return which of some sketches, as a store finds them by a band, are nearly the same."""
    found = [
        (name, likeness(wanted, other))
        for name, other in others
        if other.version == wanted.version
    ]
    close = [(name, much) for name, much in found if much >= ALIKE]
    return tuple(sorted(close, key=lambda one: (-one[1], one[0])))
