"""Which words of all languages mean what, to be looked for together?

To put them together from the language files takes some tenths of a second, in each
process that reads a page. So it is written down once, by
``benchmarks/notices_literals.py``, with a digest of the files: where these have changed
since, the words are put together anew, and nothing is overlooked.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from operator import or_

from newscrawler.notices.alternatives import longer_side
from newscrawler.notices.language import digest, languages
from newscrawler.notices.literals import literals_of_words
from newscrawler.notices.term import OPERATORS, TOPICS, Term
from newscrawler.notices.vocabulary import Vocabulary, Word, vocabulary_of

FILE = "index.txt"

LanguageSet = int
"""A bit for each language, the first lowest."""

_Uses = Mapping[Term | None, LanguageSet]
Entry = tuple[Word, _Uses, Collection[str] | None]
"""A word, which languages have it for what, and its literals, None if not known."""


@dataclass(frozen=True, eq=False)
class Index:
    """Words of all languages for some terms; of those with a gap, the longer side.

    What stands on the other side of it may stand before, in other sentences.
    """

    entries: Sequence[_Uses]
    """Which languages have each word for what; None is for marks of a language."""
    vocabulary: Vocabulary

    @cache  # noqa: B019  there are three, for good
    def uses(self, terms: frozenset[Term | None]) -> Sequence[LanguageSet]:
        """Return in which languages each word is one of the terms."""
        return [
            union(found for term, found in one.items() if term in terms)
            for one in self.entries
        ]


def union(found: Iterable[LanguageSet]) -> LanguageSet:
    """Return the languages that are in one of several sets."""
    return reduce(or_, found, 0)


KINDS: Mapping[str, frozenset[Term | None]] = {
    "acts": frozenset(TOPICS),
    "operators": frozenset(OPERATORS),
    "marks": frozenset([None]),
}
"""What is looked for together, by what the parts of the file are called."""


@cache
def index_of(kind: str) -> Index:
    """Return what was written down of a kind, if of the files that there are."""
    entries = _shipped().get(kind) or put_together(KINDS[kind])
    return Index(
        [uses for _, uses, _ in entries],
        vocabulary_of({word: literals for word, _, literals in entries}),
    )


@cache
def _shipped() -> Mapping[str, Sequence[Entry]]:
    file = files("newscrawler.notices").joinpath(FILE)
    return read_index(file.read_text("utf-8")) if file.is_file() else {}


def read_index(text: str) -> Mapping[str, Sequence[Entry]]:
    """Return what a file has of each kind, nothing if it is of other language files."""
    first, *parts = text.split("\n\n")
    if first != digest():
        return {}
    lines = (part.split("\n") for part in parts)
    return {
        kind: [_read(line) for line in those]
        for kind, those in zip(KINDS, lines, strict=True)
    }


def written_index() -> str:
    """Return the file of the language files that there are.

    A line for each word, with tabs between the word, how its language is written, the
    languages of each use of it, and its literals.
    """
    parts = ("\n".join(map(_line, put_together(terms))) for terms in KINDS.values())
    return "\n\n".join((digest(), *parts))


def _line(entry: Entry) -> str:
    word, uses, literals = entry
    written = f"{'s' * word.spaced}{'b' * word.bare}"
    told = " ".join(
        f"{term.value if term else ''}={found:x}" for term, found in uses.items()
    )
    known = sorted(word.literals() if literals is None else literals)
    return "\t".join((word.text, written, told, *known))


def _read(line: str) -> Entry:
    text, written, told, *literals = line.split("\t")
    uses = {}
    for use in told.split(" "):
        term, _, found = use.partition("=")
        uses[_TERMS[term]] = int(found, 16)
    return Word(text, "s" in written, "b" in written), uses, literals


_TERMS: Mapping[str, Term | None] = {"": None, **{term.value: term for term in Term}}


def put_together(terms: frozenset[Term | None]) -> Sequence[Entry]:
    """Return the words of all languages for some terms, each once, in order."""
    uses: dict[Word, dict[Term | None, LanguageSet]] = {}
    literals: dict[Word, Collection[str] | None] = {}
    for at, one in enumerate(languages().values()):
        known = literals_of_words(one.code)
        for term in sorted(terms, key=lambda one: one.value if one else ""):
            texts = map(longer_side, one.words[term]) if term else iter(one.marks)
            for text in texts:
                word = Word(text, one.spaced, one.bare)
                use = uses.setdefault(word, {})
                use[term] = use.get(term, 0) | 1 << at
                literals[word] = known.get(text)
    return [(word, use, literals[word]) for word, use in uses.items()]
