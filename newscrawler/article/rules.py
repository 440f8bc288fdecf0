"""What does each selector of a source give on a page, beside the generic readers?"""

from dataclasses import dataclass, replace

from newscrawler.article.extract import extract
from newscrawler.article.hints import Hints
from newscrawler.article.selected import ALIASES, SELECTABLE, read_selected
from newscrawler.items import Article, Author, Image
from newscrawler.page import Page

SHOWN = 200
"""Characters of a value that a report shows: our choice."""


@dataclass(frozen=True, slots=True)
class RuleReport:
    """A field, its selector if there is one, and what both ways of reading give.

    ``matches`` counts elements; ``source`` is where the generic reader read;
    ``problem`` is why the selector gives nothing, None if it does or there is none.
    """

    field: str
    selector: str | None
    matches: int
    selected: str | None
    generic: str | None
    source: str | None
    problem: str | None


def rule_reports(page: Page, hints: Hints) -> tuple[RuleReport, ...]:
    """Return a line for each field that a selector may fill, in their order."""
    plain = extract(page, replace(hints, select={}))
    chosen = extract(page, hints)
    rules = {ALIASES.get(name, name): name for name in hints.select}
    names = dict.fromkeys((*SELECTABLE, *rules))
    return tuple(
        _report(name, rules.get(name), page, hints, (plain, chosen)) for name in names
    )


def _report(
    name: str,
    stated: str | None,
    page: Page,
    hints: Hints,
    read: tuple[Article, Article],
) -> RuleReport:
    plain, chosen = read
    rule = {} if stated is None else {stated: hints.select[stated]}
    found = read_selected(page, Hints(rule))
    generic, selected = shown(plain, name), shown(chosen, name)
    is_selected = chosen.metadata.sources.get(name) == "select"
    problem = next(iter(found.messages), None)
    if stated and not problem and not is_selected:
        problem = f"select.{stated}: what it matches gives no {name}"
    return RuleReport(
        field=name,
        selector=hints.select[stated] if stated else None,
        matches=len(found.nodes.get(name, ())),
        selected=selected if is_selected else None,
        generic=generic,
        source=plain.metadata.sources.get(name),
        problem=problem,
    )


def shown(article: Article, name: str) -> str | None:
    """Return a field as a person reads it, on one line."""
    value = getattr(article, name, None)
    if isinstance(value, tuple):
        value = ", ".join(map(_said, value))
    text = None if value is None else " ".join(_said(value).split())
    return text[:SHOWN] if text else None


def _said(value: object) -> str:
    if isinstance(value, Author):
        return value.name
    return value.url if isinstance(value, Image) else str(value)
