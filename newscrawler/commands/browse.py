"""How do people look into the store? ``browse``: pages for a browser on this machine."""

import argparse
import time
import webbrowser
from contextlib import closing, suppress
from typing import ClassVar

from scrapy.settings import BaseSettings

from newscrawler.browse.opened import open_to_read
from newscrawler.browse.server import ADDRESS, serving
from newscrawler.browse.site import Site
from newscrawler.commands.exits import Exit, complain
from newscrawler.commands.ours import OurCommand
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.crawl.stored import looking_configuration
from newscrawler.storage.errors import StoreError
from newscrawler.terminal.talk import say

PORT = 8017
"""Ours: the standard ports of others are taken where people try several."""

LAST_PORT = 65_535


class Command(OurCommand):
    """``browse [--port PORT] [--open]``."""

    name = "browse"
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "[--port PORT] [--open]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Look into the store with a browser on this machine"

    def long_desc(self) -> str:
        """Return what the command does."""
        return (
            "Articles by their words, source, language and day; each with its rights and"
            " its decision; decisions with the publishers' own words, the documents as"
            " received, and their place in the ledger; sources and what their hosts"
            " said over time. Reads alone, answers this machine alone; ends with Ctrl-C."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where to listen, and whether to open a browser."""
        super().add_options(parser)
        words = f"port of {ADDRESS} to listen at ({PORT}; 0: any that is free)"
        parser.add_argument("--port", type=int, default=PORT, help=words)
        parser.add_argument("--open", action="store_true", help="open a browser there")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve until somebody ends it; a mistake is one line and exit code 2."""
        assert self.settings is not None
        try:
            self.exitcode = _run(self.settings, args, opts)
        except (ConfigurationError, StoreError) as error:
            self.exitcode = complain("browse", str(error))
        except OSError as error:
            words = f"{ADDRESS}:{opts.port}: {error.strerror}; name another by --port"
            self.exitcode = complain("browse", words)


def _run(settings: BaseSettings, args: list[str], opts: argparse.Namespace) -> Exit:
    if args:
        raise ConfigurationError(f"{args[0]!r}: browse takes no argument")
    if not 0 <= opts.port <= LAST_PORT:
        raise ConfigurationError(f"--port {opts.port}: write 0 to {LAST_PORT}")
    uri = settings["NEWSCRAWLER_STORE"]
    if not uri:
        raise ConfigurationError("NEWSCRAWLER_STORE: name the store to look into")
    with closing(open_to_read(uri)) as store:
        found = looking_configuration(settings)
        listed = found.registry.sources if found.registry is not None else ()
        sources = {one.id: one for one in listed}
        agent = str(settings["NEWSCRAWLER_TOKEN"] or "newscrawler")
        site = Site(store, time.time, sources, agent)
        with serving(site, opts.port) as server:
            where = f"http://{ADDRESS}:{server.server_port}/"
            say(f"browse: {where} (Ctrl-C ends it)")
            if opts.open:
                webbrowser.open(where)
            with suppress(KeyboardInterrupt):
                server.serve_forever()
    return Exit.PLANNED
