"""What was kept once and is withdrawn, why, and are its bytes gone?"""

from newscrawler.report.blocks import (
    Link,
    Mark,
    Moment,
    Row,
    Section,
    State,
    Text,
)
from newscrawler.report.listing import listing
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View
from newscrawler.storage.newest_rows import WithdrawnRow, newest_withdrawn

COLUMNS = ("url", "kept", "withdrawn", "signal", "reason", "erased")


def _withdrawn(view: View) -> Section:
    found = newest_withdrawn(view.connection, view.chosen)
    return listing(view.words, "withdrawn", COLUMNS, (_row(view, one) for one in found))


def _row(view: View, one: WithdrawnRow) -> Row:
    words = view.words
    erased = Mark(State.WAIT, words("withdrawn.not_erased"))
    if one.purged_at is not None:
        erased = Mark(State.GOOD, words("withdrawn.is_erased"))
    return Row(
        (
            Link(one.url),
            Moment(one.kept_at),
            Moment(one.withdrawn_at),
            Text(words.signal(one.signal)),
            Text(one.reason),
            erased,
        ),
        source=view.source(one.source),
    )


SECTION = Maker({On.REPORT: 45, On.PUBLISHER: 50}, _withdrawn)
