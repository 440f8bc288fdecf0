"""What weighs for a reservation? ``python benchmarks/notices_weights.py [--check]``.

Learns ``newscrawler/notices/weights.json`` from the texts that
``tests/notices/lessons.py`` names: two minutes. The same texts give the same file,
byte by byte; ``--check`` tells whether the shipped one is that. What the weights are
worth, ``notices_corpus.py --unseen`` tells: those texts taught nothing.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from newscrawler.notices.learn import learnt
from newscrawler.notices.weigh import FILE
from tests.notices.lessons import judged, lessons, sure

SHIPPED = Path(__file__).parents[1] / "newscrawler" / "notices" / FILE


def main(arguments: Sequence[str]) -> int:
    """Write the file, or tell whether it is as it would be written."""
    text = learnt(lessons(), judged(), sure())
    if "--check" in arguments:
        is_same = SHIPPED.read_text("utf-8") == text
        sys.stdout.write("the same\n" if is_same else "not the same: run without\n")
        return 0 if is_same else 1
    SHIPPED.write_text(text, "utf-8")
    sys.stdout.write(f"{SHIPPED}: {len(text.encode())} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
