"""Which settings would weaken the gate? A crawl with one of them does not start.

They are refused, not overruled: who set them must not believe that they hold.
"""

from collections.abc import Iterator, Mapping

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from scrapy.settings.default_settings import DOWNLOADER_MIDDLEWARES_BASE
from scrapy.utils.misc import load_object
from scrapy.utils.python import global_object_name

from newscrawler.downloading.identity import chosen_user_agent, is_named, token_of
from newscrawler.downloading.resolver import PublicAddressResolver
from newscrawler.tuning.idle_parts import leave_out_idle

PROJECT = SETTINGS_PRIORITIES["project"]
"""From this priority on a person chose a value: project, spider or command line."""

FIXED: Mapping[str, tuple[bool, str]] = {
    "ROBOTSTXT_OBEY": (True, "robots.txt is obeyed whatever it says"),
    "DOWNLOAD_VERIFY_CERTIFICATES": (True, "anybody could answer for a site"),
    "METAREFRESH_ENABLED": (False, "a page would be left before it is judged"),
    "HTTPCACHE_ENABLED": (False, "pages would be on disk before they are judged"),
    "HTTPPROXY_ENABLED": (False, "somebody else would answer in a site's place"),
    "DOWNLOAD_FAIL_ON_DATALOSS": (True, "a page that broke off may lack the notice"),
    "REMOTE_CONTROL_ENABLED": (False, "a running crawl could be changed from outside"),
    "TELNETCONSOLE_ENABLED": (False, "a running crawl could be changed from outside"),
}
"""Settings that have one value, and why."""

PACED = (401, 402, 403, 408, 425, 429, 451, 503)
"""Answers that are the gate's: a refusal, or a host that asks us to wait."""

DOWNLOADER = "newscrawler.downloading.leased.LeasedDownloader"
"""Where each request waits for its host's lease."""

FIRST = 100
"""Where Scrapy's robots middleware stands: bodies are decoded there (below 580)."""

BELOW_REDIRECT = 650
"""Between Scrapy's redirect middleware (600) and the network: redirects pass here."""

PLACES: Mapping[str, Mapping[str, int | None]] = {
    "DOWNLOADER_MIDDLEWARES": {
        "newscrawler.middlewares.PolicyMiddleware": FIRST,
        "newscrawler.downloading.hops.HopMiddleware": BELOW_REDIRECT,
        "newscrawler.downloading.decoding.WholeCompressionMiddleware": 590,  # as Scrapy's stands
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    },
    "EXTENSIONS": {"newscrawler.extensions.Records": 0},
}
"""Where our parts stand, by setting; None: what they take the place of.

By name: who asks what is wrong with the settings need not import a crawl's parts.
"""


class StartCheck:
    """An add-on that knows why a crawl may not start; the records ask it."""

    def last_problem(self) -> str | None:
        """Return why a crawl may not start, None if it may."""
        raise NotImplementedError


def settings_problem(settings: BaseSettings) -> str | None:
    """Return which setting of a project would weaken the gate, None if none would."""
    looked_at = settings.copy()
    leave_out_idle(looked_at, off=FIXED)  # or all would be loaded to be looked at
    return next(weakenings(looked_at), None)


def weakenings(settings: BaseSettings, least: int = PROJECT) -> Iterator[str]:
    """Yield each setting that would weaken the gate, why, and the mend.

    Only what was set at the priority ``least`` or above counts.
    """
    for name, (value, why) in FIXED.items():
        is_set = (settings.getpriority(name) or 0) >= least
        if is_set and _boolean(settings, name) is not value:
            yield f"{name}: {settings[name]!r} has no place here: {why}; leave it out"
    if settings["JOBDIR"] and (settings.getpriority("JOBDIR") or 0) >= least:
        yield (
            f"JOBDIR: {settings['JOBDIR']!r} would remember a refused URL as seen, and "
            "never ask again; leave it out: the store knows where a crawl was"
        )
    for name, ours in PLACES.items():
        yield from _misplaced(settings, name, ours)
    yield from _hidden_redirects(settings)
    yield from _strangers(settings, least)
    yield from _other_names(settings, least)
    codes = settings.getlist("RETRY_HTTP_CODES")
    if (settings.getpriority("RETRY_HTTP_CODES") or 0) >= least:
        for code in PACED:
            if str(code) in map(str, codes):
                yield f"RETRY_HTTP_CODES: {code} is the gate's to wait for; leave it out"


