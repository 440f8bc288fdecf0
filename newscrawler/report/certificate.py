"""What was erased, when, why, by which decision, and which exports held it?"""

from collections.abc import Sequence
from hashlib import sha256

from newscrawler.policy.record import Value, iso_time
from newscrawler.storage.export_rows import StoredExport
from newscrawler.storage.purging import Erased, Tombstone, removal_list


def certificate(erased: Erased, *, run: int, now: float) -> dict[str, Value]:
    """Return the certificate of a purge; ``now`` is when the bytes were gone."""
    removals = sha256(removal_list(erased.articles).encode()).hexdigest()
    return {
        "run": run,
        "purged_at": iso_time(now),
        "method": erased.method,
        "removals_sha256": removals,
        "articles": [
            _erased(one, erased.exports[one.number]) for one in erased.articles
        ],
    }


def _erased(one: Tombstone, exports: Sequence[StoredExport] | None) -> dict[str, Value]:
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
        "warc": _archived(one),
        "exports": None if exports is None else [_export(each) for each in exports],
    }


def _archived(one: Tombstone) -> Value:
    """Return where its page was archived, and whether it is erased there.

    What somebody's own archive holds, out of which it was read, is not ours to erase.
    """
    if one.warc is None:
        return None
    return {"record": one.warc, "erased": one.capture is not None}


def _export(one: StoredExport) -> Value:
    """Return an export that held an article: its file may have been given away.

    One without ``sha256`` broke off; its file was not there in whole.
    """
    return {
        "file": one.file,
        "purpose": one.purpose.value,
        "run": one.run,
        "at": iso_time(one.started_at),
        "sha256": one.sha256,
    }
