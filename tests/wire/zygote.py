"""A process that has imported everything and turns into commands: one fork each.

A line of JSON on stdin is a command to run, or the number of one to wait for; a line of
JSON on stdout, its exit code, or the number of one that runs beside what comes next.
"""

import gc
import json
import os
import sys
from importlib import import_module

from newscrawler.__main__ import main
from newscrawler.notices import find_page_notices
from newscrawler.page import Page
from newscrawler.policy.signals import all_signals
from newscrawler.spiders.fixtures import fixtures_folder

NEEDED = (
    "alembic.command",
    "pyarrow.parquet",
    "scrapy.cmdline",
    "scrapy.commands.bench",
    "scrapy.core.downloader.contextfactory",
    "scrapy.crawler",
    "newscrawler.commands.audit",
    "newscrawler.commands.crawl",
    "newscrawler.commands.doctor",
    "newscrawler.commands.explain",
    "newscrawler.commands.export",
    "newscrawler.commands.jobs",
    "newscrawler.commands.ledger",
    "newscrawler.commands.lint_site",
    "newscrawler.commands.policy",
    "newscrawler.commands.purge",
    "newscrawler.commands.recheck",
    "newscrawler.commands.schedule",
    "newscrawler.commands.sources_add",
    "newscrawler.pipelines",
    "newscrawler.workers.jobs",
    "newscrawler.storage.migrations",
    "prometheus_client",
    "rich.table",
    "scrapy.downloadermiddlewares.cookies",
    "scrapy.downloadermiddlewares.httpcache",
    "scrapy.extensions.remote_control",
    "scrapy.squeues",
    "scrapy.utils.request",
)
"""Modules that take long to import and make no reactor."""


def serve() -> None:
    """Run commands until there are no more."""
    for name in NEEDED:
        import_module(name)
    all_signals()
    for page in fixtures_folder().glob("sites/*/**/*.html"):
        # makes the detector compile what pages need, in whatever language
        find_page_notices(Page.from_html(page.read_bytes(), "https://paper.test/"))
    assert "twisted.internet.reactor" not in sys.modules, "a command makes its own"
    gc.freeze()  # else each child looks through all of it, and gets its own copy
    for line in sys.stdin:
        job: dict[str, str] = json.loads(line)
        child = int(job["wait"]) if "wait" in job else os.fork()
        if child == 0:
            become(job)
        answer = {"pid": child}
        if "is_beside" not in job:
            answer = {"code": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def become(job: dict[str, str]) -> None:
    """Be the command from here on, with files for what it says."""
    os.chdir(job["folder"])
    writable = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(job["out"], writable), 1)
    os.dup2(os.open(job["err"], writable), 2)
    sys.argv = ["newscrawler", *job["arguments"]]
    exec(job["before"])
    main()


if __name__ == "__main__":
    serve()
