"""Which literals has each word of a language, as was found out beforehand?

To find them takes ten times as long as to read them: some tenths of a second for each
language that a crawl meets. ``benchmarks/notices_literals.py`` writes them down, one
file a language, from its words alone; a word that is not there has its literals found
when it is read.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

from newscrawler.notices.vocabulary import Word

FOLDER = "literals"

Literals = Mapping[str, Sequence[str]]
"""The literals of words, by their texts."""


def literals_of_words(code: str) -> Literals:
    """Return what was written down for a language, nothing if nothing was."""
    file = files("newscrawler.notices").joinpath(FOLDER, f"{code}.txt")
    return read_literals(file.read_text("utf-8")) if file.is_file() else {}


def read_literals(text: str) -> Literals:
    """Return the literals of a file: a line for each word, with tabs between."""
    found: dict[str, Sequence[str]] = {}
    for line in text.split("\n"):
        word, *literals = line.split("\t")
        found[word] = literals
    return found


def written_literals(words: Iterable[str], *, spaced: bool, bare: bool) -> str:
    """Return the file of a language that is written so, sorted."""
    lines = (
        "\t".join((text, *sorted(Word(text, spaced, bare).literals())))
        for text in sorted(set(words))
    )
    return "\n".join(lines)
