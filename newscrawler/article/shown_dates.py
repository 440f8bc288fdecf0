"""Which dates does a reader see around the article?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from newscrawler.article.blocks import Block, Outline
from newscrawler.article.body import Field
from newscrawler.article.dates import Moment, read_ago, read_moment
from newscrawler.article.names import Part
from newscrawler.article.plain import folded
from newscrawler.article.rights import is_copyright
from newscrawler.article.words import all_strings

ABOVE = 12
"""Blocks above and below the headline among which a date is the article's."""

BESIDE = 6
"""Blocks above and below the headline where a short line with a date is its date."""

FAR = 40
"""Blocks above and below the article where an element named "date" still counts."""

MAX_LINE = 120
"""Characters of a line that is read for a date: our choice."""

MAX_DATE = 60
"""Characters of a line that is a date, perhaps with a name beside it."""

SINCE = "1990"
"""The first year of pages: an earlier one that a reader sees is history."""

_DIGIT = re.compile(r"\d")
_OPENING = re.compile(r"[^–—|]{6,50}?\s?(?:[–—|]|\s-\s)")
"""What a first paragraph may begin with: a day, and perhaps where."""

Dated = tuple[str, Moment | None]


@dataclass(frozen=True, slots=True)
class Reader:
    """How this page's dates are read: its language, its zone, when it was fetched."""

    language: str | None
    zone: str | None
    now: float | None

    def moment(self, text: str | None) -> Moment | None:
        """Return the moment that a text names."""
        return read_moment(text, self.language, self.zone) if text else None

    def shown(self, text: str) -> Moment | None:
        """Return the moment that a visible text names, "2 hours ago" included."""
        if not _DIGIT.search(text):
            return None
        found = self.moment(text) or read_ago(text, self.language, self.now)
        return found if found is not None and found.iso >= SINCE else None


def is_update(text: str) -> bool:
    """Tell whether a text begins as the date of a change does."""
    return folded(text).startswith(all_strings("moments.toml", "updated"))


@dataclass(frozen=True, slots=True)
class Shown:
    """The dates in a page's blocks and times, by where they stand."""

    outline: Outline
    field: Field
    reader: Reader

    def clocks(self, *, near: bool) -> Iterator[Dated]:
        """Yield what ``<time>`` elements say, the nearest to the headline first.

        Of two that stand side by side the earlier is the day of publication.
        """
        reach = ABOVE if near else len(self.outline.blocks)
        times = [
            (abs(clock.at - self.field.head), clock.at, moment)
            for clock in self.outline.clocks
            if clock.at <= self.field.end + 3
            and Part.COMMENTS not in self._parts(clock.box) | clock.parts
            and not is_update(clock.text)
            and (
                moment := self.reader.moment(clock.stamp)
                or self.reader.shown(clock.text)
            )
        ]
        for distance, at, moment in sorted(times, key=lambda time: time[0]):
            if distance <= reach:
                beside = (one for _, other, one in times if other == at)
                yield "time", min(beside, key=lambda one: one.iso, default=moment)

    def times(self) -> Iterator[Moment]:
        """Yield the times of day that readers see by the headline."""
        for _, moment in chain(self.clocks(near=True), self.by_head()):
            if moment is not None:
                yield moment

    def by_head(self) -> Iterator[Dated]:
        """Yield the dates of short lines beside the headline, and how a text opens."""
        for block in self._near(BESIDE):
            text = block.text
            if (
                len(text) <= MAX_DATE
                and block.kind not in ("h1", "h2")
                and not is_update(text)
            ):
                if not is_copyright(text):
                    yield "visible", self.reader.shown(text)
            elif _DIGIT.search(text[:MAX_DATE]) and (opening := _OPENING.match(text)):
                yield "visible", self.reader.moment(opening[0])

    def labelled(self, *, near: bool) -> Iterator[Dated]:
        """Yield the dates after "published" and the like."""
        published = all_strings("moments.toml", "published")
        for block in self._near(ABOVE) if near else self.outline.blocks:
            if len(block.text) <= 2 * MAX_LINE:
                lower = folded(block.text)
                places = [lower.find(label) for label in published if label in lower]
                if places:
                    after = self.reader.moment(block.text[min(places) :])
                    yield "visible", after or self.reader.shown(block.text)

    def named(self, reach: int) -> Iterator[Dated]:
        """Yield the dates of elements that are named so, the nearest first."""
        blocks, head = self.outline.blocks, self.field.head
        end = head if reach < FAR else self.field.end
        around = range(max(0, head - reach), min(len(blocks), end + reach))
        for number in sorted(around, key=lambda number: abs(number - head)):
            parts = self._parts(blocks[number].box)
            if Part.DATE in parts and Part.COMMENTS not in parts:
                yield from self._line(blocks[number])

    def around(self) -> Iterator[Dated]:
        """Yield the dates of lines on top of the article, then at its end."""
        end = self.field.end
        for block in (
            *self._near(ABOVE),
            *self.outline.blocks[max(0, end - 4) : end + 6],
        ):
            if block.kind != "figcaption":
                yield from self._line(block)

    def _line(self, block: Block) -> Iterator[Dated]:
        text = block.text
        if (
            len(text) <= MAX_LINE
            and "://" not in text
            and not is_copyright(text)
            and not is_update(text)
        ):
            yield "visible", self.reader.shown(text)

    def _near(self, reach: int) -> tuple[Block, ...]:
        """Return the blocks below the headline, then those above, the nearest first."""
        blocks, head = self.outline.blocks, self.field.head
        above = blocks[max(0, head - reach) : head]
        return (*blocks[head : head + 1 + reach], *reversed(above))

    def _parts(self, box: int) -> frozenset[Part]:
        return self.outline.boxes[box].parts
