"""Is a text nearly the same as another?

MinHash (Broder, "On the resemblance and containment of documents", 1997) over shingles
of three words, or of three characters in Chinese, Japanese and Korean; Rensa computes
it. Words end where letters do, so that Thai and Hindi give parts of words.
"""

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from rensa import RMinHash

from newscrawler.article.plain import wide_characters, words_of
from newscrawler.items import Article

PERMUTATIONS = 128
"""Numbers in a sketch: the likeness is then known to some 4 in 100, our choice."""

SEED = 1
"""Of the permutations. Sketches of another seed are not comparable."""

VERSION = 2
"""Of how a sketch is made; stored with it, so that others are never compared."""

BANDS, WIDTH = 5, 3
"""Parts of a sketch that are looked up, and numbers in each: texts alike by 0.9 share a
part in 998 of 1000, by 0.8 in 965, by 0.7 in 878. Each part costs a store a row."""

FACTORS = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
LARGEST = 2**63 - 25
"""By which numbers, evenly spread as they are, become one of 63 bits: SplitMix's odd
constants, and the largest prime below 2**63."""

WIDE = 3
"""Characters of a shingle in Chinese, Japanese and Korean."""

ALIKE = 0.7
"""From which likeness two texts are one article told again: our choice."""

LEAST = 40
"""Shingles that a text has at least to be compared at all."""

MAX_TEXT = 100_000
"""Characters of a text that are read: our choice, so that no page costs more memory."""

Numbers = tuple[int, ...]

_NUMBERS = struct.Struct(f">{PERMUTATIONS}I")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a text is kept to find its like: 128 numbers of 32 bits.

    ``bands``: by what a store finds texts that may be alike, hashes, 63 bits each.
    """

    numbers: Numbers
    version: int = VERSION
    bands: Numbers = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Make the bands, which are asked for again and again."""
        object.__setattr__(self, "bands", _bands(self.numbers))

    def to_bytes(self) -> bytes:
        """Return the sketch in 513 bytes: the version, then the numbers, big-endian."""
        return bytes([self.version]) + _NUMBERS.pack(*self.numbers)

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Sketch":
        """Return the sketch of ``to_bytes``; ValueError for anything else."""
        if len(stored) != 1 + 4 * PERMUTATIONS:
            raise ValueError(f"{len(stored)} bytes are no sketch")
        return cls(_NUMBERS.unpack_from(stored, 1), stored[0])


def _bands(numbers: Numbers) -> Numbers:
    one, two, three = FACTORS
    return tuple(
        [
            (one * numbers[at] + two * numbers[at + 1] + three * numbers[at + 2] + at)
            % LARGEST
            for at in range(0, BANDS * WIDTH, WIDTH)
        ]
    )


def sketch(text: str) -> Sketch | None:
    """Return the sketch of a text, None if it is too short to be compared.

    Width, case, punctuation and white space do not count.
    """
    shingles, many = _shingles(text)
    if many < LEAST:
        return None
    found = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    found.update(shingles)
    return Sketch(tuple(found.digest()))


def article_sketch(article: Article) -> Sketch | None:
    """Return the sketch of an article's body: reprints often change the headline."""
    return sketch(article.articleBody or "")


def _shingles(text: str) -> tuple[Iterator[str], int]:
    """Return what stands together, and how many; each is looked at once, and let go.

    Wide letters run on, for a line breaks anywhere.
    """
    words = words_of(text[:MAX_TEXT])
    letters = "" if text.isascii() else "".join(words)
    if 2 * wide_characters(letters) > len(letters):
        many = len(letters) - WIDE + 1
        return (letters[at : at + WIDE] for at in range(many)), many
    threes = zip(words, islice(words, 1, None), islice(words, 2, None), strict=False)
    return map("".join, threes), len(words) - 2


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
    _places: defaultdict[int, list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, name: str, of: Sketch) -> None:
        """Remember a sketch; one of the same name is replaced."""
        self.sketches[name] = of
        for band in of.bands:
            if name not in self._places[band]:
                self._places[band].append(name)

    def like(self, wanted: Sketch) -> tuple[tuple[str, float], ...]:
        """Return the names of texts nearly the same and their likeness, most alike first."""
        names = {name for band in wanted.bands for name in self._places.get(band, ())}
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
