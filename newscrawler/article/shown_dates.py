"""Which dates does a reader see around the article?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from newscrawler.article.blocks import Clock, Outline
from newscrawler.article.body import Field
from newscrawler.article.dates import Moment, read_ago, read_moment
from newscrawler.article.named_days import read_named_day
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

MAX_LABEL = 40
"""Characters of a line that says what the date in the next one is: our choice."""

SIDE = 2
"""Blocks between two times that stand side by side: our choice."""

MAX_DATE = 60
"""Characters of a line that is a date, perhaps with a name beside it."""

SINCE = "1990"
"""The first year of pages: an earlier one that a reader sees is history."""

_DIGIT = re.compile(r"\d")
_TIME_ALONE = re.compile(r"\d{1,2}[:.h]\d\d\s?(?:Uhr|hs?|[ap]\.?m\.?)?", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
"""What a heading may be that is a date: nothing else."""

_OPENING = re.compile(
    r"[^–—|]{6,50}?\s?(?:[–—|]|\s-\s)|\([^()]{6,40}\)|\d{1,2}\.?\s[^\W\d]{3,12}\.?\s\d{4}[.:]\s"
)
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
        """Return the moment that a visible text names: "2 hours ago", "yesterday" too."""
        found = None
        if _DIGIT.search(text):
            found = self.moment(text) or read_ago(text, self.language, self.now)
        found = found or read_named_day(text, self.language, self.zone, self.now)
        return found if found is not None and found.iso >= SINCE else None


def is_update(text: str) -> bool:
    """Tell whether a text begins as the date of a change does, or ends so.

    >>> is_update("Updated: 3 June 2026"), is_update("2026.06.03 lastupdate")
    (True, True)
    """
    plain = folded(text)
    return plain.startswith(all_strings("moments.toml", "updated")) or plain.endswith(
        all_strings("moments.toml", "updated_after")
    )


def _is_label(text: str) -> bool:
    """Tell whether the date that follows a text is that of a change."""
    plain = folded(text).rstrip(" .:|–-")
    return is_update(text) or plain.endswith(all_strings("moments.toml", "updated"))


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
            and not self.is_changed(clock)
            and (
                moment := self.reader.moment(clock.stamp)
                or self.reader.shown(clock.text)
            )
        ]
        for distance, at, moment in sorted(times, key=lambda time: time[0]):
            if distance <= reach:
                beside = (one for _, other, one in times if 0 <= other - at <= SIDE)
                yield "time", min(beside, key=lambda one: one.iso, default=moment)

    def is_changed(self, clock: Clock) -> bool:
        """Tell whether a time is that of a change, by its text or what precedes it."""
        return is_update(clock.text) or _is_label(self._before(clock))

    def _before(self, clock: Clock) -> str:
        """Return what stands before a time in its block, or else the block before."""
        blocks, text = self.outline.blocks, clock.text
        for number in range(clock.at, min(clock.at + 2, len(blocks))) if text else ():
            before, found, _ = blocks[number].text[:MAX_LINE].partition(text)
            if found:
                return before or self._alone(number - 1)
        return ""

    def _alone(self, number: int) -> str:
        """Return a block that is a label of the next: short, and no date itself."""
        text = self.outline.blocks[number].text if number >= 0 else ""
        is_label = len(text) <= MAX_LABEL and not _DIGIT.search(text)
        return text if is_label else ""

    def times(self) -> Iterator[Moment]:
        """Yield the times of day that readers see by the headline."""
        for _, moment in chain(self.clocks(near=True), self.by_head(), self._pairs()):
            if moment is not None:
                yield moment

    def _pairs(self) -> Iterator[Dated]:
        """Yield a day and the time of day in the line after it."""
        blocks = self.outline.blocks
        for number in self._near(BESIDE):
            if number + 1 < len(blocks) and _TIME_ALONE.fullmatch(
                blocks[number + 1].text
            ):
                both = f"{blocks[number].text[:MAX_DATE]} {blocks[number + 1].text}"
                yield "visible", self.reader.shown(both)

    def by_head(self) -> Iterator[Dated]:
        """Yield the dates of short lines beside the headline, and how a text opens."""
        for number in self._near(BESIDE):
            block = self.outline.blocks[number]
            text = block.text
            is_heading = block.kind in ("h1", "h2") and not _NUMBERS.fullmatch(text)
            if len(text) <= MAX_DATE and not is_heading:
                if _DIGIT.search(text) and not self._is_other(number):
                    yield "visible", self.reader.shown(text)
            elif _DIGIT.search(text[:MAX_DATE]) and (opening := _OPENING.match(text)):
                yield "visible", self.reader.moment(opening[0])

    def labelled(self, *, near: bool) -> Iterator[Dated]:
        """Yield the dates after "published" and the like."""
        published = all_strings("moments.toml", "published")
        blocks = self.outline.blocks
        for number in self._near(ABOVE) if near else range(len(blocks)):
            block = blocks[number]
            if len(block.text) <= 2 * MAX_LINE:
                lower = folded(block.text)
                places = [lower.find(label) for label in published if label in lower]
                places = [at for at in places if not lower[:at].rstrip().endswith("(")]
                if places:
                    after = self.reader.moment(block.text[min(places) :])
                    yield "visible", after or self.reader.shown(block.text)

    def changes(self) -> Iterator[Dated]:
        """Yield the dates of lines that tell of a change, or that follow such a label."""
        blocks = self.outline.blocks
        for number, block in enumerate(blocks):
            if len(block.text) <= MAX_LINE and is_update(block.text):
                yield "visible", self.reader.shown(block.text)
                if self._alone(number) and number + 1 < len(blocks):
                    yield (
                        "visible",
                        self.reader.shown(blocks[number + 1].text[:MAX_DATE]),
                    )

    def named(self, reach: int) -> Iterator[Dated]:
        """Yield the dates of elements that are named so, the nearest first."""
        blocks, head = self.outline.blocks, self.field.head
        end = head if reach < FAR else self.field.end
        around = range(max(0, head - reach), min(len(blocks), end + reach))
        for number in sorted(around, key=lambda number: abs(number - head)):
            parts = self._parts(blocks[number].box)
            if Part.DATE in parts and Part.COMMENTS not in parts:
                yield from self._line(number)

    def around(self) -> Iterator[Dated]:
        """Yield the dates of lines on top of the article, then at its end."""
        blocks, end = self.outline.blocks, self.field.end
        below = range(max(0, end - 4), min(len(blocks), end + 6))
        for number in (*self._near(ABOVE), *below):
            text = blocks[number].text
            is_sentence = len(text) > MAX_DATE and text.endswith((".", "?", "!", "。"))
            if blocks[number].kind != "figcaption" and not is_sentence:
                yield from self._line(number)

    def _line(self, number: int) -> Iterator[Dated]:
        block = self.outline.blocks[number]
        text, is_named = block.text, Part.DATE in self._parts(block.box)
        may_date = len(text) <= MAX_LINE and "://" not in text
        if (
            may_date
            and (is_named or _DIGIT.search(text))
            and not self._is_other(number)
        ):
            yield "visible", self.reader.shown(text)

    def _is_other(self, number: int) -> bool:
        """Tell whether a line tells of a change or of rights, by itself or its label."""
        text = self.outline.blocks[number].text
        return (
            is_copyright(text) or is_update(text) or _is_label(self._alone(number - 1))
        )

    def _near(self, reach: int) -> tuple[int, ...]:
        """Return the blocks below the headline, then those above, the nearest first."""
        count, head = len(self.outline.blocks), self.field.head
        below = range(head, min(count, head + 1 + reach))
        return (*below, *reversed(range(max(0, head - reach), head)))

    def _parts(self, box: int) -> frozenset[Part]:
        return self.outline.boxes[box].parts
