"""Which of Scrapy's own parts would be loaded for nothing? Those that stay switched off.

Scrapy imports a part before it asks whether it is wanted. The remote control brings a web
server, cookies a list of all public suffixes: 10 MiB that a crawl does not use.
"""

from collections.abc import Mapping

from scrapy.settings import BaseSettings

SWITCHED: Mapping[str, Mapping[str, str]] = {
    "EXTENSIONS_BASE": {
        "scrapy.extensions.remote_control.RemoteControl": "REMOTE_CONTROL_ENABLED",
        "scrapy.extensions.telnet.TelnetConsole": "TELNETCONSOLE_ENABLED",
    },
    "DOWNLOADER_MIDDLEWARES_BASE": {
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": "COOKIES_ENABLED",
    },
}
"""What may be off, and by which setting."""


def leave_out_idle(settings: BaseSettings, off: Mapping[str, object]) -> None:
    """Take out of Scrapy's lists what is off by a setting, or by ``off`` in any case.

    Whoever lists such a part by ``EXTENSIONS`` or ``DOWNLOADER_MIDDLEWARES`` has it.
    """
    for listed, parts in SWITCHED.items():
        kept = dict(settings[listed] or {})
        for part, switch in parts.items():
            if switch in off or not _is_on(settings, switch):
                kept.pop(part, None)
        settings.set(listed, kept, settings.getpriority(listed) or 0)


def _is_on(settings: BaseSettings, switch: str) -> bool:
    try:
        return settings.getbool(switch)
    except ValueError:
        return True  # nonsense: Scrapy says so itself
