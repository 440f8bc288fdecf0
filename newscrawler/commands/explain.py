"""May this page be kept, and what does its publisher say? ``explain URL|FILE``."""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import ClassVar

from newscrawler.address import host_of, usable_url
from newscrawler.commands.exits import Exit, complain, problem_of, write_json
from newscrawler.commands.explaining import (
    ExplainSpider,
    as_of,
    leave_unheard,
    listings_of,
    unheard,
    unread,
)
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.saved_site import read_header
from newscrawler.configuring.configuration import (
    Configuration,
    ConfigurationError,
    network_problem,
    read_configuration,
)
from newscrawler.configuring.weakening import settings_problem
from newscrawler.crawl.stored import existing_store, read_moment, store_at_hand
from newscrawler.downloading.fixture_site import FixtureError, read_sites
from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Verdict
from newscrawler.policy.formats.image_file import is_image
from newscrawler.policy.formats.jumbf import is_cbor_installed
from newscrawler.policy.picture import Picture, picture_decision
from newscrawler.policy.record import decision_record
from newscrawler.report.counterfactual import (
    Hypothesis,
    hypothetical_record,
    read_hypothesis,
    supposed,
)
from newscrawler.report.explanation import explanation, hypothetical_explanation
from newscrawler.report.outcome import shown
from newscrawler.sources import Registry
from newscrawler.spiders.fixtures import fixtures_folder
from newscrawler.storage.database import Store, StoreError
from newscrawler.terminal.talk import say

UNKNOWN = "https://saved-page.invalid/"
"""The address of a saved page that does not say where it is from."""

MOST_NAMED = 3
"""Listings that are named in one line: our choice."""

EXITS = {
    Verdict.ALLOW: Exit.PLANNED,
    Verdict.REFUSE: Exit.REFUSED,
    Verdict.DEFER: Exit.DEFERRED,
}


