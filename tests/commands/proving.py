"""What does a stranger do who is handed a proof of the ledger's?"""

import subprocess
import zipfile
from pathlib import Path

from tests.wire.running import run


def proved(folder: Path, what: str, name: str, *settings: str) -> Path:
    """Return the proof of a URL or of a decision's id, unpacked in a folder of a name."""
    ran = run(folder, "ledger", "prove", what, "-o", f"{name}.zip", *settings)
    assert ran.code == 0, ran.err
    with zipfile.ZipFile(folder / f"{name}.zip") as archive:
        archive.extractall(folder / name)
    return folder / name


def guide_commands(proof: Path) -> list[str]:
    lines = (proof / "README.txt").read_text("utf-8").splitlines()
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def follow_guide(proof: Path) -> subprocess.CompletedProcess[str]:
    """Do what a stranger is told to do, in a shell that has nothing of ours."""
    script = "\n".join((*guide_commands(proof), "echo still here"))
    words = ["env", "-i", "PATH=/usr/bin:/bin", "sh", "-c", script]
    return subprocess.run(words, cwd=proof, capture_output=True, text=True, check=False)


def steps(proof: Path) -> list[str]:
    """Return what each step of the guide comes to, as it is said to the stranger."""
    lines = follow_guide(proof).stdout.splitlines()
    assert lines[-1] == "still here", "the guide has closed the reader's shell"
    said = (line.replace(",", " ").split() for line in lines)
    return [" ".join(one[:2]) for one in said if one[0] in ("OK", "BROKEN", "UNKNOWN")]
