"""How well are pages told apart that reserve? ``python -m benchmarks.notices_pages``.

Reads the pages of ``fixtures/notices/pages``, lists what was missed and what was found
without reason, and prints precision, recall and F1.
"""

import sys

from tests.notices.pages import f1, labelled_pages


def main() -> None:
    """Print a line for each page that is told wrongly, and the totals."""
    found = false = missed = 0
    for page in labelled_pages():
        notices = page.found()
        found += page.reserves and bool(notices)
        if page.reserves and not notices:
            missed += 1
            sys.stdout.write(f"missed {page.file}: {page.place}\n")
        if notices and not page.reserves:
            false += 1
            sys.stdout.write(
                f"false {page.file}: {notices[0].rule} {notices[0].text}\n"
            )
    precision, recall = found / (found + false), found / (found + missed)
    total = f1(found, false, missed)
    sys.stdout.write(f"P {precision:.3f} R {recall:.3f} F1 {total:.3f} (bar 0.95)\n")


if __name__ == "__main__":
    main()
