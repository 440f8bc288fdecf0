"""What does one setting of ours ask for? A mistake in it is one line."""

from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawler.configuring.operator_setting import read_operator
from newscrawler.policy import Purpose
from newscrawler.policy.formats.jumbf import is_cbor_installed
from newscrawler.policy.lattice import MEETABLE
from newscrawler.policy.operator import Operator
from newscrawler.policy.proxy import Proxy, read_proxy
from newscrawler.policy.signals.proxy_tokens import token_table
from newscrawler.sources.nearest import suggestion

LEASE, LEAST_LEASE, MOST_LEASE = 30, 0.1, 60
"""Seconds for which a host is one crawl's, at least and at most: our choice. So long
nobody talks to the hosts of a crawl that was killed."""

OTHERS = (
    *("Googlebot", "Google-InspectionTool", "Storebot-Google", "bingbot", "msnbot"),
    *("Applebot", "DuckDuckBot", "YandexBot", "Baiduspider", "Slurp", "Yeti"),
    *("Twitterbot", "facebookexternalhit", "LinkedInBot", "SeznamBot", "PetalBot"),
)
"""Crawlers beside those of the token table that nobody may pass himself off as."""


class ConfigurationError(Exception):
    """A mistake in the settings or the registry: one line each, with the mend."""


def agent_of(settings: BaseSettings) -> str:
    """Return our product token, nobody else's."""
    agent = str(settings["NEWSCRAWLER_TOKEN"] or "newscrawler")
    if agent.lower() in {one.lower() for one in (*OTHERS, *token_table()[1])}:
        raise ConfigurationError(
            f"NEWSCRAWLER_TOKEN: {agent!r} is another crawler's; choose a name of yours"
        )
    if not agent.replace("-", "").replace("_", "").isalpha() or not agent.isascii():
        raise ConfigurationError(
            f"NEWSCRAWLER_TOKEN: {agent!r} is no product token; "
            "it may have letters, '-' and '_' (RFC 9309 section 2.2.1)"
        )
    return agent


def purposes_of(settings: BaseSettings) -> frozenset[Purpose] | None:
    """Return what articles are declared to be for, None if nothing is declared."""
    names = settings.getlist("NEWSCRAWLER_PURPOSES")
    known = [purpose.value for purpose in Purpose]
    for name in names:
        if name not in known:
            raise ConfigurationError(
                f"NEWSCRAWLER_PURPOSES: {name!r} is no purpose; "
                f"{suggestion(str(name), known)}"
            )
    return frozenset(map(Purpose, names)) or None


def one_of(settings: BaseSettings, key: str, known: Sequence[str]) -> str:
    """Return a setting that takes one of a few words, the first if it is not set."""
    value = str(settings[key] or known[0])
    if value not in known:
        raise ConfigurationError(f"{key}: {value!r} is not one of {', '.join(known)}")
    return value


def conditions_met(settings: BaseSettings) -> list[str]:
    """Return the conditions that the operator meets."""
    names = [str(name) for name in settings.getlist("NEWSCRAWLER_MEETS")]
    for name in names:
        if name not in MEETABLE:
            raise ConfigurationError(
                f"NEWSCRAWLER_MEETS: {name!r} cannot be met; "
                f"{', '.join(sorted(MEETABLE))} can, pay and tokens never"
            )
    return names


def proxy_of(settings: BaseSettings) -> Proxy:
    """Return how many AI crawlers a site must turn away to reserve their use."""
    stated = settings["NEWSCRAWLER_PROXY"]
    try:
        return read_proxy(1 if stated in (None, "") else stated)
    except ValueError:
        raise ConfigurationError(
            f"NEWSCRAWLER_PROXY: {stated!r} is no number of crawlers; "
            "write 1 to 99, majority or all"
        ) from None


def operator_of(settings: BaseSettings) -> Operator:
    """Return who the operator says he is."""
    try:
        return read_operator(settings["NEWSCRAWLER_OPERATOR"])
    except ValueError as error:
        raise ConfigurationError(f"NEWSCRAWLER_OPERATOR: {error}") from None


def wants_image_metadata(settings: BaseSettings) -> bool:
    """Tell whether pictures are asked what they say of their use."""
    name = "NEWSCRAWLER_IMAGE_METADATA"
    try:
        is_wanted = settings.getbool(name)
    except ValueError:
        raise ConfigurationError(
            f"{name}: {settings[name]!r} is neither True nor False"
        ) from None
    if is_wanted and not is_cbor_installed():
        raise ConfigurationError(
            f"{name}: cbor2 is not installed; pip install 'newscrawler[images]'"
        )
    return is_wanted


def warc_folder(settings: BaseSettings) -> Path | None:
    """Return the folder of kept pages, None for none."""
    name = "NEWSCRAWLER_WARC"
    folder = path_of(settings, name)
    if folder is None:
        return None
    if find_spec("isal") is None:
        raise ConfigurationError(
            f"{name}: isal is not installed; pip install 'newscrawler[warc]'"
        )
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError(f"{name}: {str(folder)!r} is not a folder")
    return folder


def lease_of(settings: BaseSettings) -> float:
    """Return the seconds for which a host is one crawl's."""
    stated = settings["NEWSCRAWLER_LEASE"] or LEASE
    with suppress(TypeError, ValueError):
        if LEAST_LEASE <= float(stated) <= MOST_LEASE:
            return float(stated)
    raise ConfigurationError(
        f"NEWSCRAWLER_LEASE: {stated!r} is no number of seconds from {LEAST_LEASE} to {MOST_LEASE}"
    )


def path_of(settings: BaseSettings, key: str) -> Path | None:
    """Return the path that a setting names, None where it is empty."""
    value = settings[key]
    return Path(str(value)) if value else None
