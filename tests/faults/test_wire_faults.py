"""Whatever sites do to the crawler, nothing is taken, nothing is lost, and it goes on."""

from dataclasses import dataclass

import pytest

from tests.faults.crawls import TWO_DAYS, WireTrial
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


def test_the_store_holds_what_it_must(tried: Tried) -> None:
    assert tried.problems == []
    assert tried.problems_after == []


def test_nobody_sees_a_traceback(tried: Tried) -> None:
    for ran in (tried.first, tried.second):
        assert ran.code == 0, ran.err
        assert "Traceback" not in ran.err, ran.err


def test_what_a_fault_spares_is_kept(tried: Tried) -> None:
    found = {name: len(kept) for name, kept in tried.kept.items()}

    assert found == {one.name: one.kept for one in WIRE}


def test_what_it_did_not_spare_is_kept_once_it_is_mended(tried: Tried) -> None:
    for site in tried.trial.sites:
        assert site.fault is not None
        wanted = set() if site.fault.lasts else site.may_keep()
        assert tried.trial.kept(site) == wanted, site.fault.name


def test_nothing_is_asked_before_robots_txt_is_heard(tried: Tried) -> None:
    faults = {site.host: site.fault for site in tried.trial.sites if site.fault}

    for host in (host for host, fault in faults.items() if fault.of == "robots"):
        assert set(tried.wire.paths(host)) == {"/robots.txt"}, faults[host].name
