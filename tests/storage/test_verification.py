"""Whatever is changed, removed, inserted or moved in a store is found, and named."""

import shutil
from pathlib import Path

import pytest

from newscrawler.storage.chain import FIRST, link
from tests.storage.ledgers import RECORDS, ROBOTS, fill, problems, tamper, verified
from tests.storage.samples import rows

PLACE = "WHERE run = 1 AND sequence = {}"
FOURTH = PLACE.format(4)
SWAP = """
CREATE TEMP TABLE a AS SELECT * FROM ledger WHERE run = 1 AND sequence = 4;
CREATE TEMP TABLE b AS SELECT * FROM ledger WHERE run = 1 AND sequence = 5;
UPDATE ledger SET (kind, record, hash) = (SELECT kind, record, hash FROM b)
    WHERE run = 1 AND sequence = 4;
UPDATE ledger SET (kind, record, hash) = (SELECT kind, record, hash FROM a)
    WHERE run = 1 AND sequence = 5;
"""
RENUMBER = """
UPDATE ledger SET sequence = -sequence WHERE run = 1 AND sequence > {after};
UPDATE ledger SET sequence = -sequence + {by} WHERE run = 1 AND sequence < 0;
"""
INSERT = """
INSERT INTO ledger SELECT run, 5, kind, replace(record, 'refuse', 'allow'), 'x'
    FROM ledger WHERE run = 1 AND sequence = 4;
"""

RECORD_TAMPERED = {
    "a changed byte": (
        f"UPDATE ledger SET record = replace(record, 'refuse', 'allow') {FOURTH}",
        "run 1, record 4: changed, or what stood between it and record 3 was removed",
    ),
    "a changed hash": (
        f"UPDATE ledger SET hash = replace(hash, substr(hash, 1, 1), 'x') {FOURTH}",
        "run 1, record 4: changed, or what stood between it and record 3 was removed",
    ),
    "a changed kind": (
        f"UPDATE ledger SET kind = 'article' {FOURTH}",
        "run 1, record 4: is called 'article', which its bytes are not",
    ),
    "a removed record": (
        f"DELETE FROM ledger {FOURTH}",
        "run 1: record 4 is missing: removed",
    ),
    "two removed records": (
        "DELETE FROM ledger WHERE run = 1 AND sequence IN (4, 5)",
        "run 1: records 4-5 are missing: removed",
    ),
    "a removed record, the rest renumbered": (
        f"DELETE FROM ledger {FOURTH};" + RENUMBER.format(after=4, by=-1),
        "run 1, record 4: changed, or what stood between it and record 3 was removed",
    ),
    "the last records removed": (
        "DELETE FROM ledger WHERE run = 1 AND sequence >= 9",
        "checkpoint 1: run 1, record 10 is missing: removed",
    ),
    "an inserted record": (
        RENUMBER.format(after=4, by=1) + INSERT,
        "run 1, record 6: was written right after record 4: record 5 inserted or moved",
    ),
    "records in another order": (
        SWAP,
        "run 1, record 4: moved: it was written after record 5",
    ),
    "a whole run removed": (
        (
            "DELETE FROM articles WHERE run = 2; DELETE FROM decisions WHERE run = 2;"
            "DELETE FROM hearings WHERE run = 2; DELETE FROM ledger WHERE run = 2;"
            "DELETE FROM runs WHERE number = 2"
        ),
        "run 2: is removed, though a checkpoint names it",
    ),
    "a run's records removed": (
        "DELETE FROM ledger WHERE run = 2",
        "run 2: its row is not what the ledger says of its begin",
    ),
}

