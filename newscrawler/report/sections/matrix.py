"""What may each source's pages be used for, and by which signal not?

A kind is what decisions on a source have in common: stage, verdict, signal. The newest
of a kind stands for it, with how many there were; to read each of a million takes
longer than a report may.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from newscrawler.policy.model import Preference, Stage, Verdict
from newscrawler.purpose import Purpose
from newscrawler.report.audit import Finding, findings
from newscrawler.report.blocks import (
    MOST_ROWS,
    Cell,
    Mark,
    Number,
    Paragraph,
    Row,
    Section,
    State,
    Table,
    Text,
)
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View
from newscrawler.storage.counting import Count
from newscrawler.storage.reading import batches, decisions_of

_STATED = {
    Preference.ALLOWED: State.GOOD,
    Preference.CONDITIONAL: State.GOOD,
    Preference.UNKNOWN: State.NONE,
    Preference.DISALLOWED: State.GOOD,
}


def _matrix(view: View) -> Section | None:
    of_source = _by_source(view.decided)
    if not of_source:
        return None
    words = view.words
    chosen = sorted(of_source, key=lambda one: -_total(of_source[one]))[:MOST_ROWS]
    chosen.sort(key=lambda one: (one is None, one or ""))
    found = _findings(view, [count for one in chosen for count in of_source[one]])
    rows = tuple(_row(view, one, of_source[one], found) for one in chosen)
    heads = (words(f"purposes.{one.value}") for one in Purpose)
    columns = (words("page.source"), words("matrix.pages"), *heads)
    more = len(of_source) - len(rows)
    told = Table(words("matrix.caption"), columns, rows, more, words("matrix.rest"))
    meaning = Paragraph(words("matrix.meaning"))
    return Section("matrix", words("matrix.title"), (meaning, told))


def _by_source(every: Iterable[Count]) -> dict[str | None, list[Count]]:
    """Return the kinds of decisions that pages came to their end by, over all days.

    The newest first: what a site says now is told where nobody refuses.
    """
    kinds: dict[tuple[str | None, ...], Count] = {}
    for one in every:
        _, source, *kind = one.values
        if kind[:2] != [Stage.ACQUIRE.value, Verdict.ALLOW.value]:
            key = source, *kind
            known = kinds.get(key, Count(key, 0))
            newest = max(known.newest, one.newest)
            kinds[key] = Count(key, known.count + one.count, newest)
    found: dict[str | None, list[Count]] = {}
    for each in sorted(kinds.values(), key=lambda count: -count.newest):
        found.setdefault(each.values[0], []).append(each)
    return found


def _total(some: Iterable[Count]) -> int:
    return sum(one.count for one in some)


def _findings(view: View, some: Sequence[Count]) -> dict[int, tuple[Finding, ...]]:
    """Return what follows for each purpose from decisions, by their numbers."""
    numbers = [one.newest for one in some]
    found = {}
    for part in batches(numbers):
        for number, stored in decisions_of(view.connection, part).items():
            found[number] = findings(stored.decision)[1:]
    return found


def _row(
    view: View,
    source: str | None,
    some: Sequence[Count],
    found: dict[int, tuple[Finding, ...]],
) -> Row:
    cells = [
        _cell(view, [(found[one.newest][at], one.count) for one in some])
        for at in range(len(Purpose))
    ]
    name = view.source(source)
    return Row((Text(name), Number(_total(some)), *cells), source=name)


def _cell(view: View, some: Sequence[tuple[Finding, int]]) -> Cell:
    words = view.words
    verdicts = Counter[Verdict]()
    signals = Counter[str]()
    for one, count in some:
        verdicts[one.verdict] += count
        if one.reason is not None and one.verdict is Verdict.REFUSE:
            signals[one.reason.signal] += count
    refused, total = verdicts[Verdict.REFUSE], verdicts.total()
    if refused:
        signal = words.signal(signals.most_common(1)[0][0] if signals else None)
        if refused == total:
            return Mark(State.BAD, words("matrix.refused"), signal)
        part = words("matrix.part", many=refused, total=total)
        return Mark(State.PART, part, signal)
    if not verdicts[Verdict.ALLOW]:
        return Mark(State.WAIT, words("matrix.unheard"))
    return _open(view, [one for one, _ in some if one.verdict is Verdict.ALLOW])


def _open(view: View, some: Sequence[Finding]) -> Mark:
    """Return the mark of what nobody refuses: allowed in words, or by silence."""
    first = some[0]
    state = _STATED[first.preference or Preference.UNKNOWN]
    permission = next((one.permission for one in some if one.permission), None)
    if permission is not None:
        return Mark(State.GOOD, view.words("matrix.permitted"), permission)
    label = "matrix.silent" if state is State.NONE else "matrix.allowed"
    if first.preference is Preference.CONDITIONAL:
        label = "matrix.condition"
    return Mark(state, view.words(label))


SECTION = Maker({On.REPORT: 20}, _matrix)
