"""What was taken from a publisher, when, and under which signal or permission?"""

import json

from newscrawler.policy import Decision
from newscrawler.policy.model import Preference
from newscrawler.report.blocks import (
    MOST_ROWS,
    Cell,
    Code,
    Link,
    Mark,
    Moment,
    Paragraph,
    Quote,
    Row,
    Section,
    State,
    Table,
    Text,
)
from newscrawler.report.sections import Maker, On
from newscrawler.report.sections.refusals import quote
from newscrawler.report.view import View
from newscrawler.storage.newest_rows import KeptRow, newest_kept
from newscrawler.storage.reading import decisions_of

COLUMNS = ("url", "when", "under", "words", "decision")


def _kept(view: View) -> Section | None:
    host = view.chosen.host
    assert host is not None, "a publisher's page is about a host"
    words = view.words
    found = newest_kept(view.connection, host, view.chosen, MOST_ROWS)
    title = words("kept.title")
    if not found.rows:
        return Section("kept", title, (Paragraph(words("kept.nothing", host=host)),))
    stored = decisions_of(view.connection, [one.decision for one in found.rows])
    told = Table(
        caption=words("kept.caption"),
        columns=tuple(words(f"kept.{one}") for one in COLUMNS),
        rows=tuple(
            _row(view, one, stored[one.decision].decision, stored[one.decision].id)
            for one in found.rows
        ),
        more=found.count - len(found.rows),
        rest=words("kept.rest"),
    )
    meaning = Paragraph(words("kept.meaning", many=found.count, host=host))
    return Section("kept", title, (meaning, told))


def _row(view: View, one: KeptRow, decision: Decision, id_: str) -> Row:
    headline = json.loads(one.record).get("headline")
    label = headline if isinstance(headline, str) else None
    mark, words = _under(view, decision)
    return Row((Link(one.url, label), Moment(one.kept_at), mark, words, Code(id_)))


def _under(view: View, decision: Decision) -> tuple[Mark, Cell]:
    """Return what let us keep a page: a permission, words that allow, or silence."""
    words = view.words
    if decision.permission is not None:
        label = words("matrix.permitted")
        mark = Mark(State.GOOD, label, decision.permission)
        return mark, Text(words("kept.granted", by=_grantor(decision)))
    declared = decision.terms.purposes
    allowing = [
        one
        for one in decision.statements
        if one.purposes & declared and one.preference is Preference.ALLOWED
    ]
    if allowing:
        signal = words.signal(allowing[0].signal)
        return Mark(State.GOOD, words("matrix.allowed"), signal), quote(
            view, allowing[0]
        )
    heard = [one for one in decision.statements if not one.purposes]
    silent = Mark(State.NONE, words("matrix.silent"))
    return silent, quote(view, heard[0]) if heard else Quote(words("kept.silence"))


def _grantor(decision: Decision) -> str:
    """Return who granted the permission that let us keep a page."""
    found = (
        one.holder
        for one in decision.statements
        if one.signal == "permission" and one.quote == decision.permission
    )
    return next(found, None) or ""


SECTION = Maker({On.PUBLISHER: 10}, _kept)
