"""What does each selector of a source give on a saved page? ``sources check --fixture``."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from newscrawler.address import usable_url
from newscrawler.article import RuleReport, rule_reports
from newscrawler.commands.exits import Exit, write_json
from newscrawler.configuration import ConfigurationError
from newscrawler.page import Page
from newscrawler.pipelines import hints
from newscrawler.report.outcome import shown
from newscrawler.sources import Registry, Source

UNSAID = "https://saved-page.invalid/"
"""The address of a saved page that states none."""


def check_rules(
    registry: Registry, file: Path, url: str | None, *, as_json: bool
) -> Exit:
    """Write for each field what its rule gives, and what would be read without.

    A rule that gives nothing is exit code 2.
    """
    page = _page(file, url)
    source = _source(registry, page.url)
    reports = rule_reports(page, hints(source))
    if as_json:
        write_json(
            {"source": source.id, "url": page.url, "fields": [*map(asdict, reports)]}
        )
    else:
        sys.stderr.write(f"{shown(source.id)}: {shown(page.url)}\n")
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
