"""How are words that are looked for together written down?

To read a language's own file, and to find the literals of its words, takes some
hundredths of a second, and that of all languages more than one. So both are done once,
by ``benchmarks/notices_literals.py``, and written down as the words are looked for.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from newscrawler.notices.term import Term
from newscrawler.notices.word import Word

Uses = Mapping[Term | None, int]
"""What a word is for, and a number for each that is its reader's; None: a mark."""


class Written(NamedTuple):
    """Words and their literals, as texts; the lines of both are numbered from 0."""

    words: str
    """A line each: the word, how its language is written, and what it is for."""
    literals: str
    """A line each: the literal, and the numbers of the words that have it.

    The line before the first has the numbers of the literals that are foreign (no
    ASCII text has their words: "ai" where a の must be, too), and of the words that
    have no literal and may be in every text.
    """


def written(words: Mapping[Word, Uses]) -> Written:
    """Return what is written down of words, which are numbered in order."""
    holders: dict[str, list[int]] = {}
    vague: list[int] = []
    for number, word in enumerate(words):
        literals = sorted(word.literals())
        for one in literals:
            holders.setdefault(one, []).append(number)
        if not literals:
            vague.append(number)
    foreign = _foreign(tuple(words), holders)
    lines = [f"{_joined(foreign)}\t{_joined(vague)}"]
    lines += (f"{one}\t{_joined(those)}" for one, those in holders.items())
    return Written("\n".join(map(_line, words, words.values())), "\n".join(lines))


def columns(lines: str, count: int) -> Sequence[list[str]]:
    """Return the columns of lines with tabs between, much sooner than line by line."""
    fields = lines.replace("\n", "\t").split("\t")
    return [fields[at::count] for at in range(count)]


def numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of a list that was written down."""
    return tuple(map(int, text.split()))


def word_in(text: str, form: str) -> Word:
    """Return a word of a line."""
    return Word(text, "s" in form, "b" in form)


def uses_in(told: str) -> Uses:
    """Return what a word of a line is for."""
    pairs = (one.partition("=") for one in told.split(" "))
    return {_TERMS[term]: int(number, 16) for term, _, number in pairs}


_TERMS: Mapping[str, Term | None] = {"": None, **{term.value: term for term in Term}}


def _line(word: Word, uses: Uses) -> str:
    form = f"{'s' * word.spaced}{'b' * word.bare}"
    told = (f"{term.value if term else ''}={one:x}" for term, one in uses.items())
    return f"{word.text}\t{form}\t{' '.join(told)}"


def _joined(found: Collection[int]) -> str:
    return " ".join(map(str, found))


def _foreign(words: Sequence[Word], holders: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the numbers of literals whose words no ASCII text has."""
    return [
        at
        for at, (literal, those) in enumerate(holders.items())
        if literal.isascii()
        and not any(words[one].spaced for one in those)
        and all(words[one].is_foreign() for one in those)
    ]
