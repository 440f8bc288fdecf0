"""What does a registry on disk hold, and what is wrong with it?"""

from collections.abc import Iterable
from pathlib import Path

from newscrawler.address import ascii_host
from newscrawler.sources import forms
from newscrawler.sources.files import read_files
from newscrawler.sources.problem import Problem, RegistryError
from newscrawler.sources.registry import Registry
from newscrawler.sources.rights import read_permissions, read_readings
from newscrawler.sources.source import EVERY, Source
from newscrawler.sources.table import Table, Toml, TomlFile

MAX_DELAY = forms.DAY
"""Seconds between two requests of a host that make sense: our choice."""

REQUIRED = ("id", "name", "home", "domains")
SOURCE = {
    "id": 'id = "example-gazette"',
    "name": 'name = "The Example Gazette"',
    "home": 'home = "https://gazette.example/"',
    "domains": 'domains = ["gazette.example"]',
    "languages": 'languages = ["en"]',
    "timezone": 'timezone = "Europe/London"',
    "feeds": 'feeds = ["https://gazette.example/feed.xml"]',
    "sitemaps": 'sitemaps = ["https://gazette.example/sitemap.xml"]',
    "sections": 'sections = ["https://gazette.example/world/"]',
    "owner": 'owner = "Example Media Ltd"',
    "agency": 'agency = "EXN"',
    "delay": "delay = 2.0",
    "every": 'every = "30 min"',
    "retention": 'retention = "2 years"',
    "select": "[select]",
    "permission": "[[permission]]",
    "reading": "[[reading]]",
}
SELECT = {
    field: f'{field} = "{example}"'
    for field, example in {
        "alternativeHeadline": "p.kicker",
        "articleSection": "a.section",
        "authors": "span.author",
        "body": "div.story",
        "breadcrumbs": "nav.breadcrumbs a",
        "copyrightNotice": "p.copyright",
        "creditText": "p.credit",
        "dateModified": "time.updated",
        "datePublished": "time.published",
        "description": "p.lead",
        "headline": "h1.title",
        "image": "figure.lead img",
        "keywords": "a.tag",
    }.items()
}
SEVERAL = {"source": "[[source]]"}


def read_registry(path: Path) -> Registry:
    """Return the sources of a folder of TOML files, or of a single file.

    RegistryError has every problem of every file.
    """
    problems: list[Problem] = []
    tables = [
        table
        for values, file in read_files(path, problems)
        for table in _tables(values, file)
    ]
    sources = tuple(_source(table) for table in tables)
    _report_clashes(sources, tables)
    if problems:
        raise RegistryError(sorted(problems, key=lambda one: (one.file, one.line or 0)))
    return Registry(sources)


def _tables(values: dict[str, Toml], file: TomlFile) -> tuple[Table, ...]:
    """Return the [[source]] tables, else the file's own keys as one."""
    if "source" not in values:
        return (Table(values, file, {**SOURCE, **SEVERAL}),)
    document = Table(values, file, SEVERAL)
    for key in values:
        if key != "source":
            document.report("stands outside of [[source]]; write it below one", key)
    if values["source"] == []:
        document.report("is empty; write [[source]]", "source")
    return document.tables("source", SOURCE)


def _source(table: Table) -> Source:
    table.expect(REQUIRED)
    domains = table.some_texts("domains", forms.domain)
    every = table.text("every", forms.duration)
    return Source(
        id=table.text("id", forms.source_id) or "",
        name=table.text("name", forms.plain) or "",
        home=table.text("home", forms.url_within(domains)) or "",
        domains=domains,
        languages=table.texts("languages", forms.language),
        timezone=table.text("timezone", forms.timezone),
        feeds=table.texts("feeds", forms.url),
        sitemaps=table.texts("sitemaps", forms.url),
        sections=table.texts("sections", forms.url),
        owner=table.text("owner", forms.plain),
        agency=table.text("agency", forms.plain),
        delay=table.seconds("delay", MAX_DELAY),
        every=EVERY if every is None else every,
        retention=table.text("retention", forms.duration),
        select=_select(table),
        permissions=read_permissions(table, domains),
        readings=read_readings(table),
    )


def _select(source: Table) -> dict[str, str]:
    table = source.table("select", SELECT)
    table.expect()
    found = {
        key: table.text(key, forms.selector) for key in table.values if key in SELECT
    }
    return {key: css for key, css in found.items() if css is not None}


def _report_clashes(sources: Iterable[Source], tables: Iterable[Table]) -> None:
    ids: dict[str, str] = {}
    domains: dict[str, str] = {}
    for source, table in zip(sources, tables, strict=True):
        if source.id:
            _claim(source.id, ids, table, "id")
        for domain in source.domains:
            _claim(domain, domains, table, "domains", *_places(table, domain))


def _claim(word: str, taken: dict[str, str], table: Table, *keys: str | int) -> None:
    """Report a word that another table, or this one, has already."""
    if word in taken:
        table.report(f"{word} is at {taken[word]} already; write it once", *keys)
    else:
        taken[word] = f"{table.file.name}:{table.line(*keys)}"


def _places(table: Table, domain: str) -> tuple[int, ...]:
    """Return the index at which a domain stands last."""
    written = table.values["domains"]
    assert isinstance(written, list)
    found = [
        at
        for at, one in enumerate(written)
        if isinstance(one, str) and ascii_host(one.strip()) == domain
    ]
    return (found[-1],)
