"""``ledger``: by the real command, over a store that a real crawl left."""

import json
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from newscrawler.policy import Document, Verdict
from newscrawler.policy.model import Stage
from newscrawler.storage.database import open_store
from tests.storage.ledgers import tamper
from tests.storage.samples import NOW, decision
from tests.wire.running import run, run_program

URI = "sqlite:///newscrawler.db"
STORE = ("-s", f"NEWSCRAWLER_STORE={URI}")
KEY = ("-s", "NEWSCRAWLER_LEDGER_KEY=key.pem")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the fixture sites were crawled, its checkpoint signed."""
    folder = tmp_path_factory.mktemp("crawled")
    make = ("openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem")
    assert run_program(folder, *make).code == 0
    (folder / "key.pem").chmod(0o600)
    assert run(folder, "crawl", "fixtures", *STORE, *KEY).code == 0
    return folder


@pytest.fixture
def copy(crawled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled, tmp_path / "copy"))


def shown(folder: Path, *options: str) -> list[dict[str, object]]:
    ran = run(folder, "ledger", "show", "--json", *options, *STORE)
    assert ran.code == 0, ran.err
    found: list[dict[str, object]] = json.loads(ran.out)
    return found


def test_a_crawl_leaves_a_ledger_that_is_whole_and_signed(crawled: Path) -> None:
    ran = run(crawled, "ledger", "verify", "--json", *STORE, *KEY)

    found = json.loads(ran.out)
    assert (ran.code, found["problems"]) == (0, [])
    assert (found["runs"], found["checkpoints"], found["signed"]) == (1, 1, 1)


def test_what_was_looked_at_is_counted_in_words(crawled: Path) -> None:
    ran = run(crawled, "ledger", "verify", *STORE, *KEY)

    assert ran.lines[-1].startswith("ledger: whole: 1 run, ")
    assert ran.lines[-1].endswith(" records, 1 checkpoint, 1 signed")


def test_a_decision_is_found_by_how_its_id_begins(copy: Path) -> None:
    whole = str(shown(copy, "--verdict", "refuse")[0]["id"])
    found = run(copy, "ledger", "prove", whole[:12], "-o", "a.zip", *STORE)
    short = run(copy, "ledger", "prove", whole[:11], "-o", "b.zip", *STORE)

    assert (found.code, short.code) == (0, 2)
    assert found.lines == [f"ledger: a.zip: decision {whole}"]


def test_what_was_changed_is_said_and_the_exit_code_is_5(copy: Path) -> None:
    change = "UPDATE ledger SET record = replace(record, 'refuse', 'allow') WHERE run=1"
    tamper(copy / "newscrawler.db", f"{change} AND kind = 'decision'")

    ran = run(copy, "ledger", "verify", *STORE)

    assert ran.code == 5
    assert "run 1, record " in ran.out
    assert "changed" in ran.out
    assert "Traceback" not in ran.err


def test_another_key_did_not_sign(copy: Path) -> None:
    make = ("openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem")
    assert run_program(copy, *make).code == 0
    (copy / "key.pem").chmod(0o600)

    ran = run(copy, "ledger", "verify", *STORE, *KEY)

    assert ran.code == 5
    assert ran.out == "checkpoint 1: its signature is not the key's\n"


def test_decisions_are_shown_by_verdict_source_and_day(crawled: Path) -> None:
    every = shown(crawled)
    refused = shown(crawled, "--verdict", "refuse")
    source = str(refused[0]["source"])

    assert {one["verdict"] for one in every} == {"allow", "refuse", "defer"}
    assert refused == [one for one in every if one["verdict"] == "refuse"]
    of_source = [one for one in every if one["source"] == source]
    assert shown(crawled, "--source", source) == of_source
    assert shown(crawled, "--since", "2026-01-01") == every


def counted(folder: Path, *options: str) -> list[dict[str, object]]:
    ran = run(folder, "ledger", "count", "--json", *options, *STORE)
    assert ran.code == 0, ran.err
    found: list[dict[str, object]] = json.loads(ran.out)
    return found


def test_counts_add_up_to_the_decisions_that_are_shown(crawled: Path) -> None:
    every = shown(crawled)
    total = sum(int(str(one["count"])) for one in every)
    refused = [one for one in every if one["verdict"] == "refuse"]

    for by in ("source", "source,verdict,signal", "day,stage"):
        rows = counted(crawled, "--by", by)
        assert sum(int(str(one["count"])) for one in rows) == total
        assert set(rows[0]) == {*by.split(","), "count"}
    by_signal = counted(crawled, "--by", "verdict,signal")
    many = sum(int(str(one["count"])) for one in by_signal if one["signal"])
    assert many >= sum(int(str(one["count"])) for one in refused)
    uses = sum(int(str(one["count"])) for one in every if one["stage"] == "use")
    rows = counted(crawled, "--by", "purpose")
    of_search = [one for one in rows if one["purpose"] == "search"]
    assert sum(int(str(one["count"])) for one in of_search) == uses
    plain = run(crawled, "ledger", "count", *STORE).out.splitlines()
    assert len(plain) == len(counted(crawled))


def guide_commands(folder: Path) -> list[str]:
    lines = (folder / "README.txt").read_text("utf-8").splitlines()
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def follow_guide(folder: Path) -> subprocess.CompletedProcess[str]:
    """Do what a stranger is told to do, in a shell that has nothing of ours."""
    script = "\n".join(f"{one} || exit 1" for one in guide_commands(folder))
    words = ["env", "-i", "PATH=/usr/bin:/bin", "sh", "-c", script]
    return subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def proof(crawled: Path) -> Path:
    """The proof of a kept article that a robots.txt speaks of, unpacked."""
    store = open_store(f"sqlite:///{crawled / 'newscrawler.db'}")
    with closing(store):
        kept = {one.url for one in store.articles()}
        decided = [one.decision for one in store.decisions(verdict=Verdict.ALLOW)]
    url = min(
        one.url
        for one in decided
        if one.url in kept
        and any(said.document.endswith("/robots.txt") for said in one.statements)
    )
    ran = run(crawled, "ledger", "prove", url, "-o", "proof.zip", *STORE, *KEY)
    assert ran.code == 0, ran.err
    with zipfile.ZipFile(crawled / "proof.zip") as archive:
        archive.extractall(crawled / "proof")
    return crawled / "proof"


def test_a_stranger_verifies_a_proof_with_sha256sum_and_openssl(proof: Path) -> None:
    done = follow_guide(proof)

    assert done.returncode == 0, done.stdout + done.stderr
    assert len(guide_commands(proof)) == 7
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


def test_a_refusal_is_proved_by_its_id(copy: Path) -> None:
    refused = shown(copy, "--verdict", "refuse")[0]

    ran = run(copy, "ledger", "prove", str(refused["id"]), "-o", "no.zip", *STORE)

    assert ran.code == 0, ran.err
    with zipfile.ZipFile(copy / "no.zip") as archive:
        archive.extractall(copy / "no")
    whole = (copy / "no" / "decision.json").read_bytes()
    assert sha256(whole).hexdigest() == refused["id"]
    assert follow_guide(copy / "no").returncode == 0
    assert len(guide_commands(copy / "no")) == 6


def test_today_the_same_is_decided_of_what_was_crawled(crawled: Path) -> None:
    ran = run(crawled, "ledger", "replay", "--json", *STORE)

    assert (ran.code, json.loads(ran.out)) == (0, [])
    assert "0 of " in ran.err


def test_a_rule_that_was_overlooked_then_is_found_by_replay(tmp_path: Path) -> None:
    site = "https://gazette.example"
    body = b"User-agent: *\nDisallow: /a\n"
    with closing(open_store(f"sqlite:///{tmp_path / 'newscrawler.db'}")) as store:
        number = store.begin_run("news", {}, "0", NOW)
        robots = Document(f"{site}/robots.txt", NOW, 200, (), body)
        store.keep_hearing(number, robots)
        for path in "ab":
            one = decision(f"{site}/{path}", stage=Stage.USE, at=NOW + 1)
            store.record(number, one)
        store.end_run(number, NOW, {})

    ran = run(tmp_path, "ledger", "replay", *STORE)

    assert ran.code == 0
    assert "1 of 2 decisions would differ now" in ran.err
    assert ran.out.endswith(f" use {site}/a: verdict from allow to refuse\n")
    for since, many in (("2023-11-14", 1), ("2023-11-15", 0)):
        later = run(tmp_path, "ledger", "replay", "--json", "--since", since, *STORE)
        assert len(json.loads(later.out)) == many
        assert len(shown(tmp_path, "--since", since)) == 2 * many


MISTAKES = {
    "no subcommand": ((), "no subcommand; "),
    "a column": (("count", "--by", "vedict"), "--by 'vedict'; did you mean verdict?"),
    "purpose": (("count", "--by", "day,purpose"), "purpose is counted alone"),
    "a typo": (("verfy",), "unknown subcommand 'verfy'; did you mean verify?"),
    "nothing to prove": (("prove", "-o", "a.zip"), "write ledger prove URL|ID -o"),
    "nowhere to prove it": (("prove", "https://a.example/"), "write ledger prove"),
    "unknown": (("prove", "https://a.example/", "-o", "a.zip"), "no decision has"),
    "no verdict": (("show", "--verdict", "alow"), "--verdict 'alow': did you mean"),
    "no day": (("show", "--since", "soon"), "--since 'soon"),
    "no store": (("verify", "-s", "NEWSCRAWLER_STORE=sqlite:///x.db"), "x.db is not"),
    "no key": (("verify", "-s", "NEWSCRAWLER_LEDGER_KEY=x.pem"), "x.pem: No such"),
    "no key's file": (
        ("verify", "-s", "NEWSCRAWLER_LEDGER_KEY=bad.pem"),
        "bad.pem: no Ed25519 key in PEM; openssl genpkey",
    ),
    "an open key": (
        ("verify", "-s", "NEWSCRAWLER_LEDGER_KEY=open.pem"),
        "open.pem: others may read it; chmod 600 open.pem",
    ),
}


@pytest.mark.parametrize(("words", "line"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_one_line(copy: Path, words: tuple[str, ...], line: str) -> None:
    for name, mode in (("bad.pem", 0o600), ("open.pem", 0o644)):
        (copy / name).write_text("x")
        (copy / name).chmod(mode)
    store = () if "-s" in words and "STORE" in words[-1] else STORE

    ran = run(copy, "ledger", *words, *store)

    assert (ran.code, len(ran.lines)) == (2, 1)
    assert ran.err.startswith("ledger: ")
    assert line in ran.err


DAMAGE = {
    "of a decision": "WHEN NEW.kind = 'decision'",
    "of an article": "WHEN NEW.kind = 'article'",
    "of a hearing": "WHEN NEW.kind = 'hearing'",
    "of how it ended": "WHEN NEW.kind = 'end'",
}


@pytest.mark.parametrize("when", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_crawl_whose_ledger_takes_no_record_stops_with_5(
    tmp_path: Path, when: str
) -> None:
    file = tmp_path / "newscrawler.db"
    open_store(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            f"CREATE TRIGGER broken BEFORE INSERT ON ledger {when}"
            " BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )

    ran = run(tmp_path, "crawl", "fixtures", *STORE, "-O", "out.jsonl")

    assert ran.code == 5
    assert "newscrawler.db: takes no record: no room" in ran.err
    assert "Traceback" not in ran.err
    if "end" not in when:
        assert ran.kept() == set()
        assert not (tmp_path / "out.jsonl").read_text()


def test_a_crawl_whose_ledger_is_gone_does_not_begin(tmp_path: Path) -> None:
    file = tmp_path / "newscrawler.db"
    open_store(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TABLE ledger")

    ran = run(tmp_path, "crawl", "fixtures", *STORE)

    assert ran.code == 2
    assert "no such table: ledger" in ran.err
