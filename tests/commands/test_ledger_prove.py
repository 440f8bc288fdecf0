"""Can a stranger verify what ``ledger prove`` hands out, and see what was changed?"""

import json
import shutil
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from newscrawler.storage.database import open_store
from tests.commands.proving import follow_guide, proved, steps
from tests.commands.signed_ledger import KEY, STORE, shown
from tests.wire.running import run


def test_a_decision_is_found_by_how_its_id_begins(signed_copy: Path) -> None:
    whole = str(shown(signed_copy, "--verdict", "refuse")[0]["id"])
    found = run(signed_copy, "ledger", "prove", whole[:12], "-o", "a.zip", *STORE, *KEY)
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

    assert steps(proof) == [f"OK {number}" for number in range(1, 6)]
    assert "\n\n5. The checkpoint is signed" in (proof / "README.txt").read_text()
    assert "Signature Verified Successfully" in done.stdout
    (said,) = (one for one in done.stdout.splitlines() if one.startswith("OK 2 "))
    whole = json.loads((proof / "decision.json").read_text())
    assert said.startswith("OK 2 allow, for ")
    assert said.endswith(f": {whole['url']}")
    kinds = {next(iter(json.loads(one.read_text()))) for one in proof.glob("records/*")}
    assert kinds == {"decision", "article"}
    assert list(proof.glob("documents/*")), "no policy document is in the proof"


BROKEN = {
    "the verdict": ("decision.json", b'"verdict":"allow"', b'"verdict":"defer"', 2),
    "the address": ("decision.json", b"https://", b"http://", 2),
    "the purposes": ("decision.json", b'"purposes":["', b'"purposes":["x', 2),
    "the place in the chain": ("chain.txt", b" ", b" 0", 4),
    "the hash before": ("before.txt", b"", b"0", 4),
    "the checkpoint": ("checkpoint.txt", b"previous 0", b"previous 1", 5),
    "the signature": ("checkpoint.txt", b"run/1", b"run/2", 5),
}


@pytest.mark.parametrize(
    ("name", "old", "new", "number"), BROKEN.values(), ids=BROKEN.keys()
)
def test_a_proof_that_was_changed_is_said_to_be_broken(
    proof: Path, tmp_path: Path, name: str, old: bytes, new: bytes, number: int
) -> None:
    folder = Path(shutil.copytree(proof, tmp_path / "proof"))
    file = folder / name
    assert old in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(old, new, 1))

    assert f"BROKEN {number}" in steps(folder)


@pytest.mark.parametrize("part", ["records", "statements", "documents"])
def test_a_proof_whose_evidence_was_changed_fails(
    proof: Path, tmp_path: Path, part: str
) -> None:
    folder = Path(shutil.copytree(proof, tmp_path / "proof"))
    file = next((folder / part).iterdir())
    told = sha256(file.read_bytes()).hexdigest()
    file.write_bytes(file.read_bytes() + b" ")
    assert "BROKEN 1" in steps(folder)

    sums = folder / "SHA256SUMS"
    new = sha256(file.read_bytes()).hexdigest()
    sums.write_text(sums.read_text().replace(f"{told}  ", f"{new}  "))
    assert {"BROKEN 1", "BROKEN 3"} & set(steps(folder))


def test_a_forged_verdict_is_held_to_the_record(signed_copy: Path) -> None:
    refused = shown(signed_copy, "--verdict", "refuse")[0]
    folder = proved(signed_copy, str(refused["id"]), "forged", *STORE, *KEY)
    assert steps(folder)[1] == "OK 2"
    file = folder / "decision.json"
    file.write_text(file.read_text().replace('"refuse"', '"allow"'))

    done = follow_guide(folder)

    assert "BROKEN 2, the record says refuse, for " in done.stdout


def test_every_decision_is_made_anew_of_its_record(signed_copy: Path) -> None:
    found = {
        (one["verdict"], len(one["statements"]), bool(one["faults"])): one["id"]  # type: ignore[arg-type]  # JSON
        for one in shown(signed_copy)
    }
    assert len(found) > 5

    for number, one in enumerate(found.values()):
        folder = proved(signed_copy, str(one), f"p{number}", *STORE, *KEY)
        assert steps(folder) == [f"OK {step}" for step in range(1, 6)], one


def test_a_signature_without_its_key_is_told(signed_copy: Path) -> None:
    refused = shown(signed_copy, "--verdict", "refuse")[0]
    words = ("ledger", "prove", str(refused["id"]), "-o", "a.zip")

    assert (
        "warning: the proof holds a signature" in run(signed_copy, *words, *STORE).err
    )
    assert "warning" not in run(signed_copy, *words, *STORE, *KEY).err


def test_a_refusal_is_proved_by_its_id(signed_copy: Path) -> None:
    refused = shown(signed_copy, "--verdict", "refuse")[0]

    refusal = proved(signed_copy, str(refused["id"]), "no", *STORE)

    whole = (refusal / "decision.json").read_bytes()
    assert sha256(whole).hexdigest() == refused["id"]
    assert steps(refusal) == ["OK 1", "OK 2", "OK 3", "OK 4", "UNKNOWN 5:"]
