"""What was decided of a URL, and from what? The verdict is derived, never stored."""

from dataclasses import dataclass
from functools import cached_property

from newscrawler.policy import lattice
from newscrawler.policy.model import (
    Fault,
    Preference,
    Scope,
    Stage,
    Statement,
    Terms,
    Verdict,
)
from newscrawler.purpose import Purpose


@dataclass(frozen=True)  # without slots: the verdict is derived once
class Decision:
    """All that a verdict follows from. ``decided_at``: epoch seconds, to the
    millisecond; ``source`` is the registry's id, None for a host that is not listed.
    """

    url: str
    stage: Stage
    terms: Terms
    statements: tuple[Statement, ...]
    faults: tuple[Fault, ...]
    source: str | None
    decided_at: float
    policy_version: str

    @cached_property
    def verdict(self) -> Verdict:
        """Return what we do."""
        return lattice.verdict(self.stage, self.statements, self.faults, self.terms)

    @property
    def usage(self) -> dict[Purpose, Preference]:
        """Return the site's preference for each purpose."""
        return lattice.usage(self.statements, self.terms)

    @property
    def permission(self) -> str | None:
        """Return the id of the written permission that was needed or used."""
        return lattice.lifting_permission(self.statements, self.terms)

    @property
    def deciding(self) -> list[Statement]:
        """Return the statements that refuse, the weightiest first."""
        return lattice.deciding(self.stage, self.statements, self.terms)

    @property
    def retry_at(self) -> float | None:
        """Return when a deferral is worth asking again, in epoch seconds."""
        times = [one.retry_at for one in self.faults if one.retry_at is not None]
        return max(times, default=None)

    @property
    def forbids_links(self) -> bool:
        """Tell whether the page's links are not to be followed (``nofollow``)."""
        return any(
            one.scope is Scope.LINKS and one.preference is Preference.DISALLOWED
            for one in self.statements
        )
