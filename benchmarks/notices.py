"""What do notices cost? ``python benchmarks/notices.py -o benchmarks/notices.json``.

A page of 100 KB without a word of a notice, a page as news is, terms of 10 KB with three
notices, and hostile text of growing length (``hostile.py`` tells whether it grows as
its time does); pyperf runs each several times in processes of its
own. Figures of a shared machine: compare ratios within one run.
"""

from functools import cache

import pyperf

from newscrawler.notices import find_notices
from newscrawler.notices.find_in_page import read_page
from newscrawler.page import Page

URL = "https://gazette.example/news/2026/11/20/the-harbour-opens-again.html"
NEWS = "The harbour opened again and three hundred people came to see it. " * 4
CLAUSES = (
    "We may change these terms at any time, and we shall tell you when we do.\n"
    "You must keep your password secret and tell us if somebody else has used it.\n"
    "Subscriptions renew each month until they are cancelled; prices include tax.\n"
    "The law of England applies, and its courts decide what we cannot settle.\n"
    "We are not liable for loss that neither of us could foresee on that day.\n"
    "You may print one copy of an article for yourself; all rights are reserved.\n"
)
NOTICES = (
    "You may not use robots or other automated means to collect our contents.\n",
    "No part of this site may be used to train artificial intelligence.\n",
    "The publisher reserves its rights under Article 4(3) of Directive 2019/790.\n",
)
REAL = (
    '<script type=application/json>{{"copyrightText": "{news}"}}</script>'
    "<nav><ul>{links}</ul></nav><article>{story}</article><aside>{links}</aside>"
    "<footer><p>© 2026 The Gazette. All rights reserved.</p></footer>"
)
WORDS = (
    "<p>“The software may index what we train on,” said the AI minister.</p>"
    "<p>Robots – and models – are not allowed in the harbour.</p>"
)
"""Words of notices as news has them: not one of them refuses."""

HOSTILE = ("no AI ", "may not ", "a b c d ", "&#65;", "“", "- \n", "AI, no; ")
"""Words of a notice, and what makes folding and cutting work, without end."""


@cache
def page(tail: str) -> Page:
    """Return a parsed page of about 100 KB that ends with these words."""
    blocks = "".join(f"<div class=b><p>{NEWS}</p></div>" for _ in range(330))
    body = f"<!doctype html><html lang=en><title>Harbour</title><body>{blocks}{tail}"
    found = Page.from_html(body.encode(), URL)
    read_page(found)
    return found


def terms(size: int) -> str:
    """Return terms of about this many characters, with three notices in them."""
    part = CLAUSES * max(1, size // (4 * len(CLAUSES)))
    return part + NOTICES[0] + part + NOTICES[1] + part + NOTICES[2] + part


def news() -> str:
    """Return what a page of news has: links, scripts and words of notices."""
    links = "<li><a href=/news/1><span>The harbour opens again</span></a></li>\n" * 450
    return REAL.format(news=NEWS, links=links, story=WORDS * 8)


def main() -> None:
    """Run all benchmarks; each makes what it needs in a process of its own."""
    runner = pyperf.Runner(processes=3)
    for name, tail in (
        ("page of 100 KB, no word of a notice", ""),
        ("page of 100 KB, one notice", f"<footer>{NOTICES[1]}</footer>"),
        ("page of 100 KB, a word of one", "<p>The robot fell.</p>"),
        ("page of 160 KB, words as news has them", news()),
    ):
        runner.bench_func(name, lambda tail: read_page(page(tail)), tail)
    runner.bench_func("terms of 10 KB", find_notices, terms(10_000))
    for size in (10_000, 100_000):
        for part in HOSTILE:
            name = f"hostile {part!r}, {size} characters"
            runner.bench_func(name, find_notices, part * (size // len(part)))


if __name__ == "__main__":
    main()
