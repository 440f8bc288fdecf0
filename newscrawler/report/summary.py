"""How does a person see what a crawl came to?"""

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from newscrawler.report.outcome import Outcome, Outcomes, Reason, SourceOutcome, shown

MOST_REASONS = 3
"""Reasons that are shown of a source; the store has them all."""

_COLUMNS = (
    Outcome.KEPT,
    Outcome.KNOWN,
    Outcome.CHANGED,
    Outcome.UNCHANGED,
    Outcome.WITHDRAWN,
    Outcome.NOT_DUE,
    Outcome.DUPLICATE,
    Outcome.INVALID,
    Outcome.MISSING,
    Outcome.REFUSED,
    Outcome.DEFERRED,
)
_AGAIN = (Outcome.CHANGED, Outcome.UNCHANGED, Outcome.WITHDRAWN)
_WORDS = 160


def print_summary(
    outcomes: Outcomes, console: Console, *, is_quiet: bool = False
) -> None:
    """Print a table on a terminal, plain lines elsewhere.

    ``is_quiet``: what monitors found alone.
    """
    if is_quiet:
        for one in outcomes.watched.findings:
            console.print(Text(shown(str(one))), soft_wrap=True)
        return
    rows = outcomes.by_source()
    if console.is_terminal:
        console.print(_table(rows))
    else:
        for line in plain_lines(rows):
            console.print(Text(line), soft_wrap=True)
    for line in (*_noticed(outcomes), sentence(outcomes)):
        console.print(Text(line), soft_wrap=True)


def _noticed(outcomes: Outcomes) -> list[str]:
    """Return why there is nothing, and what monitors found, a line each."""
    watched = outcomes.watched
    nothing = [f"nothing was kept: {one}" for one in watched.nothing]
    return [shown(one) for one in (*nothing, *map(str, watched.findings))]


def sentence(outcomes: Outcomes) -> str:
    """Return the totals as one sentence."""
    kept, known = outcomes.total(Outcome.KEPT), outcomes.total(Outcome.KNOWN)
    known += outcomes.total(Outcome.DUPLICATE)
    refused, deferred = (
        outcomes.total(Outcome.REFUSED),
        outcomes.total(Outcome.DEFERRED),
    )
    words = f"{kept} kept, {refused} refused, {deferred} deferred"
    if missing := outcomes.total(Outcome.MISSING):
        words += f", {missing} not there"
    again = {one: count for one in _AGAIN if (count := outcomes.total(one))}
    words += "".join(f", {count} {one.value}" for one, count in again.items())
    if not_due := outcomes.total(Outcome.NOT_DUE):
        listings = "listing" if not_due == 1 else "listings"
        words += f", {not_due} {listings} not due yet"
    if known:
        words += f", {known} in the store already: nothing is stored twice"
    if outcomes.is_interrupted:
        words += "; interrupted: the next crawl goes on from here"
    return words + "."


def plain_lines(rows: tuple[SourceOutcome, ...]) -> list[str]:
    """Return a line a source, and under it its reasons."""
    lines: list[str] = []
    for row in rows:
        counts = (
            f"{row.counts[one]} {one.value}" for one in _COLUMNS if one in row.counts
        )
        lines.append(f"{row.source}: {', '.join(counts)}")
        lines += [f"    {why(one, count)}" for one, count in _shown(row)]
    return lines


def why(reason: Reason, count: int) -> str:
    """Return a reason as one line, in the publisher's words."""
    words = shown(reason.words)
    if len(words) > _WORDS:
        words = words[: _WORDS - 1] + "…"
    times = f" ({count} times)" if count > 1 else ""
    where = f" [{shown(reason.where)}]" if reason.where else ""
    return f"{reason.outcome.value} by {reason.signal}{times}: “{words}”{where}"


def _shown(row: SourceOutcome) -> tuple[tuple[Reason, int], ...]:
    return row.reasons[:MOST_REASONS]


def _table(rows: tuple[SourceOutcome, ...]) -> Table:
    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column("source", no_wrap=True)
    columns = [one for one in _COLUMNS if any(one in row.counts for row in rows)]
    for outcome in columns:
        table.add_column(outcome.value, justify="right")
    table.add_column("why, in the publisher's words", ratio=1)
    for row in rows:
        counts = (str(row.counts.get(one, "")) for one in columns)
        reasons = "\n".join(why(one, count) for one, count in _shown(row))
        table.add_row(Text(row.source), *counts, Text(reasons))
    return table
