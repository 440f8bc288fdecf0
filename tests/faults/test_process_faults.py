"""Whatever befalls the process and its store, what was kept stays, and it goes on."""

import random
from pathlib import Path

import pytest

from tests.faults import cutting_off
from tests.faults.befalling import BEFALL
from tests.faults.processes import Trial
from tests.faults.table import POSTGRESQL, PROCESS, ProcessFault

NETWORK = 6


@pytest.mark.parametrize("fault", PROCESS, ids=lambda fault: fault.name)
def test_a_fault_of_the_process_costs_nothing_that_was_kept(
    tmp_path: Path, fault: ProcessFault
) -> None:
    draw = random.Random(fault.name).randint(*fault.at)
    trial = Trial(tmp_path, fault, draw, NETWORK)

    with trial.serving() as (wire, sites):
        BEFALL[fault.does](trial, wire)
        assert trial.problems(sites) == [], draw


@pytest.mark.parametrize("fault", POSTGRESQL, ids=lambda fault: fault.name)
def test_a_fault_of_postgresql_costs_nothing_that_was_kept(
    tmp_path: Path, postgresql: str, fault: ProcessFault
) -> None:
    draw = random.Random(fault.name).randint(*fault.at)
    network = NETWORK + 1 + POSTGRESQL.index(fault)  # one database: hosts of their own
    trial = Trial(tmp_path, fault, draw, network, postgresql)

    with trial.serving() as (wire, sites):
        cutting_off.BEFALL[fault.does](trial, wire)
        assert trial.problems(sites) == [], draw
