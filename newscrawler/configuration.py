"""What do the settings ask for? Read once a crawl, every mistake in one line."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from newscrawler.bot_auth import BotAuth, read_bot_auth
from newscrawler.json_logs import is_json
from newscrawler.known_settings import unknown_setting
from newscrawler.metrics_setting import read_metrics
from newscrawler.operator_setting import read_operator
from newscrawler.policy import Gate, Profile, Purpose, WhenSilent
from newscrawler.policy.formats.jumbf import is_cbor_installed
from newscrawler.policy.lattice import MEETABLE
from newscrawler.policy.listed import Listings
from newscrawler.policy.objection import Objection
from newscrawler.policy.operator import Operator
from newscrawler.policy.permission import Listing
from newscrawler.policy.proxy import Proxy, read_proxy
from newscrawler.policy.signals.proxy_tokens import token_table
from newscrawler.resolver import unguarded
from newscrawler.sources import Registry, RegistryError, read_registry
from newscrawler.sources.nearest import suggestion
from newscrawler.sources.objections import read_objections
from newscrawler.withheld import without_credentials

OBJECTIONS = Path("objections")
"""Where objections are looked for if nothing else is said; there need not be any."""

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
    fixtures = _path(settings, "NEWSCRAWLER_FIXTURES")
    if fixtures is not None and not fixtures.is_dir():
        raise ConfigurationError(
            f"NEWSCRAWLER_FIXTURES: {str(fixtures)!r} is not a folder of sites"
        )
    return Configuration(
        agent=_agent(settings),
        contact=(settings["NEWSCRAWLER_CONTACT"] or "").strip() or None,
        purposes=_purposes(settings),
        profile=Profile(_one_of(settings, "NEWSCRAWLER_PROFILE", ("strict", "spec"))),
        when_silent=WhenSilent(
            _one_of(settings, "NEWSCRAWLER_WHEN_SILENT", ("allow", "deny"))
        ),
        meets=tuple(_meets(settings)),
        private_hosts=tuple(settings.getlist("NEWSCRAWLER_PRIVATE_HOSTS")),
        registry=_registry(settings),
        objections=_objections(settings),
        store=str(settings["NEWSCRAWLER_STORE"] or "") or None,
        fixtures=fixtures,
        proxy=_proxy(settings),
        operator=_operator(settings),
        image_metadata=_image_metadata(settings),
        warc=_warc(settings),
        lease=_lease(settings),
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
    contact = found.contact or ""
    if found.fixtures is not None:
        return None
    if without_credentials(contact) != contact:
        return (
            "NEWSCRAWLER_CONTACT: holds a password that every site would read;"
            " write the URL without it"
        )
    is_address = "@" in contact or contact.startswith(("http://", "https://"))
    if not is_address or not contact.isprintable() or "example." in contact:
        return (
            f"NEWSCRAWLER_CONTACT: {contact!r} is nobody that a publisher can write to;"
            " set it to your URL or mail address, or nothing is asked of the network"
        )
    return unguarded(settings)


def _agent(settings: BaseSettings) -> str:
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


def _purposes(settings: BaseSettings) -> frozenset[Purpose] | None:
    names = settings.getlist("NEWSCRAWLER_PURPOSES")
    known = [purpose.value for purpose in Purpose]
    for name in names:
        if name not in known:
            raise ConfigurationError(
                f"NEWSCRAWLER_PURPOSES: {name!r} is no purpose; "
                f"{suggestion(str(name), known)}"
            )
    return frozenset(map(Purpose, names)) or None


def _one_of(settings: BaseSettings, key: str, known: Sequence[str]) -> str:
    value = str(settings[key] or known[0])
    if value not in known:
        raise ConfigurationError(f"{key}: {value!r} is not one of {', '.join(known)}")
    return value


def _meets(settings: BaseSettings) -> list[str]:
    names = [str(name) for name in settings.getlist("NEWSCRAWLER_MEETS")]
    for name in names:
        if name not in MEETABLE:
            raise ConfigurationError(
                f"NEWSCRAWLER_MEETS: {name!r} cannot be met; "
                f"{', '.join(sorted(MEETABLE))} can, pay and tokens never"
            )
    return names


def _proxy(settings: BaseSettings) -> Proxy:
    stated = settings["NEWSCRAWLER_PROXY"]
    try:
        return read_proxy(1 if stated in (None, "") else stated)
    except ValueError:
        raise ConfigurationError(
            f"NEWSCRAWLER_PROXY: {stated!r} is no number of crawlers; "
            "write 1 to 99, majority or all"
        ) from None


def _operator(settings: BaseSettings) -> Operator:
    try:
        return read_operator(settings["NEWSCRAWLER_OPERATOR"])
    except ValueError as error:
        raise ConfigurationError(f"NEWSCRAWLER_OPERATOR: {error}") from None


def _image_metadata(settings: BaseSettings) -> bool:
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


def _warc(settings: BaseSettings) -> Path | None:
    name = "NEWSCRAWLER_WARC"
    folder = _path(settings, name)
    if folder is None:
        return None
    if find_spec("isal") is None:
        raise ConfigurationError(
            f"{name}: isal is not installed; pip install 'newscrawler[warc]'"
        )
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError(f"{name}: {str(folder)!r} is not a folder")
    return folder


def _lease(settings: BaseSettings) -> float:
    stated = settings["NEWSCRAWLER_LEASE"] or LEASE
    with suppress(TypeError, ValueError):
        if LEAST_LEASE <= float(stated) <= MOST_LEASE:
            return float(stated)
    raise ConfigurationError(
        f"NEWSCRAWLER_LEASE: {stated!r} is no number of seconds from {LEAST_LEASE} to {MOST_LEASE}"
    )


def _path(settings: BaseSettings, key: str) -> Path | None:
    value = settings[key]
    return Path(str(value)) if value else None


def _registry(settings: BaseSettings) -> Registry | None:
    path = _path(settings, "NEWSCRAWLER_SOURCES")
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
    path = _path(settings, "NEWSCRAWLER_OBJECTIONS") or OBJECTIONS
    if path == OBJECTIONS and not path.exists():
        return ()
    try:
        return read_objections(path)
    except RegistryError as error:
        raise ConfigurationError(str(error)) from None