ROW_TAMPERED = {
    "a verdict": (
        "UPDATE decisions SET verdict = 'allow' " + FOURTH,
        "run 1, record 4: verdict of its decision was changed",
    ),
    "a URL": (
        "UPDATE decisions SET url = 'https://gazette.example/x' " + FOURTH,
        "run 1, record 4: url of its decision was changed",
    ),
    "a host": (
        "UPDATE decisions SET host = 'herald.example' " + FOURTH,
        "run 1, record 4: host of its decision was changed",
    ),
    "a source": (
        "UPDATE decisions SET source = NULL " + FOURTH,
        "run 1, record 4: source of its decision was changed",
    ),
    "a deciding signal": (
        "UPDATE decisions SET deciding = 'notice' " + FOURTH,
        "run 1, record 4: deciding of its decision was changed",
    ),
    "a time": (
        "UPDATE decisions SET decided_at = decided_at - 60 " + FOURTH,
        "run 1, record 4: decided_at of its decision was changed",
    ),
    "an id": (
        "UPDATE decisions SET id = replace(id, substr(id, 1, 1), 'x') " + FOURTH,
        "run 1, record 4: id of its decision was changed",
    ),
    "a count": (
        "UPDATE decisions SET count = 3 " + PLACE.format(3),
        "run 1, record 3: count of its decision was changed",
    ),
    "a decision's row removed": (
        f"DELETE FROM decisions {FOURTH}",
        "run 1, record 4: the decision was removed",
    ),
    "a decision's row inserted": (
        "INSERT INTO decisions SELECT 99, run, 'k', id, stage, verdict, deciding,"
        " source, host, url, decided_at, last_at, count, 88 FROM decisions " + FOURTH,
        "decisions row 99: inserted: it has no record",
    ),
    "a decision's row twice, for another": (
        f"DELETE FROM decisions {FOURTH};"
        "INSERT INTO decisions SELECT 99, run, 'k', id, stage, verdict, deciding,"
        " source, host, url, decided_at, last_at, count, sequence FROM decisions "
        + PLACE.format(5),
        "decisions row 99: moved, or there twice",
    ),
    "an article's text": (
        "UPDATE articles SET record = replace(record, 'Rain', 'Snow') WHERE run = 1",
        "articles row 1: changed: it is not what run 1, record 8 says",
    ),
    "an article removed": (
        "DELETE FROM urls; DELETE FROM articles WHERE run = 1",
        "run 1, record 8: the article was removed",
    ),
    "an article inserted": (
        (
            "INSERT INTO articles SELECT 99, 'h', canonical_url, 1, 0, 'c', source, run,"
            " decision, kept_at, record, 77 FROM articles WHERE run = 1"
        ),
        "articles row 99: inserted: it has no record",
    ),
    "what was heard": (
        "UPDATE hearings SET status = 404 WHERE run = 1",
        "hearings row 1: changed: it is not what run 1, record 2 says",
    ),
    "when it was heard": (
        "UPDATE hearings SET fetched_at = 0 WHERE run = 1",
        "hearings row 1: changed: it is not what run 1, record 2 says",
    ),
    "an answer removed": (
        "DELETE FROM hearings WHERE run = 1",
        "run 1, record 2: the hearing was removed",
    ),
    "a statement": (
        "UPDATE statements SET record = replace(record, 'ai-train=no', 'ai-train=y')",
        "changed",
    ),
    "a policy document": (
        "UPDATE policy_documents SET body = x'00'",
        f"policy document {ROBOTS.sha256}: changed",
    ),
    "a policy document removed": (
        "DELETE FROM policy_documents",
        f"policy document {ROBOTS.sha256}: removed",
    ),
    "a run's configuration": (
        "UPDATE runs SET config = '{}' WHERE number = 1",
        "run 1: its row is not what the ledger says of its begin",
    ),
    "the rules of a run": (
        "UPDATE runs SET rules = 'other' WHERE number = 1",
        "run 1: its row is not what the ledger says of its begin",
    ),
    "a run's summary": (
        "UPDATE runs SET summary = '{}' WHERE number = 1",
        "run 1: its row is not what the ledger says of its end",
    ),
    "a checkpoint's note": (
        (
            "UPDATE checkpoints SET note = replace(note, 'run/2', 'run/3')"
            " WHERE number = 2"
        ),
        "checkpoint 2: its columns are not what its note says",
    ),
    "a checkpoint garbled": (
        "UPDATE checkpoints SET note = 'x' WHERE number = 1",
        "checkpoint 1: changed: it cannot be read",
    ),
    "a checkpoint removed": (
        "DELETE FROM checkpoints WHERE number = 1",
        "checkpoint 2: does not follow the one before: changed, removed or inserted",
    ),
    "the last checkpoint removed": (
        "DELETE FROM checkpoints WHERE number = 2",
        "run 2: has ended without a checkpoint: removed",
    ),
}
TAMPERED = RECORD_TAMPERED | ROW_TAMPERED


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("original") / "newscrawler.db"
    fill(file)
    return file


