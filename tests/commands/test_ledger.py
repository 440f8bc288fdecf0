"""What does ``ledger`` say of the store that a real crawl left, and of a changed one?"""

import json
from contextlib import closing
from pathlib import Path

import pytest

from newscrawler.policy import Document
from newscrawler.policy.model import Stage
from newscrawler.storage.database import open_store
from tests.commands.signed_ledger import KEY, STORE, make_key, shown
from tests.storage.ledgers import tamper
from tests.storage.samples import NOW, decision
from tests.wire.running import run


def test_a_crawl_leaves_a_ledger_that_is_whole_and_signed(signed: Path) -> None:
    ran = run(signed, "ledger", "verify", "--json", *STORE, *KEY)

    found = json.loads(ran.out)
    assert (ran.code, found["problems"]) == (0, [])
    assert (found["runs"], found["checkpoints"], found["signed"]) == (1, 1, 1)


def test_what_was_looked_at_is_counted_in_words(signed: Path) -> None:
    ran = run(signed, "ledger", "verify", *STORE, *KEY)

    assert ran.lines[-1].startswith("ledger: whole: 1 run, ")
    assert ran.lines[-1].endswith(" records, 1 checkpoint, 1 signed")


def test_a_signature_is_told_without_its_key(signed: Path) -> None:
    ran = run(signed, "ledger", "verify", *STORE)

    assert ran.code == 0
    told = "1 checkpoint, 1 signed by a key that is not given here"
    assert ran.lines[0].endswith(told)
    assert ran.lines[1].startswith("warning: 1 signature of checkpoints not verified")


def test_what_was_changed_is_said_and_the_exit_code_is_5(signed_copy: Path) -> None:
    change = "UPDATE ledger SET record = replace(record, 'refuse', 'allow') WHERE run=1"
    tamper(signed_copy / "newscrawler.db", f"{change} AND kind = 'decision'")

    ran = run(signed_copy, "ledger", "verify", *STORE)

    assert ran.code == 5
    assert "run 1, record " in ran.out
    assert "changed" in ran.out
    assert "Traceback" not in ran.err


def test_another_key_did_not_sign(signed_copy: Path) -> None:
    make_key(signed_copy)

    ran = run(signed_copy, "ledger", "verify", *STORE, *KEY)

    assert ran.code == 5
    assert ran.out == "checkpoint 1: its signature is not the key's\n"


def test_decisions_are_shown_by_verdict_source_and_day(signed: Path) -> None:
    every = shown(signed)
    refused = shown(signed, "--verdict", "refuse")
    source = str(refused[0]["source"])

    assert {one["verdict"] for one in every} == {"allow", "refuse", "defer"}
    assert refused == [one for one in every if one["verdict"] == "refuse"]
    of_source = [one for one in every if one["source"] == source]
    assert shown(signed, "--source", source) == of_source
    assert shown(signed, "--since", "2026-01-01") == every


def counted(folder: Path, *options: str) -> list[dict[str, object]]:
    ran = run(folder, "ledger", "count", "--json", *options, *STORE)
    assert ran.code == 0, ran.err
    found: list[dict[str, object]] = json.loads(ran.out)
    return found


def test_counts_add_up_to_the_decisions_that_are_shown(signed: Path) -> None:
    every = shown(signed)
    total = sum(int(str(one["count"])) for one in every)
    refused = [one for one in every if one["verdict"] == "refuse"]

    for by in ("source", "source,verdict,signal", "day,stage"):
        rows = counted(signed, "--by", by)
        assert sum(int(str(one["count"])) for one in rows) == total
        assert set(rows[0]) == {*by.split(","), "count"}
    by_signal = counted(signed, "--by", "verdict,signal")
    many = sum(int(str(one["count"])) for one in by_signal if one["signal"])
    assert many >= sum(int(str(one["count"])) for one in refused)
    uses = sum(int(str(one["count"])) for one in every if one["stage"] == "use")
    rows = counted(signed, "--by", "purpose")
    of_search = [one for one in rows if one["purpose"] == "search"]
    assert sum(int(str(one["count"])) for one in of_search) == uses
    plain = run(signed, "ledger", "count", *STORE).out.splitlines()
    assert len(plain) == len(counted(signed))


def test_today_the_same_is_decided_of_what_was_crawled(signed: Path) -> None:
    ran = run(signed, "ledger", "replay", "--json", *STORE)

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
def test_a_mistake_is_one_line(
    signed_copy: Path, words: tuple[str, ...], line: str
) -> None:
    for name, mode in (("bad.pem", 0o600), ("open.pem", 0o644)):
        (signed_copy / name).write_text("x")
        (signed_copy / name).chmod(mode)
    store = () if "-s" in words and "STORE" in words[-1] else STORE

    ran = run(signed_copy, "ledger", *words, *store)

    assert (ran.code, len(ran.lines)) == (2, 1)
    assert ran.err.startswith("ledger: ")
    assert line in ran.err
