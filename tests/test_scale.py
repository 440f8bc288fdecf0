"""Does the simulation of many publishers hold together, and is it what the page shows?"""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.measured import FOLDER
from benchmarks.scale import Plan, Simulation, growth, lines
from benchmarks.scale_costs import Costs

ROOT = Path(__file__).parent.parent
PLAN = Plan(publishers=300, processes=2, every=900, hours=3, delay=0.1, latency=0.1)
COSTS = Costs(
    poll_ms=80,
    article_ms=25,
    listed_ms=0,
    poll_leases=5,
    article_leases=0,
    poll_bytes=4_000,
    article_bytes=25_000,
    text_bytes=20_000,
)


@pytest.mark.parametrize("publishers", [30, 300])
def test_with_cores_to_spare_every_publisher_is_asked_in_time(publishers: int) -> None:
    plan = replace(PLAN, publishers=publishers)

    load = Simulation(plan, COSTS).run()

    assert load.jobs == pytest.approx(publishers / plan.every, rel=0.02)
    assert load.leases == pytest.approx(5 * load.jobs)
    assert load.late_99 < 2
    assert load.busy < 0.1


def test_with_too_few_cores_publishers_wait() -> None:
    load = Simulation(PLAN, replace(COSTS, poll_ms=10_000)).run()

    assert load.busy > 0.95
    assert load.jobs == pytest.approx(2 / 10, rel=0.1)
    assert load.late_median > PLAN.every


def test_more_processes_share_the_same_work() -> None:
    two, four = (
        Simulation(replace(PLAN, processes=many), COSTS).run() for many in (2, 4)
    )

    assert (two.jobs, two.pages) == pytest.approx((four.jobs, four.pages), rel=0.02)
    assert two.busy == pytest.approx(2 * four.busy, rel=0.05)


def test_a_year_is_what_each_poll_and_article_adds() -> None:
    year = growth(replace(PLAN, publishers=1, every=86_400.0, articles=2.0), COSTS)

    assert (year.polls, year.articles) == (365, 730)
    assert year.article_gib * 2**30 == 730 * 25_000


def test_the_page_shows_the_figures_that_are_kept() -> None:
    text = (ROOT / "docs" / "scale.md").read_text("utf-8")
    kept = tomllib.loads((FOLDER / "scale.toml").read_text("utf-8"))

    assert f"Of {kept['date']}" in text
    assert kept["command"] in text
    for line in lines(kept["figures"]):
        assert line in text
    for value in kept["figures"]["a poll and an article"].values():
        assert f"| {value:g} |" in text