class Command(OurCommand):
    """``explain URL|FILE``: the verdict, every statement, and where it stands."""

    name = "explain"
    requires_project = False
    default_settings: ClassVar[dict[str, object]] = {
        "LOG_LEVEL": "ERROR",
        "ITEM_PIPELINES": {},
    }

    def syntax(self) -> str:
        """Return how the command is written."""
        return "URL|FILE [--purpose P] [--what-if WHAT] [--as-of DATE] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Explain what a publisher says of a page, and what follows"

    def long_desc(self) -> str:
        """Return what the command does, and with which exit code."""
        return (
            "Asks a page's site for its policies and the page itself, as a crawl would,"
            " and keeps nothing; what crawls before heard of the site counts, where the"
            " store is at hand, and feeds that none has read of late are asked first. Hosts of"
            " the fixture sites are answered from there. A"
            " saved FILE is judged by what is given, and documents that nobody asked"
            " for defer. --what-if judges the same evidence under a permission or"
            " purposes that are not there; --as-of judges by the documents that the"
            " store had then (UTC; a date is its last moment). Exit code 0: may be kept, 3: refused, 4: deferred."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what can be told of a page."""
        super().add_options(parser)
        add = parser.add_argument
        add("--purpose", action="append", default=[], help="judge for this purpose")
        add("--url", help="where a saved FILE is from")
        add("--header", action="append", default=[], help="a header of a saved FILE")
        add("--robots", metavar="FILE", help="the robots.txt of a saved FILE's site")
        add("--offline", action="store_true", help="ask nobody, whatever is unheard")
        add(
            "--what-if",
            action="append",
            default=[],
            metavar="WHAT",
            dest="what_if",
            help="permission=SCOPE:PURPOSE[,PURPOSE][@HOLDER] or purpose=P[,P]",
        )
        add("--as-of", metavar="DATE", help="judge by the documents in the store then")
        add("--json", action="store_true", help="print the decision as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Explain one page; a mistake of the user is one line and exit code 2."""
        try:
            hypotheses = [_hypothesis(one) for one in opts.what_if]
            decision = self._decision(args, opts)
            then = None if decision is None else _supposed(decision, hypotheses)
        except (ConfigurationError, FixtureError, StoreError) as error:
            self.exitcode = complain("explain", str(error))
            return
        except OSError as error:
            self.exitcode = complain("explain", problem_of(error))
            return
        if decision is None or then is None:
            sys.stderr.write("explain: no decision came of it; see the log\n")
            self.exitcode = Exit.INTERNAL
            return
        _write(decision, then, hypotheses, as_json=bool(opts.json))
        self.exitcode = EXITS[then.verdict]

    def _decision(self, args: list[str], opts: argparse.Namespace) -> Decision | None:
        assert self.settings is not None
        if len(args) != 1:
            raise ConfigurationError("name one URL or one saved file")
        store = self.settings["NEWSCRAWLER_STORE"]
        self._set("NEWSCRAWLER_STORE", "")
        self._set("FEEDS", {})  # a project's exports are not ours to empty
        if opts.purpose:
            self._set("NEWSCRAWLER_PURPOSES", opts.purpose)
        sources = self.settings["NEWSCRAWLER_SOURCES"]
        if sources and not Path(sources).exists():
            self._set("NEWSCRAWLER_SOURCES", "")
        if Path(args[0]).is_file() and not opts.as_of:
            return self._judged(Path(args[0]), opts)
        url = usable_url(args[0])
        if url is None:
            what = "no web address, and --as-of wants one" if opts.as_of else None
            words = what or "no file and no web address"
            raise ConfigurationError(f"{args[0]!r} is {words}")
        if opts.as_of:
            return self._as_of(url, opts.as_of, store)
        if opts.offline:
            return unheard(read_configuration(self.settings).gate(), url)
        return self._asked(url, store)

    def _set(self, name: str, value: object) -> None:
        assert self.settings is not None
        self.settings.set(name, value, "cmdline")

    def _judged(self, path: Path, opts: argparse.Namespace) -> Decision:
        """Return the decision on a saved page, by what the command line gives."""
        assert self.settings is not None
        gate = read_configuration(self.settings).gate()
        headers = tuple(read_header(line) for line in opts.header)
        now = time.time()
        page = _page(path, opts.url or UNKNOWN, headers, now)
        if usable_url(page.url) is None:
            raise ConfigurationError(f"--url {page.url!r}: no web address")
        gate.listed.name(host_of(page.url), "explain")
        if opts.robots:
            robots = Path(opts.robots).read_bytes()
            for url in gate.wants(page.url, now):
                gate.learn(Document(url, now, 200, (), robots), now)
        leave_unheard(gate, page, now)
        decision = gate.after_fetch(page, now)
        is_picture = isinstance(page, Picture)
        return picture_decision(decision, None) if is_picture else decision

    def _as_of(self, url: str, moment: str, uri: str | None) -> Decision:
        """Return the decision that the documents of the store gave at a time."""
        assert self.settings is not None
        now = read_moment(moment, time.time())
        gate = read_configuration(self.settings).gate()
        store = existing_store(uri)
        try:
            return as_of(gate, store, url, now)
        finally:
            store.close()

    def _asked(self, url: str, uri: str | None) -> Decision | None:
        """Return the decision on a page that is asked for as a crawl would."""
        assert self.crawler_process is not None
        found = self._asking(url)
        taken: list[Decision] = []
        heard: list[str] = []
        store = store_at_hand(uri)
        with closing(store) if store is not None else nullcontext():
            asked = {"url": url, "found": taken, "store": store, "heard": heard}
            self.crawler_process.crawl(ExplainSpider, **asked)
            self.crawler_process.start()
            if taken and taken[-1].verdict is Verdict.ALLOW:
                known = {*heard, taken[-1].url}
                _say_unread(_unread(found.registry, store, url, known))
        return taken[-1] if taken else None

    def _asking(self, url: str) -> Configuration:
        """Return by what a page is asked for, with a fixture site's of its own."""
        assert self.settings is not None
        sites = fixtures_folder() / "sites"
        if not self.settings["NEWSCRAWLER_FIXTURES"] and host_of(url) in {
            site.name for site in (sites.iterdir() if sites.is_dir() else ())
        }:
            say("explain: answered from the fixture sites")
            self._set("NEWSCRAWLER_FIXTURES", str(sites))
            self._set("NEWSCRAWLER_SOURCES", str(sites.parent / "sources"))
            self._set("DOWNLOAD_DELAY", 0)
        found = read_configuration(self.settings)
        problem = settings_problem(self.settings)
        problem = problem or network_problem(found, self.settings)
        if problem is not None:
            raise ConfigurationError(problem)
        if found.fixtures is not None:
            read_sites(found.fixtures)
        return found


def _unread(
    registry: Registry | None, store: Store | None, url: str, known: set[str]
) -> list[str]:
    """Return the listings that a crawl reads before a URL, and nobody read of late."""
    source = registry.for_url(url) if registry is not None else None
    if source is None:
        return []
    found = unread(listings_of(source), store, time.time())
    return [one for one in found if one not in known]


def _say_unread(listings: Sequence[str]) -> None:
    """Say what a crawl hears besides: an allowance without it is not the whole word."""
    if listings:
        more = len(listings) - MOST_NAMED
        names = ", ".join(listings[:MOST_NAMED]) + (f" and {more} more" * (more > 0))
        say(
            f"explain: not read here: {shown(names)}; what it says of the site holds too"
        )


def _page(
    path: Path, url: str, headers: tuple[tuple[str, str], ...], now: float
) -> Page:
    """Return a saved page; of an image file, what it says of itself is read."""
    body = path.read_bytes()
    if not is_image(body):
        return Page(body, url, headers, fetched_at=now)
    if not is_cbor_installed():
        words = "cbor2 is not installed; pip install 'newscrawler[images]'"
        raise ConfigurationError(f"{path}: an image: {words}")
    return Picture(body, url, headers, fetched_at=now)


def _hypothesis(text: str) -> Hypothesis:
    try:
        return read_hypothesis(text)
    except ValueError as error:
        raise ConfigurationError(f"--what-if {text!r}: {error}") from None


def _supposed(decision: Decision, hypotheses: list[Hypothesis]) -> Decision:
    try:
        return supposed(decision, hypotheses) if hypotheses else decision
    except ValueError as error:
        raise ConfigurationError(f"--what-if: {error}") from None


def _write(
    decision: Decision, then: Decision, hypotheses: list[Hypothesis], *, as_json: bool
) -> None:
    if as_json and hypotheses:
        write_json(hypothetical_record(decision, then, hypotheses))
    elif as_json:
        write_json(decision_record(decision))
    elif hypotheses:
        lines = hypothetical_explanation(decision, then, hypotheses)
        sys.stdout.write("\n".join(lines) + "\n")
    else:
        sys.stdout.write("\n".join(explanation(decision)) + "\n")
