"""What does a report say first, of what it is about, and in which sections?"""

from newscrawler.policy.model import Verdict
from newscrawler.report.blocks import (
    Cell,
    Code,
    Figure,
    Link,
    Moment,
    Number,
    Page,
    Terms,
    Text,
)
from newscrawler.report.rendering import moment
from newscrawler.report.sections import On, sections_of
from newscrawler.report.sections.ledger import standing
from newscrawler.report.view import About, View
from newscrawler.report.wording import Words
from newscrawler.storage.newest_rows import newest_kept, newest_withdrawn


def report_page(view: View) -> Page:
    """Return the report of all, or of one source, for the officer who signs."""
    words = view.words
    return Page(
        title=words("report.title"),
        kind=words("report.kind"),
        lead=words("report.lead"),
        about=Terms((*_asked(view), *_operator(view.about, words), _made(view))),
        figures=_figures(view),
        sections=sections_of(On.REPORT, view),
        is_signed=True,
    )


def publisher_page(view: View) -> Page:
    """Return the page that answers a publisher; LookupError where nothing is known."""
    words, host = view.words, view.chosen.host
    assert host is not None, "a publisher's page is about a host"
    kept = newest_kept(view.connection, host, view.chosen, 0)
    if not (view.decided or kept.count):
        raise LookupError(words("publisher.nothing", host=host))
    about = (
        (
            words("publisher.host"),
            Text(words("publisher.host_and_subdomains", host=host)),
        ),
        *_asked(view)[:1],
        *_operator(view.about, words),
        _made(view),
    )
    return Page(
        title=words("publisher.title", host=host),
        kind=words("publisher.kind"),
        lead=words("publisher.lead", host=host),
        about=Terms(about),
        figures=(Figure(words("figures.kept"), Number(kept.count)), *_counted(view)),
        sections=sections_of(On.PUBLISHER, view),
    )


def _figures(view: View) -> tuple[Figure, ...]:
    kept = sum(one.count for one in view.kept)
    sources = {one.values[1] for one in view.decided} - {None}
    return (
        Figure(view.words("figures.ever_kept"), Number(kept)),
        *_counted(view),
        Figure(view.words("figures.sources"), Number(len(sources))),
        Figure(view.words("figures.evidence"), standing(view)),
    )


def _counted(view: View) -> tuple[Figure, ...]:
    words = view.words
    withdrawn = sum(1 for _ in newest_withdrawn(view.connection, view.chosen))
    return (
        Figure(words("figures.refused"), Number(_decided(view, Verdict.REFUSE))),
        Figure(words("figures.deferred"), Number(_decided(view, Verdict.DEFER))),
        Figure(words("figures.withdrawn"), Number(withdrawn)),
    )


def _decided(view: View, verdict: Verdict) -> int:
    return sum(one.count for one in view.decided if one.values[3] == verdict.value)


def _asked(view: View) -> tuple[tuple[str, Cell], ...]:
    words, chosen = view.words, view.chosen
    period = words("report.all_time")
    if chosen.since is not None:
        period = words("report.since", day=moment(chosen.since))
    source = chosen.source or words("report.every_source")
    name = view.about.names.get(chosen.source or "")
    told = f"{name} ({source})" if name else source
    return (
        (words("report.period"), Text(period)),
        (words("report.source"), Text(told)),
    )


def _operator(about: About, words: Words) -> tuple[tuple[str, Cell], ...]:
    names = ", ".join(words(f"purposes.{one.value}") for one in about.purposes)
    contact, none = about.contact, words("report.no_contact")
    told = names if about.declared else words("report.undeclared", names=names)
    return (
        (words("report.operator"), Link(contact) if contact else Text(none)),
        (words("report.agent"), Code(about.agent)),
        (words("report.purposes"), Text(told)),
        (words("report.silence"), Text(words(f"report.silence_{about.when_silent}"))),
    )


def _made(view: View) -> tuple[str, Cell]:
    return view.words("report.made"), Moment(view.now)
