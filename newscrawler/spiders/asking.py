"""How does a command ask sites, where no article is wanted? Gated, and nothing kept."""

from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawler.downloading.refused import Refused
from newscrawler.policy import Decision
from newscrawler.spiders.gated import GatedSpider


class AskingSpider(GatedSpider):
    """Asks for what a command has to know; nothing comes out of it."""

    shows_summary = False

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Leave alone what crawls export: nothing comes out of this one."""
        super().update_settings(settings)
        settings.set("FEEDS", {}, "spider")
        settings.set("ITEM_PIPELINES", {}, "spider")

    def refusal_of(self, url: str, failure: Failure) -> Decision | None:
        """Return the decision that kept a page away, None where no decision did."""
        error = failure.value
        if not isinstance(error, Refused) and error is not None:
            try:
                self.policy.lost(url, error)
            except Refused as refused:
                error = refused
        return error.decision if isinstance(error, Refused) else None
