"""How is a text read: folded, without addresses, and which of its lines speak?

Most lines of a text are not read. What a sentence refuses depends on itself, on the
sentence before it, and on the headings and definitions that reach it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from newscrawler.notices.fold import Folded, fold
from newscrawler.notices.heading import ITEM
from newscrawler.notices.segment import LONGEST, Segment, segments
from newscrawler.notices.trigger import texts_with_acts

_ADDRESS = re.compile(
    r"[\w.+-]{1,64}@[\w.-]{3,100}|https?://[^\s<>\"]{3,300}|(?<![\w.])[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:com|org|net|example|eu|info|[a-z]{2}/)[\w/.#?=&%-]{0,200}"
)
"""Addresses, whose words say nothing."""

_IN_ADDRESS = re.compile(
    r"[@:.](?:(?<=@)|(?<=:)//|(?<=\.)(?:com|org|net|example|eu|info|[a-z]{2}/))"
)
"""What every address has in it: to look for this takes a fifth of the time."""

_HEADS = re.compile(rf"[:：\n](?:(?<=[:：])|(?={ITEM.pattern}))")
"""Where a heading may end: a line with a colon, or one that an item follows."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A text that is read sentence by sentence."""

    folded: Folded
    lower: str
    """Folded, without addresses."""
    given: str
    hint: str
    starts: Sequence[int]
    """Where each of its lines begins."""
    speaking: Sequence[int]
    """The numbers of lines that have a word for an act, or so it seems."""

    def telling(self) -> list[int]:
        """Return the numbers of the lines that may say something, whatever is before.

        With each line that speaks, the last sentence before it.
        """
        found = {*self.speaking, *self._heading()}
        last = -1
        for line in self.speaking:
            found.update(self._spoken_before(line, last))
            last = line
        return sorted(found)

    def segments(self, line: int) -> Iterator[Segment]:
        """Yield the sentences of a line."""
        is_last = line + 1 == len(self.starts)
        end = len(self.lower) if is_last else self.starts[line + 1] - 1
        return segments(self.folded.cased, self.starts[line], end)

    def _spoken_before(self, line: int, last: int) -> Iterator[int]:
        """Yield the line after ``last`` that has the sentence before a line, if any."""
        for number in range(line - 1, last, -1):
            if any(self.segments(number)):
                yield number
                return

    def _heading(self) -> Iterator[int]:
        """Yield the lines that may be written as headings are."""
        line = 0
        for match in _HEADS.finditer(self.folded.cased):
            while (
                line + 1 < len(self.starts) and self.starts[line + 1] <= match.start()
            ):
                line += 1
            yield line


def prose_of(text: str, language: str | None) -> Prose:
    """Return a text as it is read; ``language`` is what it is said to be in."""
    folded = fold(text)
    lower = without_addresses(folded.lower)
    lines = lower.split("\n")
    starts = (0, *accumulate(len(line) + 1 for line in lines[:-1]))
    speaking = set(texts_with_acts(lines))
    if len(lower) > LONGEST:
        given = zip(starts, lines, strict=True)
        cased = (folded.cased[at : at + len(line)] for at, line in given)
        speaking |= {at for at, line in enumerate(cased) if _is_cut_in_words(line)}
    return Prose(folded, lower, text, _primary(language), starts, sorted(speaking))


def _is_cut_in_words(line: str) -> bool:
    """Tell whether a sentence in a line may be cut inside of a word."""
    if len(line) <= LONGEST:
        return False
    return max(map(len, line.split(" "))) >= LONGEST // 2


def without_addresses(lower: str) -> str:
    """Return a text of the same length; an address is of one line."""
    if _IN_ADDRESS.search(lower) is None:
        return lower
    return "".join(
        _ADDRESS.sub(lambda found: " " * len(found[0]), line)
        if _IN_ADDRESS.search(line)
        else line
        for line in lower.splitlines(keepends=True)
    )


def _primary(language: str | None) -> str:
    return (language or "").lower().replace("_", "-").partition("-")[0]
