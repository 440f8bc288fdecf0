"""What is there to list of a site? ``sources add URL``."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scrapy.crawler import CrawlerProcessBase
from scrapy.settings import BaseSettings

from newscrawler.address import host_of, usable_url
from newscrawler.commands.exits import Exit, write_json
from newscrawler.commands.home_spider import Answered, ask, refused
from newscrawler.commands.sources_import import find_clash, registry_of
from newscrawler.commands.whole_file import write_new
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.discovery.article_page import judged_page
from newscrawler.discovery.article_url import Kind
from newscrawler.discovery.home import Home, read_home
from newscrawler.page import Page
from newscrawler.policy import Decision
from newscrawler.report.outcome import reason, shown
from newscrawler.sources import Registry, Source, forms
from newscrawler.sources.json_form import source_json
from newscrawler.sources.proposal import Proposal, proposed, without_www
from newscrawler.sources.writing import source_toml
from newscrawler.terminal.talk import say


@dataclass(frozen=True, slots=True)
class Asked:
    """What the operator wrote; ``folder`` None: the source is printed, not written."""

    url: str
    folder: Path | None
    id: str | None
    name: str | None
    as_json: bool


def read_asked(text: str, folder: Path | None, opts: argparse.Namespace) -> Asked:
    """Return what was asked for; ConfigurationError where it has not the form."""
    url = usable_url(text if "://" in text else f"https://{text}/")
    if url is None or "." not in host_of(url):
        raise ConfigurationError(f"{text!r} is no web address")
    try:
        identity = forms.source_id(opts.id) if opts.id is not None else None
    except forms.FormError as error:
        raise ConfigurationError(f"--id: {error}") from None
    name = " ".join((opts.name or "").split()) or None
    if name is not None and not name.isprintable():
        raise ConfigurationError("--name: has a control character in it")
    return Asked(url, folder, identity, name, bool(opts.json))


def add_source(
    asked: Asked, settings: BaseSettings, process: CrawlerProcessBase
) -> Exit:
    """Ask a site's home page as the gate allows, show what it names, write it down."""
    known = Registry() if asked.folder is None else registry_of(asked.folder)
    _require_new(Source("", "", asked.url, ()), known)
    answered = ask(asked.url, settings, process)
    if answered.page is None:
        return refused(asked.url, answered.decision)
    home = _home(answered, answered.page)
    found = proposed(answered.page.url, home, identity=asked.id, name=asked.name)
    _require_new(found.source, known)
    text = source_toml(found.source, found.remarks)
    path = None if asked.folder is None else _written(found.source, text, asked.folder)
    for line in _lines(found, home):
        say(shown(f"sources: {line}"))
    for line in _warnings(answered, answered.page):
        sys.stderr.write(shown(f"sources: {line}") + "\n")
    if asked.as_json:
        write_json(_record(found, home, path, answered.use))
    else:
        sys.stdout.write(text if path is None else f"{path}\n")
    return Exit.PLANNED


def _require_new(source: Source, known: Registry) -> None:
    clash = find_clash(source, known)
    if clash is not None:
        raise ConfigurationError(f"{clash}; write --id or mend that source")


def _home(answered: Answered, page: Page) -> Home:
    """Return what a page names; its links are not read where it forbids that."""
    home = read_home(page, answered.sitemaps, [without_www(host_of(page.url))])
    if answered.decision is None or answered.decision.forbids_links:
        return Home(home.name, home.language, (), home.sitemaps, ())
    return home


def _written(source: Source, text: str, folder: Path) -> Path:
    path = folder / f"{source.id}.toml"
    try:
        write_new(path, text)
    except FileExistsError:
        raise ConfigurationError(
            f"{path} is there already, and is not overwritten; write --id"
        ) from None
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from None
    return path


def _lines(found: Proposal, home: Home) -> Iterator[str]:
    """Yield what was found, "+" where it will be followed."""
    for kind, urls in home.by_kind().items():
        for one in urls:
            mark = "+" if _is_followed(found, one.url) else "-"
            yield f"{mark} {kind[:-1]} {one.url} ({one.how})"
    if not any(home.by_kind().values()):
        yield "no feed, sitemap or section is named; a crawl reads the home page's links"


def _is_followed(found: Proposal, url: str) -> bool:
    source = found.source
    return url in (*source.feeds, *source.sitemaps, *source.sections)


def _warnings(answered: Answered, page: Page) -> Iterator[str]:
    """Yield what a person should know before this is crawled."""
    kind = judged_page(page)
    if kind.kind is Kind.ARTICLE:
        yield f"{page.url} looks like an article ({kind.sign}); name the home page"
    if answered.decision is not None and answered.decision.forbids_links:
        yield "the page asks that its links are not followed (nofollow)"
    why = reason(answered.use) if answered.use is not None else None
    if why is not None:
        where = f" [{why.where}]" if why.where else ""
        yield (
            f"as it stands nothing of such a page would be kept: {why.outcome.value}"
            f" by {why.signal}: “{why.words}”{where}"
        )


def _record(
    found: Proposal, home: Home, path: Path | None, use: Decision | None
) -> dict[str, object]:
    return {
        "file": None if path is None else str(path),
        "source": source_json(found.source),
        "found": {
            kind: [
                {
                    "url": one.url,
                    "how": one.how,
                    "followed": _is_followed(found, one.url),
                }
                for one in urls
            ]
            for kind, urls in home.by_kind().items()
        },
        "verdict": None if use is None else use.verdict.value,
    }
