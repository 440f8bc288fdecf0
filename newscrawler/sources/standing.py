"""Which permissions and readings lift nothing today, and which soon will not?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from newscrawler.policy.permission import Permission, Reading
from newscrawler.sources.source import Source

SOON = timedelta(days=30)
"""How long before its last day we announce the end of a permission: DESIGN section 5."""


class Standing(Enum):
    """How a permission or a reading stands on a day."""

    VALID = "valid"
    ENDING = "ending"
    """Valid, for 30 days at most."""
    FUTURE = "future"
    EXPIRED = "expired"
    UNPROVEN = "unproven"
    """No document on file proves it."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that a person should look at: a permission or a reading of a source."""

    source: str
    kind: str
    id: str
    standing: Standing
    reason: str

    def __str__(self) -> str:
        return f"{self.source}: {self.kind} {self.id}: {self.reason}"


def permission_standing(permission: Permission, today: date) -> Standing:
    """Return how a permission stands; ``today`` is in UTC, as its dates."""
    if permission.problem:
        return Standing.UNPROVEN
    if today < permission.valid_from:
        return Standing.FUTURE
    return _standing(permission.valid_until, today)


def _standing(until: date, today: date) -> Standing:
    if today > until:
        return Standing.EXPIRED
    return Standing.ENDING if until - today <= SOON else Standing.VALID


def concerns(sources: Iterable[Source], today: date) -> tuple[Concern, ...]:
    """Return what lifts nothing, or will end within 30 days."""
    return tuple(one for source in sources for one in _concerns(source, today))


def _concerns(source: Source, today: date) -> Iterator[Concern]:
    for permission in source.permissions:
        standing = permission_standing(permission, today)
        if standing is not Standing.VALID:
            reason = _permission_reason(permission, standing)
            yield Concern(source.id, "permission", permission.id, standing, reason)
    for reading in source.readings:
        standing = _standing(reading.until, today)
        if standing is not Standing.VALID:
            reason = _end(reading.until, standing)
            yield Concern(source.id, "reading", _short(reading), standing, reason)


def _permission_reason(permission: Permission, standing: Standing) -> str:
    if standing is Standing.UNPROVEN:
        return f"lifts nothing: {permission.problem}"
    if standing is Standing.FUTURE:
        return f"lifts nothing before {permission.valid_from}"
    return _end(permission.valid_until, standing)


def _end(until: date, standing: Standing) -> str:
    if standing is Standing.EXPIRED:
        return f"lifts nothing: expired on {until}"
    return f"ends on {until}"


def _short(reading: Reading) -> str:
    return reading.quote_sha256[:12]
