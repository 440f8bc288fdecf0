"""Which words does each language have for a notice?"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newscrawler.notices.language_file import codes
from newscrawler.notices.lexicon import Lexicon
from newscrawler.notices.lexicon_file import lexicon_file
from newscrawler.notices.pattern import term_pattern
from newscrawler.notices.term import Term
from newscrawler.notices.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, eq=False)  # each is there once
class Language:
    """A language: how it is written, and what its terms match."""

    code: str
    spaced: bool
    """Words stand between blanks."""
    bare: bool
    """Letters with marks may be written without them."""
    marks: tuple[str, ...]
    """Words that most sentences of the language, and few of others, have."""

    def found_in(
        self, lower: str, terms: Collection[Term] | None = None
    ) -> Mapping[Term, Sequence[re.Match[str]]]:
        """Return where terms are in a text in lower case; those that are there."""
        return _lexicon(self.code).found_in(lower, terms)

    @property
    def mark_pattern(self) -> re.Pattern[str]:
        """Return what finds the marks; compiled when first asked for."""
        return _pattern(self.marks, self.spaced, self.bare)


@cache
def _lexicon(code: str) -> Lexicon:
    return Lexicon(Vocabulary(lexicon_file(code).written))


@cache
def _pattern(words: tuple[str, ...], spaced: bool, bare: bool) -> re.Pattern[str]:  # noqa: FBT001
    return term_pattern(words, spaced=spaced, bare=bare)


class _Languages(Mapping[str, Language]):
    """Every language that has a file, by its code; each is read when it is asked for."""

    def __getitem__(self, code: str) -> Language:
        if code not in codes():
            raise KeyError(code)
        return _language(code)

    def __iter__(self) -> Iterator[str]:
        return iter(codes())

    def __len__(self) -> int:
        return len(codes())


@cache
def languages() -> Mapping[str, Language]:
    """Return every language that has a file, by its code, in order."""
    return _Languages()


@cache
def _language(code: str) -> Language:
    found = lexicon_file(code)
    return Language(code, found.spaced, found.bare, found.marks)
