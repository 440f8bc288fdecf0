"""What holds of every decision: the laws of DESIGN.md, over generated input."""

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newscrawler.policy import (
    Decision,
    Fault,
    Statement,
    Verdict,
)
from newscrawler.policy.record import canonical, decision_record, read_decision
from tests.policy.asked import NOW, URL, gate
from tests.policy.drawn import (
    DECISIONS,
    FAULTS,
    RESTRAINTS,
)

RANK = {Verdict.ALLOW: 0, Verdict.DEFER: 1, Verdict.REFUSE: 2}


@given(DECISIONS, st.randoms(use_true_random=False))
def test_the_order_of_statements_never_matters(
    decision: Decision, random: Random
) -> None:
    said = list(decision.statements)
    random.shuffle(said)

    other = replace(decision, statements=tuple(said))

    assert other.verdict is decision.verdict
    assert other.usage == decision.usage
    assert other.permission == decision.permission


@given(DECISIONS, RESTRAINTS)
def test_one_more_restraint_never_allows(decision: Decision, one: Statement) -> None:
    assume(one.signal != "tdmrep")  # section 6.3: its later carriers replace

    more = replace(decision, statements=(*decision.statements, one))

    assert more.verdict is not Verdict.ALLOW or decision.verdict is Verdict.ALLOW


@given(DECISIONS, FAULTS)
def test_one_more_fault_is_never_allowed(decision: Decision, fault: Fault) -> None:
    more = replace(decision, faults=(*decision.faults, fault))

    assert more.verdict is not Verdict.ALLOW
    if decision.deciding or decision.faults:  # silence may be that of the unheard
        assert RANK[more.verdict] >= RANK[decision.verdict]


@given(DECISIONS)
def test_what_is_allowed_has_no_fault_and_no_statement_that_refuses(
    decision: Decision,
) -> None:
    if decision.verdict is Verdict.ALLOW:
        assert not decision.faults
        assert not decision.deciding


@given(DECISIONS)
def test_a_record_reads_back_equal(decision: Decision) -> None:
    record = decision_record(decision)
    again = json.loads(json.dumps(record))

    assert read_decision(record) == decision
    assert read_decision(again) == decision
    assert decision_record(read_decision(again)) == record
    assert json.loads(canonical(record)) == again


def test_a_record_from_before_an_operator_was_asked_reads_as_of_nobody() -> None:
    decision = gate().before_fetch(URL, NOW)
    record = decision_record(decision)
    del record["proxy"], record["operator"]

    assert read_decision(record) == decision


@given(DECISIONS)
def test_a_decision_keeps_its_id_while_its_evidence_is_the_same(
    decision: Decision,
) -> None:
    first, second = decision_record(decision), decision_record(replace(decision))
    later = decision_record(replace(decision, decided_at=decision.decided_at + 1))

    assert first["id"] == second["id"] != later["id"]


@pytest.mark.parametrize("key", ["url", "statements", "profile", "decided_at", "meets"])
def test_a_record_that_lacks_something_is_none(key: str) -> None:
    record = decision_record(gate().before_fetch(URL, NOW))
    del record[key]

    with pytest.raises(ValueError, match=key):
        read_decision(record)