def _misplaced(
    settings: BaseSettings, name: str, ours: Mapping[str, int | None]
) -> Iterator[str]:
    for key, place in settings.getdict(name).items():
        part = _loaded(key)
        path = global_object_name(part) if isinstance(part, type) else ""
        if path in ours and ours[path] != place:
            yield (
                f"{name}: {path} at {place}, and not at {ours[path]}; "
                "leave it out, newscrawler.addon.PolicyAddon places it"
            )


def _hidden_redirects(settings: BaseSettings) -> Iterator[str]:
    name = "DOWNLOADER_MIDDLEWARES"
    for key, place in settings.get_component_priority_dict_with_base(name).items():
        # what stands where Scrapy puts it need not be loaded to be known
        is_scrapys = DOWNLOADER_MIDDLEWARES_BASE.get(key) == place
        if place is None or place < BELOW_REDIRECT or is_scrapys:
            continue
        part = _loaded(key)
        if isinstance(part, type) and issubclass(part, RedirectMiddleware):
            yield (
                f"{name}: {global_object_name(part)} at {place} would follow redirects "
                f"before the gate sees them; place it below {BELOW_REDIRECT}"
            )


def _strangers(settings: BaseSettings, least: int) -> Iterator[str]:
    for name in ("TWISTED_DNS_RESOLVER", "DNS_RESOLVER"):
        # Scrapy's own default is no choice; the running resolver is looked at later
        if (settings.getpriority(name) or 0) < max(least, 1):
            continue
        found = _loaded(settings[name])
        if not (isinstance(found, type) and issubclass(found, PublicAddressResolver)):
            yield (
                f"{name}: {settings[name]} does not look whether a name leads to a "
                "private address; leave it out"
            )
    if (settings.getpriority("DOWNLOADER") or 0) >= least and _loaded(
        settings["DOWNLOADER"]
    ) is not _loaded(DOWNLOADER):
        yield (
            f"DOWNLOADER: {settings['DOWNLOADER']} need not ask the gate, or "
            "hold the leases of hosts; leave it out"
        )


def _other_names(settings: BaseSettings, least: int) -> Iterator[str]:
    token = token_of(settings)
    headers = settings.getdict("DEFAULT_REQUEST_HEADERS")
    found = {
        "USER_AGENT": chosen_user_agent(settings, least),
        "ROBOTSTXT_USER_AGENT": settings["ROBOTSTXT_USER_AGENT"],
        "DEFAULT_REQUEST_HEADERS": next(
            (value for name, value in headers.items() if _is_agent_header(name)), None
        ),
    }
    for name, value in found.items():
        if value is not None and not is_named(str(value), token):
            yield (
                f"{name}: {value!r} does not begin with {token!r}, for which robots.txt"
                " is read; leave it out, or name the token by NEWSCRAWLER_TOKEN"
            )


def _is_agent_header(name: object) -> bool:
    return str(name).lower().replace("_", "-") == "user-agent"


def _boolean(settings: BaseSettings, name: str) -> bool | None:
    try:
        return settings.getbool(name)
    except ValueError:
        return None


def _loaded(named: object) -> object:
    """Return what a setting names, its name where that cannot be loaded."""
    try:
        return load_object(named)  # type: ignore[arg-type]  # a path or the thing itself
    except (ImportError, NameError, TypeError, ValueError):
        return named
