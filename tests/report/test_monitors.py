"""What monitors find, as tables and laws: a source now, and what it was before."""

import tomllib
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.report.coverage import Coverage
from newscrawler.report.monitors import (
    CHANCE,
    Ending,
    PastSource,
    at_most,
    findings,
    silence,
)
from newscrawler.report.outcome import Outcome, Outcomes
from newscrawler.report.watched import Looked

TABLE = tomllib.loads((Path(__file__).parent / "monitors.toml").read_text("utf-8"))
NOW = 1_800_000_000.0
HOUR = 3600.0


@dataclass(frozen=True)
class Case:
    name: str
    finds: list[str]
    counts: dict[str, int] = field(default_factory=dict)
    now: dict[str, int] = field(default_factory=dict)
    past: dict[str, int] = field(default_factory=dict)
    looked: dict[str, int] = field(default_factory=dict)
    kept_hours_ago: list[float] = field(default_factory=list)
    every_hours: float = 1.0
    other_keeps: bool = False
    beyond: list[str] = field(default_factory=list)
    interrupted: bool = False
    gaps: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)


CASES = [Case(**one) for one in TABLE["case"]]
OWN = ("articles", "doubtful", "invalid")


def coverage(counts: dict[str, int]) -> Coverage:
    own = {name: counts.get(name, 0) for name in OWN}
    return Coverage(
        own["articles"],
        own["doubtful"],
        own["invalid"],
        {name: many for name, many in counts.items() if name not in OWN},
    )


def ending(case: Case) -> Ending:
    outcomes = Outcomes()
    outcomes.is_interrupted = case.interrupted
    for name, many in case.counts.items():
        for _ in range(many):
            outcomes.add("paper", Outcome(name))
    if case.other_keeps:
        outcomes.add("other", Outcome.KEPT)
    if case.now:
        outcomes.watched.coverage["paper"] = coverage(case.now)
    if case.looked or case.beyond:
        outcomes.watched.looked["paper"] = Looked(**case.looked, beyond=case.beyond)
    kept_at = tuple(NOW - HOUR * one for one in case.kept_hours_ago)
    past = {"paper": PastSource(coverage(case.past), kept_at)}
    every = {"paper": HOUR * case.every_hours}
    return Ending(outcomes, NOW, past, every, case.gaps, case.unclosed)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_monitor_finds(case: Case) -> None:
    found = [f"{one.level.value} {one.monitor}" for one in findings(ending(case))]

    assert found == case.finds


counts = st.integers(0, 60)


@given(st.integers(1, 5000), st.floats(0.01, 0.99), st.data())
def test_a_chance_is_one(of: int, share: float, data: st.DataObject) -> None:
    many = data.draw(st.integers(0, of))

    assert 0 <= at_most(many, of, share) <= 1 + 1e-9
    assert at_most(of, of, share) == pytest.approx(1)
    assert CHANCE < 1


@given(counts, counts)
def test_as_often_as_before_is_no_finding(articles: int, having: int) -> None:
    having = min(having, articles)
    same = {"articles": articles, "doubtful": having, "headline": having}
    case = Case("same", [], {"kept": articles}, same, same)

    assert findings(ending(case)) == ()


@given(st.lists(st.floats(0, 1e6), max_size=20), st.floats(1, 1e6), st.floats(0, 1e7))
def test_what_was_usual_before_is_no_silence(
    times: list[float], every: float, since: float
) -> None:
    kept_at = sorted(times)
    gaps = [after - one for one, after in pairwise(kept_at)]
    now = (kept_at[-1] if kept_at else 0) + since
    found = silence(kept_at, every, now)

    if not kept_at or since <= max([*gaps, 12 * every]):
        assert found is None
    if found is not None:
        assert found == now - kept_at[-1]
