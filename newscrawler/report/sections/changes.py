"""Which sites said something else than before, when, and by which line?"""

from collections.abc import Iterable, Iterator

from newscrawler.policy.model import Document
from newscrawler.report.blocks import (
    MOST_ROWS,
    Moment,
    Paragraph,
    Quote,
    Quotes,
    Row,
    Section,
    Table,
    Text,
)
from newscrawler.report.history import CRAWL, Change, Said, changes, visits
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View
from newscrawler.storage.hearing_rows import StoredHearing, hearings_of, read_hearing
from newscrawler.storage.newest_rows import changed_hosts

MOST_HOSTS = 20
"""Hosts whose documents are read again, those that were heard last: our choice."""


def _changes(view: View) -> Section | None:
    words = view.words
    many, hosts = changed_hosts(view.connection, view.chosen, MOST_HOSTS)
    found = [(one, host) for host in hosts for one in _of_host(view, host)]
    found.sort(key=lambda one: (-one[0].at, one[1], one[0].name))
    title, meaning = words("changes.title"), Paragraph(words("changes.meaning"))
    if not found:
        none = Paragraph(words("changes.nothing"))
        return Section("changes", title, (meaning, none))
    columns = ("day", "host", "purpose", "before", "after", "words")
    told = Table(
        caption=words("changes.caption"),
        columns=tuple(words(f"changes.{one}") for one in columns),
        rows=tuple(_row(view, one, host) for one, host in found[:MOST_ROWS]),
        more=max(len(found) - MOST_ROWS, 0),
        rest=words("changes.rest"),
    )
    left = Paragraph(words("changes.hosts", many=many - len(hosts)))
    return Section("changes", title, (meaning, told, *([left] * (many > len(hosts)))))


def _of_host(view: View, host: str) -> Iterator[Change]:
    def elsewhere(url: str, at: float) -> StoredHearing | None:
        return read_hearing(view.connection, url, at)

    heard = _news(hearings_of(view.connection, host))
    found = visits(f"https://{host}/", view.about.agent, heard, elsewhere)
    return changes(found, view.chosen.since)


def _news(heard: Iterable[StoredHearing]) -> Iterator[StoredHearing]:
    """Yield the answers that are not what came before: the others change nothing."""
    known: dict[str, tuple[object, ...]] = {}
    for one in heard:
        found = _told(one.document)
        if known.get(one.document.url) != found:
            known[one.document.url] = found
            yield one


def _told(one: Document) -> tuple[object, ...]:
    return one.status, one.sha256, one.problem, one.final_url


def _row(view: View, one: Change, host: str) -> Row:
    words = view.words
    name = "changes.crawl" if one.name == CRAWL else f"purposes.{one.name}"
    told = one.after if one.after.where is not None else one.before
    return Row(
        (
            Moment(one.at, is_day=True),
            Text(host),
            Text(words(name)),
            Text(words(f"preferences.{one.before.state}")),
            Text(words(f"preferences.{one.after.state}")),
            _quotes(view, told, is_gone=told is one.before),
        )
    )


def _quotes(view: View, said: Said, *, is_gone: bool) -> Quotes:
    if said.quote is None:
        return Quotes(())
    gone = view.words("changes.gone") if is_gone else None
    return Quotes((Quote(said.quote, said.where, gone),))


SECTION = Maker({On.REPORT: 50, On.PUBLISHER: 40}, _changes)
