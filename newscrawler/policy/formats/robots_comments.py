"""What do people read in a robots.txt? Its comments, and ``Comment:`` records.

RFC 9309 section 2.2 ignores comments; publishers print their reservations there.
Consecutive lines are one text, parted where a line of it is empty. What a hosting
service prints to explain Content-Signal is nobody's reservation: the records beside
it say what holds, and the explanation mentions training even where it is allowed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newscrawler.policy.formats.robots_lines import LINE_END, MAX_LINE, WHITE

_EXPLAINS = re.compile(
    r"following content[- ]signals|content[- ]signals? and their meanings"
    r"|via content[- ]signals|if (?:a|the \w+ \w+ does not include a) content[- ]signal"
    r"|^(?:search|ai-input|ai-train|use)\s*:",
    re.IGNORECASE,
)
_MANAGED = re.compile(r"(BEGIN|END) Cloudflare Managed", re.IGNORECASE)
_COMMENT_RECORD = re.compile(r"comment\s*:\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Comment:
    """Words to people; ``line`` from 1 is where they begin."""

    line: int
    text: str


def read_comments(text: str) -> Iterator[Comment]:
    r"""Return the comments of a robots.txt, a managed preamble's left out.

    >>> [one.text for one in read_comments("# No AI\n# training.\nDisallow: /x # ours")]
    ['No AI\ntraining.', 'ours']
    """
    block: list[str] = []
    start, is_managed = 0, False
    for number, line in enumerate((*LINE_END.split(text), ""), 1):
        words = _words(line[:MAX_LINE])
        mark = _MANAGED.search(words)
        if mark is not None:
            is_managed = mark[1].upper() == "BEGIN"
        if words and mark is None and _is_whole(line):
            start = start if block else number
            block.append(words)
            continue
        if block and not is_managed and not _EXPLAINS.search(" ".join(block)):
            yield Comment(start, "\n".join(block))
        block = []
        if words and mark is None and not is_managed:
            yield Comment(number, words)  # behind a record: of that line alone


def _words(line: str) -> str:
    record = _COMMENT_RECORD.fullmatch(line.strip())
    if record is not None:
        return record[1].strip()
    return line.partition("#")[2].lstrip("#").strip(WHITE + "#=-*")


def _is_whole(line: str) -> bool:
    """Tell whether a line is nothing but a comment."""
    return line.lstrip(WHITE).startswith("#")
