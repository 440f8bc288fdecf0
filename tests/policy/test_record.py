"""A decision has one spelling, RFC 8785's, however it is reckoned."""

from datetime import UTC, datetime, timedelta

import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from newscrawler.policy.decision import Decision
from newscrawler.policy.record import Value, canonical, decision_record, iso_time
from newscrawler.storage.chain import Kind, record_of
from newscrawler.storage.decision_rows import (
    decision_id_of,
    decision_text,
    entry,
    references,
)
from tests.storage.strategies import decisions

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
values: st.SearchStrategy[Value] = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(values)
def test_any_value_is_spelt_as_rfc_8785_has_it(value: Value) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(st.integers(2**53, 2**70) | st.integers(-(2**70), -(2**53)))
def test_an_integer_that_no_double_holds_is_refused(value: int) -> None:
    for spell in (canonical, rfc8785.dumps):
        try:
            spell(value)
        except ValueError:
            continue
        raise AssertionError(f"{value} was written")


@given(decisions())
def test_what_the_ledger_keeps_gives_the_id_of_the_whole(one: Decision) -> None:
    record = decision_record(one)
    stored = entry(1, one)

    by_hash = {str(row["sha256"]): str(row["record"]) for row in stored.statements}
    lists = {str(row["sha256"]): str(row["record"]) for row in stored.lists}
    text = decision_text(stored.record)
    referred, hashes = references(text)
    inlined = ",".join(
        by_hash[single]
        for key in hashes
        for single in (
            references(f'"statements":{lists[key]}')[1] if key in lists else [key]
        )
    )
    assert stored.row["id"] == record["id"]
    assert decision_id_of(text, referred, inlined) == record["id"]
    assert stored.record == record_of(Kind.DECISION, text)
    assert text.encode() == canonical({**_without(record), "statements": list(hashes)})


def _without(record: dict[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in record.items() if key != "id"}


@example(0.0005)
@example(1_800_000_000.0005)
@given(st.floats(-1e10, 1e10) | st.integers(0, 10**13).map(lambda one: one / 2000))
def test_a_time_is_told_as_its_decimals_round(seconds: float) -> None:
    told = datetime.fromisoformat(iso_time(seconds)) - datetime(1970, 1, 1, tzinfo=UTC)

    assert told // timedelta(milliseconds=1) == round(round(seconds, 3) * 1000)
