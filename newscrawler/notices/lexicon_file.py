"""What was written down of a language, as its words are looked for?

To take them from the language's own file takes ten times as long, for each language
that a crawl meets. Where that was edited since, it is read itself, and nothing is
overlooked.
"""

from importlib.resources import files
from typing import NamedTuple

from newscrawler.notices.language_file import LanguageFile, digest_of, language_file
from newscrawler.notices.pattern import in_order
from newscrawler.notices.term import Term
from newscrawler.notices.word import Word
from newscrawler.notices.written import Written, written

FOLDER = "lexicons"


class LexiconFile(NamedTuple):
    """A language: its words say for each of their terms when they are tried."""

    spaced: bool
    bare: bool
    marks: tuple[str, ...]
    written: Written


def lexicon_file(code: str) -> LexiconFile:
    """Return what was written down of a language, if of the file that there is."""
    file = files("newscrawler.notices").joinpath(FOLDER, f"{code}.txt")
    return read_lexicon(code, file.read_text("utf-8") if file.is_file() else "")


def read_lexicon(code: str, text: str) -> LexiconFile:
    """Return what a text has of a language, or its file where the text is of another."""
    if text.partition("\n")[0] != digest_of(code):
        text = written_lexicon(language_file(code))
    head, *parts = text.split("\n\n")
    _, form, marks = head.split("\n")
    return LexiconFile(
        "s" in form, "b" in form, tuple(marks.split("\t")), Written(*parts)
    )


def written_lexicon(language: LanguageFile) -> str:
    """Return what is to be written down of a language."""
    uses: dict[Word, dict[Term | None, int]] = {}
    for term, own in language.words.items():
        for rank, text in enumerate(in_order(set(own), spaced=language.spaced)):
            word = Word(text, language.spaced, language.bare)
            uses.setdefault(word, {})[term] = rank
    form = f"{'s' * language.spaced}{'b' * language.bare}"
    head = "\n".join((digest_of(language.code), form, "\t".join(language.marks)))
    return "\n\n".join((head, *written(uses)))
