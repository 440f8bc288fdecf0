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
    | (?<=[•·‣▪●■▶►※◆★☆<>])
    | (?<==)["'](?!\s))""",
    re.VERBOSE,
)
"""It begins with one class of characters, so that what is between is skipped."""

_ABBREVIATION = re.compile(
    r"(?<!\w)(?:\w|art|abs|nr|no|co|dr|st|ff|cf|al|pt|tv|pp|nro|inc|ltd|bzw|vgl|usw|etc|bhd|prof|sdn|tbk|kft|ust|pkt|poz|lit|čl|odst|par|alin)\Z"
)
_EDGE = " \t\n#*/-–—|,;=\\"


class Segment(NamedTuple):
    """A sentence, or a line that stands for one, in the folded text."""

    start: int
    end: int


def segments(text: str) -> Iterator[Segment]:
    """Yield the sentences of a folded text; together not longer than it."""
    at = 0
    for match in _END.finditer(text):
        if match[0] == "." and _ABBREVIATION.search(
            text[max(0, match.start() - 6) : match.start()].lower()
        ):
            continue
        keeps_mark = match[0][:1] in ".!?。！？؟।;"
        yield from _cut(text, at, match.end() if keeps_mark else match.start())
        at = match.end()
    yield from _cut(text, at, len(text))


def _cut(text: str, start: int, end: int) -> list[Segment]:
    found: list[Segment | None] = []
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        middle = space if space > 0 else start + LONGEST
        found.append(_trimmed(text, start, middle))
        start = middle
    found.append(_trimmed(text, start, end))
    return [one for one in found if one is not None]


def _trimmed(text: str, start: int, end: int) -> Segment | None:
    start = end - len(text[start:end].lstrip(_EDGE))
    end = start + len(text[start:end].rstrip(_EDGE))
    while end > start and _is_lone_quote(text, start, end):
        end = start + len(text[start : end - 1].rstrip(_EDGE))
    return Segment(start, end) if end - start > 1 else None


def _is_lone_quote(text: str, start: int, end: int) -> bool:
    return text[end - 1] in "\"'" and text.count(text[end - 1], start, end) == 1
