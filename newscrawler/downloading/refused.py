"""How is it said inside Scrapy that the gate keeps a page back?"""

from scrapy.exceptions import IgnoreRequest

from newscrawler.policy import Decision


class Refused(IgnoreRequest):
    """The gate did not allow a URL; ``decision`` says why."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(f"{decision.verdict.value}: {decision.url}")
        self.decision = decision


class Unchanged(Refused):
    """A page was not modified and may stay: nobody has to read it again."""
