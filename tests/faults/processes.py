"""What befalls a crawl's process, its machine and its store? Trials by rows of the table."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.crawls import CLOCK, STORE, TWO_DAYS, words
from tests.faults.held import broken, kept
from tests.faults.misbehaving import Site
from tests.faults.reported import reported
from tests.faults.table import ProcessFault
from tests.wire.running import Ran, Started, run, start
from tests.wire.serving import Answer, Wire, serving

SITES = 3


@dataclass
class Trial:
    """A crawl that something befalls, and one after it; ``draw``: the moment or bound."""

    folder: Path
    fault: ProcessFault
    draw: int
    network: int
    store: str = STORE
    codes: list[int] = field(default_factory=list)
    said: str = ""
    ahead: float = TWO_DAYS
    """Seconds by which the clock of the next start is ahead."""

    def __post_init__(self) -> None:
        (self.folder / "sources").mkdir()

    @property
    def uri(self) -> str:
        """Return the store as others open it."""
        return self.store.replace("///", f"///{self.folder}/", 1)

    @property
    def hosts(self) -> list[str]:
        return [f"127.0.{self.network}.{number}" for number in range(2, 2 + SITES)]

    @contextmanager
    def serving(self) -> Iterator[tuple[Wire, list[Site]]]:
        """Serve sites with which nothing is wrong."""
        answers: dict[str, dict[str, Answer]] = {host: {} for host in self.hosts}
        with serving(answers) as wire:
            sites = [Site(host, f"http://{host}:{wire.port}") for host in self.hosts]
            for site in sites:
                answers[site.host].update(site.answers())
                site.write_source(self.folder / "sources")
            yield wire, sites

    def words(self, store: str = "") -> list[str]:
        """Return a crawl of all sites by its words."""
        return words(",".join(self.hosts), store or self.store)

    def crawl(self, before: str = "", store: str = "") -> Ran:
        """Crawl to the end, whatever that is."""
        ran = run(self.folder, *self.words(store), before=before)
        self._ended(ran.code, ran.err)
        return ran

    def start(self, name: str, store: str = "") -> Started:
        """Start a crawl beside us."""
        return start(self.folder, name, *self.words(store))

    def wait(self, started: Started) -> None:
        """Wait for one that was started."""
        self._ended(started.wait(), started.said())

    def _ended(self, code: int, said: str) -> None:
        self.codes.append(code)
        self.said += said

    def problems(self, sites: list[Site]) -> list[str]:
        """Return what does not hold after the fault, or after the start that follows."""
        found = [f"exit {one}" for one in self.codes if not self.fault.is_right(one)]
        if self.fault.exits is not None and "Traceback" in self.said:
            found.append("a traceback")
        found += self._broken(sites)
        after = run(self.folder, *self.words(), before=CLOCK.format(seconds=self.ahead))
        found += [f"later: {one}" for one in self._broken(sites)]
        wanted = {url for site in sites for url in site.may_keep()}
        if (missing := wanted - kept(self.uri)) or after.code not in (0, 4):
            found.append(f"later: exit {after.code}, misses {missing}: {after.err}")
        return [f"{one}\n{self.said[-900:]}" for one in found]

    def _broken(self, sites: list[Site]) -> list[str]:
        told = reported(self.folder)
        if self.store == STORE and not (self.folder / "store.db").exists():
            return [f"{one} is lost" for one in told]
        return broken(self.uri, told, [site.reserved for site in sites])
