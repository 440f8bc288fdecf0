"""How is the real crawler run over misbehaving sites, and again when they are mended?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.held import broken, kept
from tests.faults.misbehaving import Site, shown
from tests.faults.reported import Reported, reported
from tests.faults.table import WireFault
from tests.wire.certifying import Authority
from tests.wire.running import CONTACT, Ran, run
from tests.wire.serving import Wire, free_port, serving

STORE = "sqlite:///store.db"
TLS = ("trusted", "expired", "wrong host", "unknown")
TWO_DAYS = 2 * 24 * 3600.0
PATIENCE = 8
"""Seconds for which a site is waited for: three were too few on a machine at its limit."""
EXTENSION = f"{Reported.__module__}.{Reported.__name__}"

CLOCK = "import time; time.time = lambda now=time.time: now() + {seconds}\n"
"""What sets the clock of a process ahead: nobody here reads another."""


def words(hosts: str, store: str = STORE, **settings: object) -> list[str]:
    """Return a crawl of all sources by its words."""
    known = {
        "NEWSCRAWLER_PRIVATE_HOSTS": hosts,
        "NEWSCRAWLER_STORE": store,
        "EXTENSIONS": f'{{"{EXTENSION}": 1}}',
        "DOWNLOAD_DELAY": 0,
        "RETRY_TIMES": 1,
        **settings,
    }
    given = [CONTACT, *(f"{key}={value}" for key, value in known.items())]
    return ["crawl", "news", *(part for one in given for part in ("-s", one))]


class WireTrial:
    """Sites that each have a fault, crawled as they are, and once they are mended."""

    def __init__(
        self, folder: Path, faults: tuple[WireFault, ...], seed: int, network: int
    ) -> None:
        self.folder, self.seed = folder, seed
        self.port = free_port()
        self.sites = [
            self._site(one, f"127.0.{network}.{number}")
            for number, one in enumerate(faults, 2)
        ]
        self.authority = Authority(folder)
        (folder / "sources").mkdir()
        for site in self.sites:
            site.write_source(folder / "sources")

    def _site(self, fault: WireFault, address: str) -> Site:
        host = address
        if fault.does == "unresolved":
            host = f"nowhere-{address.rpartition('.')[2]}.invalid"
        scheme = "https" if fault.does in TLS else "http"
        return Site(host, f"{scheme}://{host}:{self.port}", fault)

    def crawl(self, seconds: float = 0.0) -> Ran:
        """Crawl all sites; ``seconds``: how far the clock is ahead."""
        trusted = (
            f"import os; os.environ['SSL_CERT_FILE'] = {str(self.authority.file)!r}\n"
        )
        hosts = ",".join(site.host for site in self.sites)
        given = words(hosts, DOWNLOAD_TIMEOUT=PATIENCE)
        return run(self.folder, *given, before=trusted + CLOCK.format(seconds=seconds))

    @contextmanager
    def misbehaving(self) -> Iterator[Wire]:
        """Serve the sites as they are."""
        there = [one for one in self.sites if one.fault and one.fault.of != "host"]
        tls = [one for one in self.sites if one.fault and one.fault.does in TLS]
        contexts = {
            one.host: shown(one, self.authority, "127.0.0.99", self.folder)
            for one in tls
        }
        answers = {one.host: one.misbehaving(self.seed) for one in (*there, *tls)}
        with serving(answers, contexts, self.port) as wire:
            yield wire

    @contextmanager
    def mended(self) -> Iterator[Wire]:
        """Serve the sites as they ought to be."""
        found = [one for one in self.sites if one.fault and not one.fault.lasts]
        contexts = {
            one.host: self.authority.context(one.host)
            for one in found
            if one.origin.startswith("https:")
        }
        answers = {one.host: one.answers() for one in found}
        with serving(answers, contexts, self.port) as wire:
            yield wire

    @property
    def uri(self) -> str:
        return f"sqlite:///{self.folder / 'store.db'}"

    def kept(self, site: Site) -> set[str]:
        return {url for url in kept(self.uri) if url.startswith(site.origin + "/")}

    def broken(self) -> list[str]:
        """Return what does not hold of the store."""
        reserved = [site.reserved for site in self.sites]
        return broken(self.uri, reported(self.folder), reserved)
