"""What in a site's signals is malformed, or contradicts another?

Pure functions over what was published: one function a check, all listed here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from newscrawler.policy.record import Value
from newscrawler.report import (
    lint_conflicts,
    lint_groups,
    lint_page,
    lint_robots,
    lint_tdmrep,
    lint_usage,
)
from newscrawler.report.outcome import shown
from newscrawler.report.published import Flaw, Published

CHECKS = (
    *lint_robots.CHECKS,
    *lint_groups.CHECKS,
    *lint_usage.CHECKS,
    *lint_tdmrep.CHECKS,
    *lint_page.CHECKS,
    *lint_conflicts.CHECKS,
)


def lint(published: Published) -> list[Flaw]:
    """Return every flaw, in the order of the checks; one of many pages once."""
    found = (
        replace(flaw, check=check.__name__.replace("_", "-"))
        for check in CHECKS
        for flaw in check(published)
    )
    return list(_once(found))


def _once(flaws: Iterable[Flaw]) -> Iterator[Flaw]:
    """Yield a flaw for the first page that has it, with the number of the others."""
    first: dict[tuple[str, ...], tuple[Flaw, set[str]]] = {}
    for one in flaws:
        alike = (one.check, one.place, one.quote, one.wrong, one.mend)
        _, others = first.setdefault(alike, (one, set()))
        others.add(one.document)
    for one, documents in first.values():
        more = len(documents) - 1
        on = f" (and in {more} more)" if more else ""
        yield replace(one, place=f"{one.place}{on}".strip())


def flaw_line(flaw: Flaw) -> str:
    """Return a flaw as one line: where, what is wrong, what it means, the mend."""
    where = f"{flaw.document} {flaw.place}".strip()
    quote = f" “{flaw.quote}”" if flaw.quote else ""
    line = f"{where}:{quote} {flaw.wrong}; {flaw.meaning}; write: {flaw.mend}"
    return shown(line)


def flaw_record(flaw: Flaw) -> dict[str, Value]:
    """Return a flaw as JSON."""
    return {
        "check": flaw.check,
        "document": flaw.document,
        "place": flaw.place,
        "quote": flaw.quote,
        "wrong": flaw.wrong,
        "meaning": flaw.meaning,
        "mend": flaw.mend,
    }
