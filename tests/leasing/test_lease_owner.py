"""Who was killed on this machine is not waited for; of nobody else can it be told."""

import subprocess
import sys

import pytest

from newscrawler.leasing.lease_owner import is_dead, owner_name

SAYS_ITS_NAME = (
    "from newscrawler.leasing.lease_owner import owner_name; print(owner_name())"
)


def test_who_ended_here_is_dead_and_who_runs_is_not() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SAYS_ITS_NAME],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()

    assert is_dead(ended)
    assert not is_dead(owner_name())


@pytest.mark.parametrize(
    ("part", "other"),
    [
        (0, "another-machine"),
        (1, "another-boot-4026531836"),
        (1, ""),
        (2, "no number"),
    ],
)
def test_of_who_ran_elsewhere_nobody_can_tell(part: int, other: str) -> None:
    parts = owner_name().split("/")
    parts[2] = "4194305"  # beyond the greatest number of a process
    assert is_dead("/".join(parts))

    parts[part] = other

    assert not is_dead("/".join(parts))


@pytest.mark.parametrize("owner", ["", "a", "host/1/uuid", "a/b/c/d/e"])
def test_what_is_no_name_of_ours_is_not_dead(owner: str) -> None:
    assert not is_dead(owner)


def test_no_two_owners_have_one_name() -> None:
    assert owner_name() != owner_name()
