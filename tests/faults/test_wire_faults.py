"""Whatever sites do to the crawler, nothing is taken, nothing is lost, and it goes on."""

from dataclasses import dataclass

import pytest

from tests.faults.crawls import TWO_DAYS, WireTrial
from tests.faults.misbehaving import EACH, Site
from tests.faults.table import WIRE
from tests.wire.running import Ran
from tests.wire.serving import Wire

SEED, NETWORK = 7, 5


@dataclass(frozen=True)
class Tried:
    trial: WireTrial
    wire: Wire
    first: Ran
    kept: dict[str, set[str]]
    """By the name of a fault what was kept in spite of it."""
    problems: list[str]
    second: Ran
    problems_after: list[str]


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    trial = WireTrial(tmp_path_factory.mktemp("faults"), WIRE, SEED, NETWORK)
    with trial.misbehaving() as wire:
        first = trial.crawl()
    kept = {site.fault.name: trial.kept(site) for site in trial.sites if site.fault}
    problems = trial.broken()
    with trial.mended():
        second = trial.crawl(TWO_DAYS)
    return Tried(trial, wire, first, kept, problems, second, trial.broken())


def site_of(tried: Tried, name: str) -> Site:
    return next(
        one for one in tried.trial.sites if one.fault and one.fault.name == name
    )


def test_the_store_holds_what_it_must(tried: Tried) -> None:
    assert tried.problems == []
    assert tried.problems_after == []


def test_nobody_sees_a_traceback(tried: Tried) -> None:
    for ran in (tried.first, tried.second):
        assert ran.code == 0, ran.err
        assert "Traceback" not in ran.err, ran.err


@pytest.mark.parametrize("name", [one.name for one in WIRE])
def test_what_a_fault_spares_is_kept_and_the_rest_when_it_is_mended(
    tried: Tried, name: str
) -> None:
    site = site_of(tried, name)
    assert site.fault is not None
    assert len(tried.kept[name]) == site.fault.kept
    assert tried.kept[name] <= site.may_keep()
    if site.fault.of == "robots":
        asked = set(tried.wire.paths(site.host))
        assert asked == {"/robots.txt"}, "asked before robots.txt was heard"

    after = tried.trial.kept(site)

    assert after == (set() if site.fault.lasts else site.may_keep())
    assert len(site.may_keep()) == EACH
