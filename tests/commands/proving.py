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
    script = "\n".join(f"{one} || exit 1" for one in guide_commands(proof))
    words = ["env", "-i", "PATH=/usr/bin:/bin", "sh", "-c", script]
    return subprocess.run(words, cwd=proof, capture_output=True, text=True, check=False)