def test_a_store_that_nobody_changed_is_whole(original: Path) -> None:
    found = verified(original)

    assert found.problems == ()
    assert (found.runs, found.records, found.checkpoints) == (2, 20, 2)
    query = "SELECT kind FROM ledger WHERE run = {} ORDER BY sequence"
    for run in (1, 2):
        kinds = [str(kind) for (kind,) in rows(original, query.format(run))]
        assert kinds == list(RECORDS)


@pytest.mark.parametrize(("script", "line"), TAMPERED.values(), ids=TAMPERED.keys())
def test_what_was_done_to_a_copy_is_said(
    original: Path, file: Path, script: str, line: str
) -> None:
    shutil.copy(original, file)
    tamper(file, script)

    found = problems(file)

    assert any(one == line or one.endswith(f": {line}") for one in found), found


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verdict", "'allow'"),
        ("url", "'https://gazette.example/1'"),
        ("url", "url || ','"),
        ("host", "'herald.example'"),
        ("source", "NULL"),
        ("deciding", "'notice'"),
        ("decided_at", "decided_at + 0.001"),
        ("id", "replace(id, substr(id, 1, 1), 'x')"),
        ("stage", "'acquire'"),
    ],
)
def test_a_decision_is_held_to_its_own_record_after_others_like_it(
    original: Path, file: Path, column: str, value: str
) -> None:
    shutil.copy(original, file)
    tamper(file, f"UPDATE decisions SET {column} = {value} {PLACE.format(6)}")

    said = f"run 1, record 6: {column} of its decision was changed"
    assert problems(file)[0] == said


def test_one_changed_record_is_one_problem_of_its_chain(
    original: Path, file: Path
) -> None:
    shutil.copy(original, file)
    tamper(file, f"UPDATE ledger SET record = record || ' ' {PLACE.format(9)}")

    assert problems(file)[0].startswith("run 1, record 9: changed")
    assert len([one for one in problems(file) if "run 1" in one]) == 1


def test_a_chain_reckoned_anew_is_found_by_its_checkpoint(
    original: Path, file: Path
) -> None:
    shutil.copy(original, file)
    tamper(file, "UPDATE decisions SET verdict = 'allow' " + FOURTH)
    before, script = FIRST, ""
    query = "SELECT sequence, record FROM ledger WHERE run = 1 ORDER BY sequence"
    for sequence, record in rows(file, query):
        text = str(record)
        if sequence == 4:
            text = text.replace('"verdict":"refuse"', '"verdict":"allow"')
        before = link(before, text)
        script += (
            f"UPDATE ledger SET record = '{text}', hash = '{before}'"
            f" WHERE run = 1 AND sequence = {sequence};"
        )
    tamper(file, script)

    assert "checkpoint 1: run 1, record 10 is not the one it names" in problems(file)


@pytest.mark.parametrize("table", ["ledger", "checkpoints", "statements", "hearings"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET rowid = 99"])
def test_the_database_itself_refuses_to_change_the_ledger(
    original: Path, file: Path, table: str, act: str
) -> None:
    shutil.copy(original, file)

    with pytest.raises(Exception, match=f"{table} is append-only"):
        rows(file, act.format(table))
