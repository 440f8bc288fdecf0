"""Of what is a page for people made? Sections of a few kinds of blocks, and no markup.

The same values are drawn as HTML and written as JSON; a section knows of neither.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from enum import Enum
from itertools import islice
from typing import TypeAlias

from newscrawler.policy.record import Value, iso_time

MOST_ROWS = 100
"""Rows of a table that are shown: our choice. The store has the others."""


class State(Enum):
    """How something stands: told by word, sign and pattern, then by colour."""

    GOOD = "good"
    PART = "part"
    BAD = "bad"
    WAIT = "wait"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Text:
    """Words of ours, or a name."""

    words: str


@dataclass(frozen=True, slots=True)
class Number:
    """A count; None: nothing to count, which is not nought."""

    number: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, in hundredths; None: there is no whole."""

    percent: int | None


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in epoch seconds; ``is_day``: its day (UTC) alone says it."""

    at: float | None
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """An id, a hash or a line to type."""

    code: str


@dataclass(frozen=True, slots=True)
class Written:
    """Lines to type, as they stand below each other."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A URL of somebody else's: it leads there only if it is http or https."""

    url: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A state with its label; ``note`` says by what."""

    state: State
    label: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A publisher's own words, the document and the place in it where they stand."""

    words: str
    document: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Quotes:
    """Some of them, the newest first."""

    quotes: tuple[Quote, ...]


Cell: TypeAlias = (
    Text | Number | Share | Moment | Code | Written | Link | Mark | Quote | Quotes
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row; its first cell heads it. ``source`` and ``verdict`` can be filtered by."""

    cells: tuple[Cell, ...]
    source: str | None = None
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a caption; ``more``: how many there are beside those shown.

    ``rest`` says where the others are.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    more: int = 0
    rest: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``is_warning`` where a person should act."""

    words: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to copy, as they are to be written; ``label`` names them."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Names with what stands for each."""

    pairs: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn for each label of a chart, in one pattern."""

    name: str
    state: State
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars that stand on another; the table after it has the same numbers."""

    title: str
    text: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]


Block: TypeAlias = Paragraph | Lines | Terms | Chart | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page that answers one question; ``id`` is its address in the page."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or a word, that a reader looks for first."""

    name: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Page:
    """A page for people: what it is, what it says first, and its sections."""

    title: str
    kind: str
    lead: str
    about: Terms
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    is_signed: bool = False
    """Whether a person puts a name below it."""
    is_private: bool = True
    """Whether it tells what is in a store: to filter, and not for search engines."""


def day(found: date) -> Moment:
    """Return a day as a cell."""
    return day_at(datetime.combine(found, time(), UTC).timestamp())


def day_at(at: float) -> Moment:
    """Return the day of a time as a cell."""
    return Moment(at, is_day=True)


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Row],
    rest: str | None = None,
    most: int = MOST_ROWS,
) -> Table:
    """Return a table of the first rows, and how many more there are."""
    every = iter(rows)
    shown = tuple(islice(every, most))
    return Table(caption, tuple(columns), shown, sum(1 for _ in every), rest)


def page_record(page: Page) -> dict[str, Value]:
    """Return a page as JSON."""
    found = _record(page)
    assert isinstance(found, dict)
    return found


def _record(value: object) -> Value:
    """Return what a block holds; what it is is in ``is``, a time is ISO 8601."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return [_record(one) for one in value]
    if isinstance(value, Moment):
        return {"is": "moment", "at": None if value.at is None else iso_time(value.at)}
    if value is None or isinstance(value, str | int | float):
        return value
    kind = type(value)
    named = {one.name: _record(getattr(value, one.name)) for one in fields(kind)}  # type: ignore[arg-type]  # all others are dataclasses
    return {"is": kind.__name__.lower(), **named}
