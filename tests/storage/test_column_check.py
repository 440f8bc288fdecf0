"""A decision's columns are held to its own record, whatever was read before."""

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from newscrawler.storage.column_check import COLUMNS, Columns, Found
from newscrawler.storage.decision_rows import Entry, entry
from tests.storage.samples import NO_TRAINING, NOW, decision

USED = decision("https://gazette.example/", NO_TRAINING)


@st.composite
def changed_records(draw: st.DrawFn) -> tuple[str, Found]:
    """Draw records of decisions that are alike, some damaged, and their columns."""
    urls = st.sampled_from(("https://gazette.example/é", 'a"b', '","usage":', "\\", ""))
    one = replace(USED, url=draw(urls), decided_at=NOW + draw(st.integers(0, 2)))
    made = entry(1, one)
    columns = list(columns_of(made))
    if draw(st.booleans()):
        columns[draw(st.integers(0, 6))] = draw(st.text(max_size=3))
    text = made.record
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text)))
        piece = draw(st.sampled_from(("", '"', ",", "}", '"url":', ',"usage":', "x")))
        text = text[:at] + piece + text[at + draw(st.integers(0, 3)) :]
    return text, tuple(columns)  # type: ignore[return-value]  # of those types


def columns_of(made: Entry) -> Found:
    return tuple(made.row[name] for name in COLUMNS)  # type: ignore[return-value]  # of those types


MADE = entry(1, USED)
KEY_IN_URL = MADE.record.replace('"url":"', '"url":"https:,"usage":', 1)


@example([(MADE.record, columns_of(MADE)), (KEY_IN_URL, columns_of(MADE))])
@given(st.lists(changed_records(), min_size=2, max_size=6))
def test_what_was_read_before_changes_no_answer(
    found: list[tuple[str, Found]],
) -> None:
    evidence = {str(row["sha256"]): str(row["record"]) for row in MADE.statements}
    reader = Columns(evidence)

    for record, columns in found:
        told = Columns(evidence).wrong(record, columns, is_ours=True)
        assert reader.wrong(record, columns, is_ours=True) == told
