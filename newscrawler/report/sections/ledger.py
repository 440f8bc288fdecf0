"""Is the evidence whole, and up to which checkpoint?"""

from collections.abc import Iterator

from newscrawler.report.blocks import (
    Block,
    Cell,
    Lines,
    Mark,
    Number,
    Paragraph,
    Row,
    Section,
    State,
    Terms,
    Text,
    table,
)
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View
from newscrawler.storage.newest_rows import newest_checkpoint


def _ledger(view: View) -> Section | None:
    blocks = (Paragraph(view.words("ledger.meaning")), *_checked(view), *_note(view))
    return Section("ledger", view.words("ledger.title"), blocks)


def standing(view: View) -> Mark:
    """Return whether what was looked at is whole."""
    if view.checked.problems:
        return Mark(State.BAD, view.words("ledger.broken"))
    if view.checked.left_out:
        return Mark(State.PART, view.words("ledger.partly"))
    return Mark(State.GOOD, view.words("ledger.whole"))


def _checked(view: View) -> Iterator[Block]:
    words, checked = view.words, view.checked
    pairs: list[tuple[str, Cell]] = [
        (words("ledger.standing"), standing(view)),
        (words("ledger.runs"), Number(checked.runs)),
        (words("ledger.records"), Number(checked.records)),
        (words("ledger.checkpoints"), Number(checked.checkpoints)),
    ]
    if view.signer is not None:
        pairs.append((words("ledger.signed"), Number(checked.signed)))
    yield Terms(tuple(pairs))
    if checked.left_out:
        yield Paragraph(
            words("ledger.left_out", many=checked.left_out), is_warning=True
        )
    if checked.problems:
        heads = words("ledger.where"), words("ledger.what")
        rows = (Row((Text(one.where), Text(one.what))) for one in checked.problems)
        yield table(words("ledger.problems"), heads, rows, words("ledger.rest"))


def _note(view: View) -> Iterator[Block]:
    note = newest_checkpoint(view.connection)
    if note is None:
        yield Paragraph(view.words("ledger.no_checkpoint"), is_warning=True)
        return
    yield Paragraph(view.words("ledger.keep"))
    yield Lines(view.words("ledger.checkpoint"), tuple(note.rstrip().split("\n")))


SECTION = Maker({On.REPORT: 80, On.PUBLISHER: 70}, _ledger)
