"""Where does a sentence begin and end?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
    r"(?<!\w)(?:\w|art|abs|nr|no|co|dr|st|ff|cf|al|pt|tv|pp|nro|inc|ltd|bzw|vgl|usw|etc|bhd|prof|sdn|tbk|kft)\Z"
)
_EDGE = " \t\n#*/-–—|,;=\\"


@dataclass(frozen=True, slots=True)
class Segment:
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


def _cut(text: str, start: int, end: int) -> Iterator[Segment]:
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        middle = space if space > 0 else start + LONGEST
        yield from _trimmed(text, start, middle)
        start = middle
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Segment]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and (text[end - 1] in _EDGE or _is_lone_quote(text, start, end)):
        end -= 1
    if end - start > 1:
        yield Segment(start, end)


def _is_lone_quote(text: str, start: int, end: int) -> bool:
    return text[end - 1] in "\"'" and text.count(text[end - 1], start, end) == 1
