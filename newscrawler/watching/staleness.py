"""Is a source still asked, and does it give anything new?"""

from newscrawler.report.monitors import LEAST_SILENCE, VISITS, hours, silence
from newscrawler.sources import Source


def staleness(
    source: Source, last: float | None, kept_at: tuple[float, ...], now: float
) -> tuple[str, str] | None:
    """Return how a source went stale and the mend, None if it is fresh.

    ``last``: when it was asked, ``kept_at``: when it gave articles; epoch seconds.
    """
    every = f"every = {hours(source.every)}"
    if last is None:
        return f"was never asked, though {every}", "newscrawler schedule asks it"
    if now - last > max(VISITS * source.every, LEAST_SILENCE):
        words = f"was asked last {hours(now - last)} ago, though {every}"
        return words, "is newscrawler schedule at it?"
    since = silence(kept_at, source.every, now)
    mend = "newscrawler sources check --live URL tries its rules"
    words = "is asked, and gives nothing new for"
    return None if since is None else (f"{words} {hours(since)}", mend)
