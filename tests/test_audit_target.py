"""``make audit`` passes nobody unasked, and says in a line that nobody answered."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BROKEN = "WARNING: Retrying after connection broken by NewConnectionError"
NO_NETWORK = (
    "requests.exceptions.ConnectionError: index.example: Name or service not known"
)
FOUND = "Found 1 known vulnerability in 1 package"
UNKNOWN = "ERROR:pip_audit._cli:some-package: Dependency not found on PyPI"
NOT_THE_SAME = (
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."
)

CASES = {
    "all is well": (0, ["No known vulnerabilities found"], None),
    "no network": (1, ["Traceback", "  frame", NO_NETWORK], NO_NETWORK),
    "no index": (1, [BROKEN, BROKEN, "ERROR: No matching distribution"], BROKEN),
    "a vulnerability": (1, [FOUND], None),
    "somebody nobody knows": (1, [UNKNOWN], None),
    "another file than ours": (1, [BROKEN, NOT_THE_SAME, "Got 123"], None),
}
"""By case what pip-audit ends with and says, and the line that it comes to."""


@pytest.mark.parametrize("name", CASES)
def test_audit_says_in_a_line_that_nobody_answered(tmp_path: Path, name: str) -> None:
    code, said, line = CASES[name]
    text = "\\n".join(said)
    write_program(tmp_path / "bin" / "cyclonedx-py", "exit 0")
    write_program(
        tmp_path / "bin" / "pip-audit", f"printf '{text}\\n' >&2; exit {code}"
    )
    (tmp_path / "installed").touch()

    plain = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    ran = subprocess.run(
        ["make", "--silent", "audit", f"TOOLS={tmp_path}"],
        cwd=ROOT,
        env=plain,
        capture_output=True,
        text=True,
        check=False,
    )

    told = [one for one in ran.stderr.splitlines() if not one.startswith("make: ***")]
    assert told == ([f"make audit: nobody answered: {line}"] if line else said)
    assert (ran.returncode == 0) is (code == 0)


def write_program(file: Path, script: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    file.chmod(0o755)
