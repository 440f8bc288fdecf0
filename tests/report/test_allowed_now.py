"""What was lawful to keep may be unlawful to use today, and is then left out."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from newscrawler.policy import Decision, Document, Gate, Listing, Purpose, Verdict
from newscrawler.policy.permission import Reading, quote_sha256
from newscrawler.report.allowed_now import AllowedNow
from newscrawler.report.outcome import reason
from newscrawler.storage.database import Store, open_store
from newscrawler.storage.host_rows import find_hosts
from tests.report.sites import SILENT, SITE, TODAY, heard, judged, listing, permission
from tests.storage.samples import NOW

LATER = NOW + 86_400
NO_TRAINING = "User-agent: *\nContent-Signal: ai-train=no\nAllow: /\n"
NOTICE = (
    "<html lang=en><body><article><p>Rain fell.</p><p>This article may not be used to"
    " train artificial intelligence models.</p></article>"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path / 'n.db'}")) as found:
        yield found


@pytest.fixture
def run(store: Store) -> int:
    return store.begin_run("news", {}, "1", NOW)


def today(
    store: Store,
    then: Decision,
    purpose: str = "ai-train",
    of: Listing | None = None,
    retention: float | None = None,
    now: float = LATER,
    canonical: str | None = None,
    **terms: str,
) -> Decision:
    gate = Gate(purposes=[purpose], sources=[of or listing()], **terms)  # type: ignore[arg-type]  # of Gate's many
    allowed = AllowedNow(
        gate,
        store.hearing,
        lambda hosts: find_hosts(store, hosts),
        {"gazette": retention}.get,
        now,
    )
    return allowed.answer(then, NOW, canonical).decision


def why(decision: Decision) -> str:
    found = reason(decision)
    return "" if found is None else f"{found.words} {found.where}"


def test_a_site_that_says_nothing_lets_us_as_before(store: Store, run: int) -> None:
    heard(store, run, SILENT, NOW)

    found = today(store, judged(SILENT))

    assert (found.verdict, found.faults) == (Verdict.ALLOW, ())
    assert found.terms.purposes == {Purpose.AI_TRAIN}
    assert found.decided_at == LATER


def test_what_a_site_said_last_holds(store: Store, run: int) -> None:
    heard(store, run, SILENT, NOW)
    heard(store, run, NO_TRAINING, NOW + 60)
    then = judged(SILENT)

    found = today(store, then)

    assert found.verdict is Verdict.REFUSE
    assert why(found) == f"Content-Signal: ai-train=no {SITE}/robots.txt line 2"
    assert today(store, then, "search").verdict is Verdict.ALLOW


def test_what_a_site_says_no_more_holds_no_more(store: Store, run: int) -> None:
    heard(store, run, NO_TRAINING, NOW)
    heard(store, run, SILENT, NOW + 60)

    assert today(store, judged(NO_TRAINING)).verdict is Verdict.ALLOW


def test_a_path_that_is_shut_today_is_not_exported(store: Store, run: int) -> None:
    heard(store, run, "User-agent: *\nDisallow: /news/\n", NOW + 60)

    assert today(store, judged(SILENT), "search").verdict is Verdict.REFUSE


def test_what_is_reserved_at_the_canonical_address_is_not_exported(
    store: Store, run: int
) -> None:
    rule = "User-agent: GPTBot\nDisallow: /story/\n\nUser-agent: *\nAllow: /\n"
    heard(store, run, rule, NOW + 60)
    then = judged(SILENT)

    assert today(store, then).verdict is Verdict.ALLOW
    assert today(store, then, canonical=f"{SITE}/b").verdict is Verdict.ALLOW
    assert today(store, then, canonical=f"{SITE}/story/b").verdict is Verdict.REFUSE


@pytest.mark.parametrize("status", [503, 429])
def test_a_site_that_went_unheard_last_is_waited_for(
    store: Store, run: int, status: int
) -> None:
    heard(store, run, status, NOW + 60)

    assert today(store, judged(SILENT)).verdict is Verdict.DEFER


def test_what_is_given_up_denies_what_it_denied(store: Store, run: int) -> None:
    url = f"{SITE}/ai.txt"
    closed = Document(url, NOW - 60, 200, (), b"User-agent: *\nDisallow: /\n")
    heard(store, run, SILENT, NOW - 90)
    store.keep_hearing(run, closed)
    for tries in (1, 2, 3):
        failed = Document(url, NOW + tries, None, problem="TimeoutError")
        store.keep_hearing(run, failed, tries=tries)

    assert today(store, judged(SILENT)).verdict is Verdict.REFUSE


def test_a_site_that_was_never_asked_is_never_allowed(store: Store) -> None:
    found = today(store, judged(SILENT))

    assert found.verdict is Verdict.DEFER
    assert "was never asked for" in why(found)


@pytest.mark.parametrize(
    ("days", "verdict"), [(1, Verdict.ALLOW), (0, Verdict.REFUSE), (-9, Verdict.REFUSE)]
)
def test_a_permission_lifts_while_it_is_valid(
    store: Store, run: int, days: int, verdict: Verdict
) -> None:
    heard(store, run, NO_TRAINING, NOW)
    then = judged(NO_TRAINING, of=listing(permission(TODAY + timedelta(900))))
    valid = listing(permission(TODAY + timedelta(days)))

    found = today(store, then, of=valid)

    assert found.verdict is verdict
    assert found.permission == ("gz-1" if verdict is Verdict.ALLOW else None)


def test_a_permission_that_was_taken_back_lifts_no_more(store: Store, run: int) -> None:
    heard(store, run, NO_TRAINING, NOW)
    then = judged(NO_TRAINING, of=listing(permission(date(2099, 1, 1))))

    assert today(store, then).verdict is Verdict.REFUSE


def test_a_notice_on_the_page_holds_until_somebody_reads_it(
    store: Store, run: int
) -> None:
    heard(store, run, SILENT, NOW)
    then = judged(SILENT, NOTICE)
    quote = next(one.quote for one in then.statements if one.signal == "notice")
    until = TODAY + timedelta(30)
    reading = Reading(quote_sha256(quote), "a quotation", "desk", until)

    assert today(store, then).verdict is Verdict.REFUSE
    read = listing(readings=(reading,))
    assert today(store, then, of=read).verdict is Verdict.ALLOW
    expired = listing(readings=(Reading(reading.quote_sha256, "a", "desk", TODAY),))
    assert today(store, then, of=expired).verdict is Verdict.REFUSE


def test_a_page_is_exported_until_the_day_that_it_names(store: Store, run: int) -> None:
    heard(store, run, SILENT, NOW)
    meta = '<meta name="robots" content="unavailable_after: 2023-11-15"><p>Rain.'
    then = judged(SILENT, meta)

    assert today(store, then, "search", now=NOW).verdict is Verdict.ALLOW
    assert today(store, then, "search").verdict is Verdict.REFUSE


def test_a_source_that_was_struck_out_gives_nothing(store: Store, run: int) -> None:
    heard(store, run, SILENT, NOW)
    other = Listing("other", ("other.example",))

    found = today(store, judged(SILENT), of=other)

    assert found.verdict is Verdict.REFUSE
    assert "gazette.example is not listed" in why(found)


def test_what_is_kept_longer_than_agreed_stays(store: Store, run: int) -> None:
    heard(store, run, SILENT, NOW)
    then = judged(SILENT)

    assert today(store, then, retention=86_401).verdict is Verdict.ALLOW
    assert today(store, then, retention=86_400).verdict is Verdict.REFUSE


def test_a_page_that_was_read_by_other_settings_is_not_trusted(
    store: Store, run: int
) -> None:
    heard(store, run, SILENT, NOW)

    found = today(store, judged(SILENT), agent="otherbot")

    assert found.verdict is Verdict.DEFER
    assert "another agent than today's" in why(found)


def test_silence_is_refused_where_it_is_to_be(store: Store, run: int) -> None:
    heard(store, run, SILENT, NOW)

    found = today(store, judged(SILENT), when_silent="deny")

    assert found.verdict is Verdict.REFUSE


LINES = some.lists(
    some.sampled_from(
        (
            "Content-Signal: ai-train=no",
            "Content-Signal: ai-train=yes",
            "Content-Usage: train-ai=n",
            "Disallow: /news/",
            "Allow: /",
        )
    ),
    max_size=4,
)


@settings(deadline=None, max_examples=25)
@given(LINES, LINES)
def test_what_the_gate_refuses_today_never_leaves(
    tmp_path_factory: pytest.TempPathFactory, before: list[str], after: list[str]
) -> None:
    file = tmp_path_factory.mktemp("law") / "n.db"
    old, new = ("\n".join(["User-agent: *", *some]) + "\n" for some in (before, after))
    with closing(open_store(f"sqlite:///{file}")) as store:
        run = store.begin_run("news", {}, "1", NOW)
        heard(store, run, old, NOW)
        heard(store, run, new, NOW + 60)
        found = today(store, judged(old))

    fresh = judged(new, purposes=["ai-train"], at=LATER)
    assert found.verdict is fresh.verdict
    assert found.usage == fresh.usage
