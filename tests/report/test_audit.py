"""What an audit says of a decision, to people and to machines."""

import io

import pytest
from lxml import etree
from rich.console import Console

from newscrawler.policy import (
    Decision,
    Fault,
    Preference,
    Purpose,
    Scope,
    Stage,
    Statement,
    Terms,
    Verdict,
    WhenSilent,
)
from newscrawler.report.audit import Audited, Caution, acquiring, findings, outcome
from newscrawler.report.audit_lines import cells_line, print_audit, reason_lines
from newscrawler.report.audit_record import audit_record, junit

AI = frozenset((Purpose.AI_TRAIN,))
SEARCH = frozenset((Purpose.SEARCH,))
ROBOTS = "https://paper.test/robots.txt"
UNHEARD = Fault(ROBOTS, "503 Service Unavailable", 600.0)


def said(
    purposes: frozenset[Purpose],
    preference: Preference = Preference.DISALLOWED,
    quote: str = "no",
    condition: str | None = None,
) -> Statement:
    return Statement(
        signal="content-signal",
        purposes=purposes,
        preference=preference,
        scope=Scope.SITE,
        document=ROBOTS,
        quote=quote,
        spec="a section",
        condition=condition,
    )


def audited(
    *statements: Statement,
    faults: tuple[Fault, ...] = (),
    purposes: frozenset[Purpose] = SEARCH | AI,
    when_silent: WhenSilent = WhenSilent.ALLOW,
    cautions: tuple[Caution, ...] = (),
) -> Audited:
    terms = Terms("newscrawler", purposes, when_silent=when_silent)
    decision = Decision(
        url="https://paper.test/",
        stage=Stage.USE,
        terms=terms,
        statements=statements,
        faults=faults,
        source="paper",
        decided_at=0.0,
        policy_version="1",
    )
    return Audited("paper", "Paper", "https://paper.test/", decision, cautions)


def of(one: Audited) -> dict[str, str]:
    return {
        each.purpose.value if each.purpose else "acquire": each.verdict.value
        for each in findings(one.decision)
        if each.is_declared
    }


@pytest.mark.parametrize(
    ("one", "wanted", "worst"),
    [
        (audited(), "allow allow allow", Verdict.ALLOW),
        (audited(said(AI)), "allow allow refuse", Verdict.REFUSE),
        (audited(said(frozenset())), "refuse refuse refuse", Verdict.REFUSE),
        (audited(faults=(UNHEARD,)), "defer defer defer", Verdict.DEFER),
        (audited(said(AI), faults=(UNHEARD,)), "defer defer refuse", Verdict.REFUSE),
        (audited(said(AI), purposes=SEARCH), "allow allow", Verdict.ALLOW),
        (
            audited(said(SEARCH, Preference.ALLOWED), when_silent=WhenSilent.DENY),
            "allow allow refuse",
            Verdict.REFUSE,
        ),
        (
            audited(said(AI, Preference.CONDITIONAL, condition="pay")),
            "allow allow refuse",
            Verdict.REFUSE,
        ),
    ],
)
def test_each_declared_purpose_has_a_verdict_of_its_own(
    one: Audited, wanted: str, worst: Verdict
) -> None:
    assert " ".join(of(one).values()) == wanted
    assert outcome([audited(), one]) is worst


def test_acquiring_is_not_refused_by_a_word_about_a_use() -> None:
    assert acquiring(audited(said(AI)).decision).verdict is Verdict.ALLOW


def test_a_line_names_what_is_declared_and_what_is_not() -> None:
    line = cells_line(audited(said(AI)))

    assert line == (
        "paper: acquire allow; search unknown, ai-train disallowed; not declared: "
        "archive unknown, ai-input unknown, tdm unknown, tdm-research unknown"
    )


def test_a_reason_stands_once_with_all_that_it_keeps_from_us() -> None:
    expired = Caution("permission", "p-1", "expired", "lifts nothing: expired")
    other = Fault("https://paper.test/x", "timeout", None)
    one = audited(
        said(SEARCH | AI, quote="no\x1b[2J"), faults=(other,), cautions=(expired,)
    )

    lines = reason_lines(one)

    assert lines[1:] == [
        f"    search, ai-train: refused by content-signal: “no\ufffd[2J” [{ROBOTS}]",
        "    permission p-1: lifts nothing: expired",
    ]
    assert lines[0].startswith("    acquire: refused by fault: “timeout”")


def test_on_a_terminal_there_is_a_table() -> None:
    text = io.StringIO()
    console = Console(file=text, force_terminal=True, width=160, color_system=None)
    print_audit([audited(said(AI))], console)

    assert "(tdm-research)" in text.getvalue()
    assert "──" in text.getvalue()
    assert "\npaper:\n    ai-train: refused by content-signal" in text.getvalue()


def test_a_record_has_every_purpose_and_who_went_unheard() -> None:
    (record,) = audit_record([audited(said(AI), faults=(UNHEARD,))])

    purposes = record["purposes"]
    assert isinstance(purposes, dict)
    assert list(purposes) == [one.value for one in Purpose]
    assert purposes["ai-train"] == {
        "declared": True,
        "preference": "disallowed",
        "permission": None,
        "verdict": "refuse",
        "reason": {
            "signal": "content-signal",
            "words": "no",
            "where": ROBOTS,
            "spec": "a section",
        },
    }
    assert record["unheard"] == [
        {
            "document": ROBOTS,
            "problem": "503 Service Unavailable",
            "retry_at": "1970-01-01T00:10:00.000Z",
        }
    ]


def test_junit_has_failures_and_errors_and_survives_any_words() -> None:
    hostile = "no \x00\x1b ]]> <b> \ufffe\ud800"
    found = junit([audited(said(AI, quote=hostile), faults=(UNHEARD,))])

    suite = etree.fromstring(found)[0]
    assert suite.get("failures") == "1"
    assert suite.get("errors") == "1"
    search, train = suite
    assert [one.tag for one in search] == ["error"]
    assert "]]> <b>" in (train[0].get("message") or "")
