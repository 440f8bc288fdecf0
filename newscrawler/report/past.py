"""What do the summaries of earlier runs tell of a source?"""

import json
from collections.abc import Iterable, Mapping

from newscrawler.report.coverage import Coverage, added, read_coverage
from newscrawler.report.outcome import Outcome

Summary = Mapping[str, object]


def read_summary(text: str) -> Summary:
    """Return a run's summary, an empty one where it is something else."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def past_coverage(summaries: Iterable[Summary], source: str) -> Coverage:
    """Return what a source's articles covered in some runs together."""
    return added(_coverage(one, source) for one in summaries)


def _coverage(summary: Summary, source: str) -> Coverage:
    covered, rows = summary.get("coverage"), summary.get("sources")
    found = covered.get(source) if isinstance(covered, dict) else None
    some = rows if isinstance(rows, list) else []
    invalid = sum(
        row.get(Outcome.INVALID.value, 0)
        for row in some
        if isinstance(row, dict) and row.get("source") == source
    )
    return read_coverage(found, invalid)
