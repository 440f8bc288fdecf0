"""What does each selector of a source give on a page? ``sources check --fixture|--live``."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from scrapy.crawler import CrawlerProcessBase
from scrapy.settings import BaseSettings

from newscrawler.address import usable_url
from newscrawler.article import RuleReport, rule_reports
from newscrawler.commands.exits import Exit, write_json
from newscrawler.commands.home_spider import ask, refused
from newscrawler.commands.sources_list import read_or_complain
from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.page import Page
from newscrawler.pipelines import hints
from newscrawler.policy import Verdict
from newscrawler.report.outcome import shown
from newscrawler.sources import Registry, Source
from newscrawler.terminal.talk import say

UNSAID = "https://saved-page.invalid/"
"""The address of a saved page that states none."""


def check_rules(
    registry: Registry, file: Path, url: str | None, *, as_json: bool
) -> Exit:
    """Write for each field what its rule gives, and what would be read without.

    A rule that gives nothing is exit code 2.
    """
    return _checked(registry, _page(file, url), as_json=as_json)


def check_live(
    path: Path,
    url: str,
    settings: BaseSettings,
    process: CrawlerProcessBase,
    *,
    as_json: bool,
) -> Exit:
    """Write the same of a page that is asked for now, if it may be kept.

    It is asked through the gate as a crawl would, and nothing of it is stored.
    """
    registry = read_or_complain(path)
    if registry is None:
        return Exit.USAGE
    if usable_url(url) is None:
        raise ConfigurationError(f"--live {url!r}: no web address")
    _source(registry, url)
    answered = ask(url, settings, process, str(path))
    page, use = answered.page, answered.use
    if page is None or use is None:
        return refused(url, answered.decision)
    if use.verdict is not Verdict.ALLOW:
        return refused(url, use)
    return _checked(registry, page, as_json=as_json)


def _checked(registry: Registry, page: Page, *, as_json: bool) -> Exit:
    source = _source(registry, page.url)
    reports = rule_reports(page, hints(source))
    if as_json:
        write_json(
            {"source": source.id, "url": page.url, "fields": [*map(asdict, reports)]}
        )
    else:
        say(f"{shown(source.id)}: {shown(page.url)}")
        for line in _lines(reports):
            sys.stdout.write(f"{line}\n")
    return Exit.USAGE if any(report.problem for report in reports) else Exit.PLANNED


def _page(file: Path, url: str | None) -> Page:
    """Return a saved page at the address that is given, or that it states."""
    try:
        body = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{file}: {error.strerror}") from None
    if url is not None and usable_url(url) is None:
        raise ConfigurationError(f"--url {url!r}: no web address")
    page = Page.from_html(body, url or UNSAID)
    if url is not None or page.problem:
        return page
    link = page.tree.css_first('link[rel~="canonical" i][href]')
    stated = (link.attributes.get("href") if link else None) or page.meta("og:url")
    return Page.from_html(body, usable_url(stated or "") or UNSAID)


def _source(registry: Registry, url: str) -> Source:
    """Return the source of a page; of an address unsaid, the only one there is."""
    if source := registry.for_url(url):
        return source
    if url == UNSAID and len(registry.sources) == 1:
        return registry.sources[0]
    words = "the page states no address; write --url URL" if url == UNSAID else url
    raise ConfigurationError(f"of no listed source: {words}")


def _lines(reports: Sequence[RuleReport]) -> list[str]:
    """Return a line a field: what its rule gives, or why it does not, and the rest."""
    found = []
    for one in reports:
        plain = f"{shown(one.generic or '-')} ({one.source or 'not found'})"
        if one.selector is None:
            cells = [one.field, "no rule", plain]
        else:
            given = one.problem or f"{shown(one.selected or '-')} (of {one.matches})"
            cells = [one.field, shown(one.selector), shown(given), f"without: {plain}"]
        found.append("\t".join(cells))
    return found
