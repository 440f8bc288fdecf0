"""What was erased, when, why, by which decision, and which exports held it?"""

from collections.abc import Callable, Sequence
from hashlib import sha256

from newscrawler.policy.record import Value, iso_time
from newscrawler.storage.purging import Tombstone, removal_list

Exports = Callable[[Tombstone], Sequence[str]]
"""The names of the exports that held an article."""


def certificate(
    erased: Sequence[Tombstone],
    *,
    run: int,
    method: str,
    now: float,
    exports: Exports | None = None,
) -> dict[str, Value]:
    """Return the certificate of a purge; ``now`` is when the bytes were gone.

    ``exports`` None: no export was ever recorded, so that nothing is said of them.
    """
    removals = sha256(removal_list(erased).encode()).hexdigest()
    return {
        "run": run,
        "purged_at": iso_time(now),
        "method": method,
        "removals_sha256": removals,
        "articles": [_erased(one, exports) for one in erased],
    }


def _erased(one: Tombstone, exports: Exports | None) -> dict[str, Value]:
    return {
        "url": one.url,
        "version": one.version,
        "source": one.source,
        "content_hash": one.content_hash,
        "record_sha256": one.record_sha256,
        "kept_at": iso_time(one.kept_at),
        "kept_by": one.kept_by,
        "withdrawn_at": iso_time(one.withdrawn_at),
        "reason": one.reason,
        "decision": one.decision,
        "exports": None if exports is None else list[Value](exports(one)),
    }
