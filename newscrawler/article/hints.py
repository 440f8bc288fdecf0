"""What does the operator know about a source's pages?"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hints:
    """A source's own ways: a CSS selector per field, the zone of times without one.

    ``languages`` are what the source writes in; ``agency`` is what it signs with.
    """

    select: Mapping[str, str] = field(default_factory=dict)
    timezone: str | None = None
    languages: tuple[str, ...] = ()
    agency: str | None = None
