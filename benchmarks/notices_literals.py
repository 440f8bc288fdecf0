"""Which literals do the words of notices have? ``python benchmarks/notices_literals.py``.

Writes ``newscrawler/notices/lexicons``, a file a language, from the words of the
language files, and ``newscrawler/notices/index.txt`` from all; to be run when these were
edited. Until then, files that were edited are read themselves: that costs time alone.
"""

import sys
from pathlib import Path

from newscrawler.notices.index import FILE, written_index
from newscrawler.notices.language_file import codes, language_file
from newscrawler.notices.lexicon_file import FOLDER, written_lexicon

SHIPPED = Path(__file__).parents[1] / "newscrawler" / "notices" / FOLDER


def main() -> int:
    """Write a file for each language, and delete those of others."""
    SHIPPED.mkdir(exist_ok=True)
    for file in SHIPPED.iterdir():
        if file.stem not in codes():
            file.unlink()
    for code in codes():
        (SHIPPED / f"{code}.txt").write_text(
            written_lexicon(language_file(code)), "utf-8"
        )
    (SHIPPED.parent / FILE).write_text(written_index(), "utf-8")
    sys.stdout.write(f"{SHIPPED}: {len(codes())} files; {FILE}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
