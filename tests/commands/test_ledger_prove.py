"""Can a stranger verify what ``ledger prove`` hands out, and see what was changed?"""

import json
import shutil
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from newscrawler.storage.database import open_store
from tests.commands.proving import follow_guide, guide_commands, proved
from tests.commands.signed_ledger import KEY, STORE, shown
from tests.wire.running import run


def test_a_decision_is_found_by_how_its_id_begins(signed_copy: Path) -> None:
    whole = str(shown(signed_copy, "--verdict", "refuse")[0]["id"])
    found = run(signed_copy, "ledger", "prove", whole[:12], "-o", "a.zip", *STORE)
    short = run(signed_copy, "ledger", "prove", whole[:11], "-o", "b.zip", *STORE)

    assert (found.code, short.code) == (0, 2)
    assert found.lines == [f"ledger: a.zip: decision {whole}"]


@pytest.fixture(scope="module")
def proof(signed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The proof of a kept article that a robots.txt speaks of, unpacked."""
    folder = shutil.copytree(signed, tmp_path_factory.mktemp("proof") / "copy")
    store = open_store(f"sqlite:///{signed / 'newscrawler.db'}")
    with closing(store):
        kept = {one.url for one in store.articles()}
        decided = [one.decision for one in store.decisions(verdict=Verdict.ALLOW)]
    url = min(
        one.url
        for one in decided
        if one.url in kept
        and any(said.document.endswith("/robots.txt") for said in one.statements)
    )
    return proved(folder, url, "proof", *STORE, *KEY)


def test_a_stranger_verifies_a_proof_with_sha256sum_and_openssl(proof: Path) -> None:
    done = follow_guide(proof)

    assert done.returncode == 0, done.stdout + done.stderr
    assert len(guide_commands(proof)) == 7
    assert "\n\n5. The checkpoint is signed" in (proof / "README.txt").read_text()
    assert "Signature Verified Successfully" in done.stdout
    kinds = {next(iter(json.loads(one.read_text()))) for one in proof.glob("records/*")}
    assert kinds == {"decision", "article"}
    assert list(proof.glob("documents/*")), "no policy document is in the proof"


BROKEN = {
    "the decision": ("decision.json", b"allow", b"defer"),
    "the place in the chain": ("chain.txt", b" ", b" 0"),
    "the hash before": ("before.txt", b"", b"0"),
    "the checkpoint": ("checkpoint.txt", b"previous 0", b"previous 1"),
}


@pytest.mark.parametrize(("name", "old", "new"), BROKEN.values(), ids=BROKEN.keys())
def test_a_proof_that_was_changed_fails(
    proof: Path, tmp_path: Path, name: str, old: bytes, new: bytes
) -> None:
    folder = Path(shutil.copytree(proof, tmp_path / "proof"))
    file = folder / name
    file.write_bytes(file.read_bytes().replace(old, new, 1))

    assert follow_guide(folder).returncode != 0


@pytest.mark.parametrize("part", ["records", "statements", "documents"])
def test_a_proof_whose_evidence_was_changed_fails(
    proof: Path, tmp_path: Path, part: str
) -> None:
    folder = Path(shutil.copytree(proof, tmp_path / "proof"))
    file = next((folder / part).iterdir())
    file.write_bytes(file.read_bytes() + b" ")

    assert follow_guide(folder).returncode != 0


def test_a_refusal_is_proved_by_its_id(signed_copy: Path) -> None:
    refused = shown(signed_copy, "--verdict", "refuse")[0]

    refusal = proved(signed_copy, str(refused["id"]), "no", *STORE)

    whole = (refusal / "decision.json").read_bytes()
    assert sha256(whole).hexdigest() == refused["id"]
    assert follow_guide(refusal).returncode == 0
    assert len(guide_commands(refusal)) == 6
