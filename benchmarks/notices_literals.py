"""Which literals do the words of notices have? ``python benchmarks/notices_literals.py``.

Writes ``newscrawler/notices/literals``, a file a language, from the words of the
language files, and ``newscrawler/notices/index.txt`` from all; to be run when these were
edited. Words that are not there are found later, and cost time alone.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from newscrawler.notices.alternatives import longer_side
from newscrawler.notices.index import FILE, written_index
from newscrawler.notices.language import Language, languages
from newscrawler.notices.literals import FOLDER, written_literals

SHIPPED = Path(__file__).parents[1] / "newscrawler" / "notices" / FOLDER


def written(language: Language) -> str:
    """Return the file of a language."""
    words = words_of(language)
    return written_literals(words, spaced=language.spaced, bare=language.bare)


def words_of(language: Language) -> Iterator[str]:
    """Yield all words, whole and, of those with a gap, by their longer sides."""
    for words in language.words.values():
        yield from words
        yield from map(longer_side, words)


def main() -> int:
    """Write a file for each language, and delete those of others."""
    SHIPPED.mkdir(exist_ok=True)
    known = languages()
    for file in SHIPPED.iterdir():
        if file.stem not in known:
            file.unlink()
    for code, language in known.items():
        (SHIPPED / f"{code}.txt").write_text(written(language), "utf-8")
    (SHIPPED.parent / FILE).write_text(written_index(), "utf-8")
    sys.stdout.write(f"{SHIPPED}: {len(known)} files; {FILE}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
