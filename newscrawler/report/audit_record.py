"""What does an audit look like to a machine? JSON, and JUnit XML for a CI server."""

from collections.abc import Sequence

from lxml import etree

from newscrawler.policy import Verdict
from newscrawler.policy.record import Value, iso_time
from newscrawler.report.audit import (
    Audited,
    Caution,
    Finding,
    acquiring,
    declared,
    findings,
)
from newscrawler.report.outcome import shown


def audit_record(audited: Sequence[Audited]) -> list[dict[str, Value]]:
    """Return an object for each source."""
    return [_source_record(one) for one in audited]


def _source_record(one: Audited) -> dict[str, Value]:
    decision = one.decision
    _, *uses = findings(decision)
    return {
        "source": one.source,
        "name": one.name,
        "home": one.home,
        "acquire": _finding_record(acquiring(decision)),
        "purposes": {
            use.purpose.value: _use_record(use) for use in uses if use.purpose
        },
        "unheard": [
            {
                "document": fault.document,
                "problem": fault.problem,
                "retry_at": None
                if fault.retry_at is None
                else iso_time(fault.retry_at),
            }
            for fault in decision.faults
        ],
        "concerns": [_caution_record(each) for each in one.cautions],
        "profile": decision.terms.profile.value,
        "when_silent": decision.terms.when_silent.value,
        "meets": list[Value](sorted(decision.terms.meets)),
        "agent": decision.terms.agent,
        "audited_at": iso_time(decision.decided_at),
    }


def _use_record(finding: Finding) -> dict[str, Value]:
    assert finding.preference is not None, "a use has a preference or is unknown"
    return {
        "declared": finding.is_declared,
        "preference": finding.preference.value,
        "permission": finding.permission,
        **_finding_record(finding),
    }


def _finding_record(finding: Finding) -> dict[str, Value]:
    why = finding.reason
    if why is None:
        return {"verdict": finding.verdict.value, "reason": None}
    reason: dict[str, Value] = {
        "signal": why.signal,
        "words": why.words,
        "where": why.where,
        "spec": finding.spec,
    }
    return {"verdict": finding.verdict.value, "reason": reason}


def _caution_record(caution: Caution) -> dict[str, Value]:
    return {
        "kind": caution.kind,
        "id": caution.id,
        "standing": caution.standing,
        "reason": caution.reason,
    }


def junit(audited: Sequence[Audited]) -> bytes:
    """Return JUnit XML: a suite for each source, a test case for each declared purpose.

    What is refused is a failure with the publisher's words, what is deferred an error.
    """
    root = etree.Element("testsuites", name="newscrawler audit")
    for one in audited:
        _add_suite(root, one)
    return etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )


def _add_suite(root: etree._Element, one: Audited) -> None:
    found = declared(one.decision)
    suite = etree.SubElement(
        root,
        "testsuite",
        name=shown(one.source),
        tests=str(len(found)),
        failures=str(sum(each.verdict is Verdict.REFUSE for each in found)),
        errors=str(sum(each.verdict is Verdict.DEFER for each in found)),
        timestamp=iso_time(one.decision.decided_at).removesuffix("Z"),
    )
    for each in found:
        _add_case(suite, one, each)


def _add_case(suite: etree._Element, one: Audited, finding: Finding) -> None:
    assert finding.purpose is not None, "a test case is about a purpose"
    case = etree.SubElement(
        suite, "testcase", classname=shown(one.source), name=finding.purpose.value
    )
    why = finding.reason
    if why is None:
        return
    name = "failure" if finding.verdict is Verdict.REFUSE else "error"
    found = etree.SubElement(case, name, type=why.signal, message=shown(why.words))
    lines = (f"“{why.words}”", why.where, f"by {finding.spec}" if finding.spec else "")
    found.text = "\n".join(shown(line) for line in lines if line)
