"""Which settings are ours? A name that is none of them is a mistake, not a wish."""

from collections.abc import Mapping

from scrapy.settings import BaseSettings

from newscrawler.sources.nearest import suggestion

PREFIX = "NEWSCRAWLER_"

KNOWN: Mapping[str, str] = {
    "NEWSCRAWLER_BOT_DIRECTORY": "the https origin that serves the public half of NEWSCRAWLER_BOT_KEY",
    "NEWSCRAWLER_BOT_KEY": "a PEM file with the Ed25519 key that signs every request; needs newscrawler[bot-auth]",
    "NEWSCRAWLER_CONTACT": "URL or mail address in the User-Agent; without one nothing is asked of the network",
    "NEWSCRAWLER_FIXTURES": "a folder of fixture sites that answers instead of the network",
    "NEWSCRAWLER_IMAGE_METADATA": "True: ask the picture files too whether an article may keep them; needs newscrawler[images]",
    "NEWSCRAWLER_LEASE": "seconds for which a process holds a host that others want too, at most 60",
    "NEWSCRAWLER_LEDGER_KEY": "a PEM file with the Ed25519 key that signs each run's end; needs newscrawler[sign]",
    "NEWSCRAWLER_LOG_JSON": "True: one JSON object a line of the log",
    "NEWSCRAWLER_MEETS": "conditions that you meet: attribution, excerpt, leave-out (of data-nosnippet: our article does)",
    "NEWSCRAWLER_METRICS": "a port, ADDRESS:PORT or FILE.prom for Prometheus; needs newscrawler[metrics]",
    "NEWSCRAWLER_OBJECTIONS": "a folder of TOML files: who objected, when, to what; it need not be there",
    "NEWSCRAWLER_OPERATOR": "who you are, for licences that ask: country=DE,type=education,commercial=false",
    "NEWSCRAWLER_PRIVATE_HOSTS": "private or loopback hosts that may be reached, by exact name or address",
    "NEWSCRAWLER_PROFILE": "strict reads denials liberally and permissions strictly; spec reads every text to the letter",
    "NEWSCRAWLER_PROXY": "how many AI crawlers a site must turn away to reserve their use: a number, majority, all",
    "NEWSCRAWLER_PURPOSES": "what the articles are for; none declared: all but tdm-research",
    "NEWSCRAWLER_SOURCES": "what may be crawled: a folder of TOML files, or one file",
    "NEWSCRAWLER_STORE": "where articles, decisions and evidence go: a SQLAlchemy URI of SQLite or PostgreSQL",
    "NEWSCRAWLER_TOKEN": "product token in robots.txt and User-Agent",
    "NEWSCRAWLER_WARC": "a folder for WARC files of kept pages; needs newscrawler[warc]",
    "NEWSCRAWLER_WHEN_SILENT": "what holds where a site says nothing: allow, or deny for explicit permission only",
}
"""What each of them is; newscrawler/settings.py has the defaults."""


def unknown_setting(settings: BaseSettings) -> str | None:
    """Return the one line about a setting of our prefix that nobody reads, or None."""
    for name in sorted(map(str, settings)):
        if name.startswith(PREFIX) and name not in KNOWN:
            return f"{name}: no such setting; {suggestion(name, KNOWN)}"
    return None
