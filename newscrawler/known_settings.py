"""Which settings are ours? A name that is none of them is a mistake, not a wish."""

from scrapy.settings import BaseSettings

from newscrawler.sources.nearest import suggestion

PREFIX = "NEWSCRAWLER_"

KNOWN = (
    "NEWSCRAWLER_BOT_DIRECTORY",
    "NEWSCRAWLER_BOT_KEY",
    "NEWSCRAWLER_CONTACT",
    "NEWSCRAWLER_FIXTURES",
    "NEWSCRAWLER_IMAGE_METADATA",
    "NEWSCRAWLER_LEASE",
    "NEWSCRAWLER_LEDGER_KEY",
    "NEWSCRAWLER_LOG_JSON",
    "NEWSCRAWLER_MEETS",
    "NEWSCRAWLER_METRICS",
    "NEWSCRAWLER_OBJECTIONS",
    "NEWSCRAWLER_OPERATOR",
    "NEWSCRAWLER_PRIVATE_HOSTS",
    "NEWSCRAWLER_PROFILE",
    "NEWSCRAWLER_PROXY",
    "NEWSCRAWLER_PURPOSES",
    "NEWSCRAWLER_SOURCES",
    "NEWSCRAWLER_STORE",
    "NEWSCRAWLER_TOKEN",
    "NEWSCRAWLER_WARC",
    "NEWSCRAWLER_WHEN_SILENT",
)


def unknown_setting(settings: BaseSettings) -> str | None:
    """Return the one line about a setting of our prefix that nobody reads, or None."""
    for name in sorted(map(str, settings)):
        if name.startswith(PREFIX) and name not in KNOWN:
            return f"{name}: no such setting; {suggestion(name, KNOWN)}"
    return None
