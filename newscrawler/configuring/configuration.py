"""What do the settings ask for? Read once a crawl, every mistake in one line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from newscrawler.configuring.contact import contact_fault
from newscrawler.configuring.known_settings import unknown_setting
from newscrawler.configuring.metrics_setting import read_metrics
from newscrawler.configuring.setting_values import (
    ConfigurationError,
    agent_of,
    conditions_met,
    lease_of,
    one_of,
    operator_of,
    path_of,
    proxy_of,
    purposes_of,
    wants_image_metadata,
    warc_folder,
)
from newscrawler.downloading.bot_auth import BotAuth, read_bot_auth
from newscrawler.downloading.resolver import unguarded
from newscrawler.policy import Gate, Profile, Purpose, WhenSilent
from newscrawler.policy.listed import Listings
from newscrawler.policy.objection import Objection
from newscrawler.policy.operator import Operator
from newscrawler.policy.permission import Listing
from newscrawler.policy.proxy import Proxy
from newscrawler.sources import Registry, RegistryError, read_registry
from newscrawler.sources.objections import read_objections
from newscrawler.watching.json_logs import is_json

__all__ = [
    "Configuration",
    "ConfigurationError",
    "configuration",
    "network_problem",
    "read_configuration",
    "share_configuration",
]

OBJECTIONS = Path("objections")
"""Where objections are looked for if nothing else is said; there need not be any."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of the prefix ``NEWSCRAWLER_``, checked.

    ``purposes`` None: not declared. ``registry`` None: no registry is used;
    ``store`` None: nothing is stored.
    ``fixtures`` is the folder that answers in place of the network.
    ``warc`` is the folder that kept pages are written to, None for none.
    ``lease``: seconds for which a host is one crawl's; ``bot_auth`` signs requests.
    ``image_metadata``: an article keeps a picture only if the picture's file allows it.
    """

    agent: str
    contact: str | None
    purposes: frozenset[Purpose] | None
    profile: Profile
    when_silent: WhenSilent
    meets: tuple[str, ...]
    private_hosts: tuple[str, ...]
    registry: Registry | None
    objections: tuple[Objection, ...]
    store: str | None = field(repr=False)  # its URI may hold a password
    fixtures: Path | None
    proxy: Proxy
    operator: Operator
    image_metadata: bool
    warc: Path | None
    lease: float
    bot_auth: BotAuth | None

    def gate(self, listings: Iterable[Listing] | Listings | None = None) -> Gate:
        """Return a gate that decides by this configuration.

        ``listings``: those of the registry's that will be asked about, None for all.
        """
        if listings is None and self.registry is not None:
            listings = self.registry.ordered
        return Gate(
            agent=self.agent,
            purposes=self.purposes,
            profile=self.profile,
            when_silent=self.when_silent,
            meets=self.meets,
            private_hosts=self.private_hosts,
            proxy=self.proxy,
            operator=self.operator,
            sources=listings,
            objections=self.objections,
        )


_read: WeakKeyDictionary[Crawler, Configuration] = WeakKeyDictionary()


def configuration(crawler: Crawler) -> Configuration:
    """Return a crawler's configuration; its components all get the same one."""
    if crawler not in _read:
        _read[crawler] = read_configuration(crawler.settings)
    return _read[crawler]


def share_configuration(crawler: Crawler, found: Configuration) -> None:
    """Let a crawler have what was read for others: of many crawls each reads no files."""
    _read[crawler] = found


def read_configuration(settings: BaseSettings) -> Configuration:
    """Return what the settings say; ConfigurationError where they say nonsense."""
    unknown = unknown_setting(settings)
    if unknown is not None:
        raise ConfigurationError(unknown)
    bot_auth = _read_elsewhere(settings)
    fixtures = path_of(settings, "NEWSCRAWLER_FIXTURES")
    if fixtures is not None and not fixtures.is_dir():
        raise ConfigurationError(
            f"NEWSCRAWLER_FIXTURES: {str(fixtures)!r} is not a folder of sites"
        )
    return Configuration(
        agent=agent_of(settings),
        contact=(settings["NEWSCRAWLER_CONTACT"] or "").strip() or None,
        purposes=purposes_of(settings),
        profile=Profile(one_of(settings, "NEWSCRAWLER_PROFILE", ("strict", "spec"))),
        when_silent=WhenSilent(
            one_of(settings, "NEWSCRAWLER_WHEN_SILENT", ("allow", "deny"))
        ),
        meets=tuple(conditions_met(settings)),
        private_hosts=tuple(settings.getlist("NEWSCRAWLER_PRIVATE_HOSTS")),
        registry=_registry(settings),
        objections=_objections(settings),
        store=str(settings["NEWSCRAWLER_STORE"] or "") or None,
        fixtures=fixtures,
        proxy=proxy_of(settings),
        operator=operator_of(settings),
        image_metadata=wants_image_metadata(settings),
        warc=warc_folder(settings),
        lease=lease_of(settings),
        bot_auth=bot_auth,
    )


def _read_elsewhere(settings: BaseSettings) -> BotAuth | None:
    """Return what signs requests, and hold to what can be what parts read themselves."""
    try:
        bot_auth = read_bot_auth(settings)
        read_metrics(settings)
        is_json(settings)
    except ValueError as error:
        raise ConfigurationError(str(error)) from None
    return bot_auth


def network_problem(found: Configuration, settings: BaseSettings) -> str | None:
    """Return why a crawl may not use the network, None if it may."""
    if found.fixtures is not None:
        return None
    fault = contact_fault(found.contact or "")
    if fault is not None:
        return f"NEWSCRAWLER_CONTACT: {fault}, or nothing is asked of the network"
    return unguarded(settings)


def _registry(settings: BaseSettings) -> Registry | None:
    path = path_of(settings, "NEWSCRAWLER_SOURCES")
    if path is None:
        return None
    if not path.exists():
        raise ConfigurationError(
            f"{path}: not found; newscrawler init makes a project in this folder, "
            "NEWSCRAWLER_SOURCES names the sources of another"
        )
    try:
        return read_registry(path)
    except RegistryError as error:
        raise ConfigurationError(str(error)) from None


def _objections(settings: BaseSettings) -> tuple[Objection, ...]:
    """Return the objections; there is no leaving them out, only another place."""
    path = path_of(settings, "NEWSCRAWLER_OBJECTIONS") or OBJECTIONS
    if path == OBJECTIONS and not path.exists():
        return ()
    try:
        return read_objections(path)
    except RegistryError as error:
        raise ConfigurationError(str(error)) from None
