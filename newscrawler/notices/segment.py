"""Where does a sentence begin and end?"""

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 1200
"""Characters of a sentence that are read at once: our choice. A longer one is cut."""

_END = re.compile(
    r"""[\n。！？؟।;.!?|•·‣▪●■▶►※◆★☆<>=](?:
      (?<=\n)
    | (?<=[。！？])[。！？]{0,9}[”’」』）)"']{0,2}
    | (?<=[؟।])[؟।]{0,9}[”’»)"']{0,2}
    | (?<=[ά-ώ];)(?=\s+[Ά-Ω]|\Z)
    | (?<=[.!?])[.!?]{0,2}[”’»")']{0,2}(?=\s+[^\sa-zà-ÿ]|\Z)
    | (?<=[?!])[?!]{0,2}[”’»)"']{0,2}(?=\s)
    | (?<=\s\|)(?=\s)
    | (?<=[•‣▪●■▶►※◆★☆<>])
    | (?<=\s·)
    | (?<=·)(?=\s)
    | (?<==)["'](?!\s))""",
    re.VERBOSE,
)
"""It begins with one class of characters, so that what is between is skipped."""

_ABBREVIATION = re.compile(
    r"(?<!\w)(?:\w|art|abs|nr|co|dr|st|ff|cf|al|pt|tv|pp|nro|inc|ltd|bzw|vgl|usw|etc|bhd|prof|sdn|tbk|kft|ust|pkt|poz|lit|čl|odst|par|alin)\Z"
)
_NUMBER = re.compile(r"(?<!\w)no\Z")
"""An abbreviation only before a number: "No. 4", but "No. Thank you"."""

_EDGE = " \t\n#*/-–—|,;=\\"


class Segment(NamedTuple):
    """A sentence, or a line that stands for one, in the folded text."""

    start: int
    end: int


def segments(text: str, start: int = 0, end: int | None = None) -> Iterator[Segment]:
    """Yield the sentences of a folded text; together not longer than it.

    ``[start, end)`` are whole lines of it; a sentence is within a line.
    """
    at, last = start, len(text) if end is None else end
    for match in _END.finditer(text, start):
        first, after = match.span()
        if first >= last:
            break
        mark = text[first:after]
        if mark == "." and _is_abbreviated(text, first, after):
            continue
        yield from _cut(text, at, after if mark[0] in ".!?。！？؟।;" else first)
        at = after
    yield from _cut(text, at, last)


def _is_abbreviated(text: str, dot: int, after: int) -> bool:
    """Tell whether a dot ends an abbreviation, not a sentence."""
    before = text[max(0, dot - 6) : dot].lower()
    is_number = text[after : after + 2].strip()[:1].isdigit()
    short = _ABBREVIATION.search(before)
    return short is not None or (is_number and _NUMBER.search(before) is not None)


def _cut(text: str, start: int, end: int) -> list[Segment]:
    found: list[Segment] = []
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        middle = space if space > 0 else start + LONGEST
        found += _trimmed(text, start, middle)
        start = middle
    found += _trimmed(text, start, end)
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[Segment, ...]:
    """Return a stretch without blanks and marks at its edges, if words are left."""
    stretch = text[start:end].lstrip(_EDGE)
    start = end - len(stretch)
    end = start + len(stretch.rstrip(_EDGE))
    while end > start and _is_lone_quote(text, start, end):
        end = start + len(text[start : end - 1].rstrip(_EDGE))
    return (Segment(start, end),) if end - start > 1 else ()


def _is_lone_quote(text: str, start: int, end: int) -> bool:
    return text[end - 1] in "\"'" and text.count(text[end - 1], start, end) == 1
