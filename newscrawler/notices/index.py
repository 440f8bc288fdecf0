"""Which words of all languages mean what, to be looked for together?

To put them together from the language files takes more than a second, in each process
that reads a page. So it is written down once, by
``benchmarks/notices_literals.py``, with a digest of the files: where these have changed
since, the words are put together anew, and nothing is overlooked.
"""

from collections.abc import Iterable, Mapping
from functools import cache, reduce
from importlib.resources import files
from itertools import chain
from operator import or_

from newscrawler.notices.alternatives import longer_side
from newscrawler.notices.language_file import codes, digest_of, language_file
from newscrawler.notices.term import OPERATORS, TOPICS, Term
from newscrawler.notices.vocabulary import Made, Vocabulary
from newscrawler.notices.word import Word
from newscrawler.notices.written import Uses, Written, written

FILE = "index.txt"

LanguageSet = int
"""A bit for each language, the first lowest."""

KINDS: Mapping[str, frozenset[Term | None]] = {
    "acts": frozenset(TOPICS),
    "operators": frozenset(OPERATORS),
    "marks": frozenset([None]),
}
"""What is looked for together, by what the parts of the file are called."""


class Index:
    """Words of all languages for some terms; of those with a gap, the longer side.

    What stands on the other side of it may stand before, in other sentences.
    """

    def __init__(self, written: Written) -> None:
        self.vocabulary = Vocabulary(written)
        """For each term of a word: in which languages it is one, ``LanguageSet``."""

    @cache  # noqa: B019  there are three, for good
    def uses(self, terms: frozenset[Term | None]) -> Mapping[int, LanguageSet]:
        """Return in which languages each word is one of the terms."""
        uses = self.vocabulary.uses
        return Made(
            lambda word: union(
                found for term, found in uses[word].items() if term in terms
            )
        )


def union(found: Iterable[LanguageSet]) -> LanguageSet:
    """Return the languages that are in one of several sets."""
    return reduce(or_, found, 0)


@cache
def index_of(kind: str) -> Index:
    """Return what was written down of a kind, if of the files that there are."""
    return Index(_shipped()[kind])


@cache
def _shipped() -> Mapping[str, Written]:
    file = files("newscrawler.notices").joinpath(FILE)
    return read_index(file.read_text("utf-8") if file.is_file() else "")


def read_index(text: str) -> Mapping[str, Written]:
    """Return what a text has of each kind, or the language files where it is of others."""
    first, *parts = text.split("\n\n")
    if first != _digest():
        _, *parts = written_index().split("\n\n")
    both = map(Written, parts[::2], parts[1::2])
    return dict(zip(KINDS, both, strict=True))


def written_index() -> str:
    """Return what is to be written down of all languages."""
    parts = (written(_put_together(terms)) for terms in KINDS.values())
    return "\n\n".join((_digest(), *chain.from_iterable(parts)))


def _digest() -> str:
    return digest_of(*codes())


def _put_together(terms: frozenset[Term | None]) -> Mapping[Word, Uses]:
    """Return the words of all languages for some terms, each once, in order."""
    uses: dict[Word, dict[Term | None, LanguageSet]] = {}
    for at, one in enumerate(map(language_file, codes())):
        for term in sorted(terms, key=lambda one: one.value if one else ""):
            texts = map(longer_side, one.words[term]) if term else iter(one.marks)
            for text in texts:
                use = uses.setdefault(Word(text, one.spaced, one.bare), {})
                use[term] = use.get(term, 0) | 1 << at
    return uses
