"""How does a Scrapy project get the gate? ``ADDONS = {PolicyAddon: 300}``.

The add-on puts the policy middleware in the place of Scrapy's robots middleware and
sets what would weaken it aside.
"""

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.settings import BaseSettings

from newscrawler import __version__
from newscrawler.decoding import WholeCompressionMiddleware
from newscrawler.extensions import Records
from newscrawler.handlers import FIXTURE_HANDLERS
from newscrawler.middlewares import HopMiddleware, PolicyMiddleware

FIRST = 100
"""Where Scrapy's robots middleware stands: bodies are decoded there (below 580)."""

BELOW_REDIRECT = 650
"""Between Scrapy's redirect middleware (600) and the network: redirects pass here."""

RETRIED = [500, 502, 504, 522, 524]
"""Statuses that Scrapy retries; 403, 408, 425, 429 and 503 are the gate's pace."""

OURS = {
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "METAREFRESH_ENABLED": False,
    "RETRY_HTTP_CODES": RETRIED,
    "RETRY_GIVE_UP_LOG_LEVEL": "INFO",  # a site's failure is a deferral, not our error
}

PLACES = {
    PolicyMiddleware: FIRST,
    HopMiddleware: BELOW_REDIRECT,
    WholeCompressionMiddleware: 590,  # where Scrapy's stands
    HttpCompressionMiddleware: None,
    RobotsTxtMiddleware: None,
}


class PolicyAddon:
    """Gives a project the gate, the record of its decisions, and safe settings."""

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Name the resolver: it is the process's, made before any crawler is."""
        resolver = "newscrawler.resolver.PublicAddressResolver"
        settings.set("TWISTED_DNS_RESOLVER", resolver, "addon")

    def update_settings(self, settings: BaseSettings) -> None:
        """Put the gate in, and set what it needs at the add-on's priority."""
        for name, value in OURS.items():
            settings.set(name, value, "addon")
        for component, place in PLACES.items():
            settings.set_in_component_priority_dict(
                "DOWNLOADER_MIDDLEWARES", component, place
            )
        settings.set_in_component_priority_dict("EXTENSIONS", Records, 0)
        if settings["NEWSCRAWLER_FIXTURES"]:
            settings.set("DOWNLOAD_HANDLERS", FIXTURE_HANDLERS, "cmdline")
        _name_ourselves(settings)


def _name_ourselves(settings: BaseSettings) -> None:
    """Send a User-Agent that has our product token in it, and whom to write to."""
    token = settings["NEWSCRAWLER_TOKEN"] or "newscrawler"
    contact = str(settings["NEWSCRAWLER_CONTACT"] or "").strip()
    known = f" (+{contact})" if contact.isprintable() and contact else ""
    settings.set("USER_AGENT", f"{token}/{__version__}{known}", "cmdline")
