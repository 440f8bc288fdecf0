"""What was refused, by which signal, and in which of the publishers' own words?"""

from collections import Counter
from collections.abc import Iterable

from newscrawler.policy import Decision
from newscrawler.policy.model import Statement, Verdict
from newscrawler.report.blocks import (
    MOST_ROWS,
    Mark,
    Moment,
    Number,
    Paragraph,
    Quote,
    Quotes,
    Row,
    Section,
    Share,
    State,
    Table,
    Text,
    table,
)
from newscrawler.report.rendering import moment
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View
from newscrawler.storage.counting import Refused, newest_refusals
from newscrawler.storage.decision_rows import StoredDecision
from newscrawler.storage.reading import batches, decisions_of

LOOKED_AT = 10
"""Decisions of a source and signal whose words are looked for, the newest: ours."""

WORDINGS, PUBLISHERS_WORDINGS = 3, 10
"""Different words that are shown of them: our choice."""

COLUMNS = (
    *("page.source", "page.verdict", "refusals.signal", "refusals.times"),
    *("refusals.newest", "refusals.words"),
)

STATES = {Verdict.REFUSE: State.BAD, Verdict.DEFER: State.WAIT}


def _refusals(view: View) -> Section | None:
    counts = _counts(view)
    words = view.words
    if not counts:
        return None
    by_signal = _by_signal(view, counts)
    chosen = [one for one, _ in counts.most_common(MOST_ROWS)]
    found = _newest(view, chosen)
    rows = tuple(_row(view, one, counts[one], found.get(one, [])) for one in chosen)
    told = Table(
        caption=words("refusals.caption"),
        columns=tuple(words(one) for one in COLUMNS),
        rows=rows,
        more=len(counts) - len(rows),
        rest=words("refusals.rest"),
    )
    meaning = Paragraph(words("refusals.meaning", many=LOOKED_AT))
    return Section("refusals", words("refusals.title"), (meaning, by_signal, told))


def _counts(view: View) -> Counter[Refused]:
    found = Counter[Refused]()
    for one in view.decided:
        _, source, _, verdict, signal = one.values
        if verdict != Verdict.ALLOW.value:
            found[Refused(source, Verdict(verdict), signal)] += one.count
    return found


def _by_signal(view: View, counts: Counter[Refused]) -> Table:
    words = view.words
    total = counts.total()
    found: dict[str | None, Counter[Verdict]] = {}
    for one, many in counts.items():
        found.setdefault(one.deciding, Counter())[one.verdict] += many
    ordered = sorted(found.items(), key=lambda one: (-one[1].total(), one[0] or ""))
    rows = (
        Row(
            (
                Text(words.signal(signal)),
                Number(of[Verdict.REFUSE]),
                Number(of[Verdict.DEFER]),
                Share(round(100 * of.total() / total)),
            )
        )
        for signal, of in ordered
    )
    columns = ("refusals.signal", "days.refused", "days.deferred", "refusals.share")
    return table(words("refusals.by_signal"), [words(one) for one in columns], rows)


def _newest(
    view: View, chosen: Iterable[Refused]
) -> dict[Refused, list[StoredDecision]]:
    wanted = {
        one: newest_refusals(view.connection, one, view.chosen, LOOKED_AT)
        for one in chosen
    }
    stored: dict[int, StoredDecision] = {}
    for part in batches([number for some in wanted.values() for number in some]):
        stored |= decisions_of(view.connection, part)
    return {one: [stored[number] for number in some] for one, some in wanted.items()}


def _row(view: View, one: Refused, count: int, some: list[StoredDecision]) -> Row:
    is_of_host = view.chosen.host is not None
    most = PUBLISHERS_WORDINGS if is_of_host else WORDINGS
    quotes = dict.fromkeys(quote_of(view, each.decision) for each in some)
    source, verdict = (
        view.source(one.source),
        view.words(f"verdicts.{one.verdict.value}"),
    )
    last = max((each.last_at for each in some), default=None)
    return Row(
        (
            Text(source),
            Mark(STATES[one.verdict], verdict),
            Text(view.words.signal(one.deciding)),
            Number(count),
            Moment(last),
            Quotes(tuple(quotes)[:most]),
        ),
        source=source,
        verdict=verdict,
    )


def quote_of(view: View, decision: Decision) -> Quote:
    """Return why a decision does not allow: whose words, or what went unheard."""
    if decision.deciding:
        return quote(view, decision.deciding[0])
    if not decision.faults:
        return Quote(view.words("refusals.silence"))
    fault = decision.faults[0]
    again = None
    if fault.retry_at is not None:
        again = view.words("refusals.again", time=moment(fault.retry_at))
    return Quote(fault.problem, fault.document, again)


def quote(view: View, one: Statement) -> Quote:
    """Return the words of a statement, its document and the place in it."""
    place, words = one.place, view.words
    if place.line is not None:
        return Quote(one.quote, one.document, words("refusals.line", line=place.line))
    if place.header is not None:
        where = words("refusals.header", name=place.header)
        return Quote(one.quote, one.document, where)
    return Quote(one.quote, one.document, place.selector)


SECTION = Maker({On.REPORT: 30, On.PUBLISHER: 20}, _refusals)
