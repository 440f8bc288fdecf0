"""What ends an article's stay whatever its site says? An objection, or its retention."""

from newscrawler.configuring.configuration import Configuration
from newscrawler.policy.model import Statement
from newscrawler.policy.objection import Barred
from newscrawler.policy.reconsider import retention_statements
from newscrawler.sources import Source
from newscrawler.storage.withdrawing import Held


def endings(found: Configuration, held: Held, now: float) -> list[Statement]:
    """Return why an article may stay no longer, as far as nobody need be asked."""
    barred = Barred(found.objections)
    said = [
        one
        for url in (held.decision.url, held.url)
        for one in barred.statements(url, now)
    ]
    source = source_of(found, held)
    retention = source.retention if source is not None else None
    said += retention_statements(held.kept_at, retention, now)
    return list(dict.fromkeys(said))


def source_of(found: Configuration, held: Held) -> Source | None:
    """Return the source of an article as it is listed today, None if it is not."""
    if found.registry is None:
        return None
    return found.registry.for_url(held.decision.url)
