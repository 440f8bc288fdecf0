"""What has a site said on its pages about the whole site?"""

from newscrawler.policy.hearing import DAY
from newscrawler.policy.model import Preference, Scope, Statement

CHECKED_AGAIN = DAY
"""Seconds for which a site-wide notice refuses unseen: our choice, DESIGN section 4."""

MOST = 64
"""Notices that are remembered of a site: our choice."""


class SiteMemory:
    """Site-wide notices by site, each until it has to be looked for again."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, tuple[Statement, float]]] = {}

    def learn(self, site: str, statements: list[Statement], now: float) -> None:
        """Remember those of a page's statements that speak for its site."""
        for one in statements:
            is_notice = one.signal == "notice" and one.scope is Scope.SITE
            if not is_notice or one.preference is Preference.ALLOWED:
                continue
            known = self._found.setdefault(site, {})
            if one.quote in known or len(known) < MOST:
                known[one.quote] = (one, now + CHECKED_AGAIN)

    def recall(self, site: str, now: float) -> list[Statement]:
        """Return what is known of a site and need not be looked for again yet."""
        known = self._found.get(site, {})
        return [one for one, until in known.values() if now < until]
