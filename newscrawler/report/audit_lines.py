"""How does a person read an audit? As a table on a terminal, as lines elsewhere."""

from collections.abc import Iterable, Iterator, Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from newscrawler.policy import Decision, Fault, Purpose, Verdict
from newscrawler.policy.record import iso_time
from newscrawler.report.audit import Audited, Finding, declared, findings
from newscrawler.report.outcome import Reason, shown
from newscrawler.report.summary import why

_STYLES = {Verdict.ALLOW: "green", Verdict.REFUSE: "red", Verdict.DEFER: "yellow"}


def print_audit(audited: Sequence[Audited], console: Console) -> None:
    """Print a table and its reasons on a terminal, plain lines elsewhere."""
    if console.is_terminal:
        console.print(_table(audited))
    for one in audited:
        lines = reason_lines(one)
        if not console.is_terminal:
            lines = [cells_line(one), *lines]
        elif lines:
            lines = [f"{one.source}:", *lines]
        for line in lines:
            console.print(Text(line), soft_wrap=True)


def sentence(audited: Sequence[Audited]) -> str:
    """Return how many sources came to what, as one sentence."""
    found = [{each.verdict for each in declared(one.decision)} for one in audited]
    refused = sum(Verdict.REFUSE in one for one in found)
    deferred = sum(Verdict.DEFER in one and Verdict.REFUSE not in one for one in found)
    return (
        f"{len(found) - refused - deferred} allow every declared purpose, "
        f"{refused} refuse one, {deferred} deferred."
    )


def cells_line(one: Audited) -> str:
    """Return what a source's site says of each purpose, in one line."""
    acquire, *uses = findings(one.decision)
    stated = ", ".join(_cell(use) for use in uses if use.is_declared)
    others = ", ".join(_cell(use) for use in uses if not use.is_declared)
    line = f"{one.source}: acquire {acquire.verdict.value}; {stated}"
    return shown(f"{line}; not declared: {others}" if others else line)


def reason_lines(one: Audited) -> list[str]:
    """Return why purposes are refused or deferred, and what else is to be known."""
    found = findings(one.decision)
    lines = [
        *_reasons(found),
        *_permissions(declared(one.decision)),
        *_unheard(one.decision, found),
        *(f"{each.kind} {each.id}: {each.reason}" for each in one.cautions),
    ]
    return [f"    {shown(line)}" for line in lines]


def _cell(finding: Finding) -> str:
    assert finding.purpose is not None, "a cell is about a purpose"
    assert finding.preference is not None, "a site has a preference or is unknown"
    return f"{finding.purpose.value} {finding.preference.value}"


def _reasons(found: Iterable[Finding]) -> Iterator[str]:
    """Yield each reason once, with all that it keeps us from."""
    concerned: dict[Reason, list[str]] = {}
    for one in found:
        if one.reason is not None and one.is_declared:
            name = one.purpose.value if one.purpose else "acquire"
            concerned.setdefault(one.reason, []).append(name)
    for reason, names in concerned.items():
        yield f"{', '.join(names)}: {why(reason, 1)}"


def _permissions(found: Iterable[Finding]) -> Iterator[str]:
    covered: dict[str, list[str]] = {}
    for one in found:
        if one.permission is not None and one.purpose is not None:
            covered.setdefault(one.permission, []).append(one.purpose.value)
    for permission, names in covered.items():
        yield f"{', '.join(names)}: written permission {permission}"


def _unheard(decision: Decision, found: Iterable[Finding]) -> Iterator[str]:
    """Yield the faults that are not the reason of a finding already."""
    said = [one.reason for one in found if one.reason is not None]
    for fault in decision.faults:
        if any(_is_about(reason, fault) for reason in said):
            continue
        wait = f"; again after {iso_time(fault.retry_at)}" if fault.retry_at else ""
        yield f"not heard: {fault.document}: {fault.problem}{wait}"


def _is_about(reason: Reason, fault: Fault) -> bool:
    return reason.words == fault.problem and reason.where.startswith(fault.document)


def _table(audited: Sequence[Audited]) -> Table:
    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column("source", overflow="fold")
    table.add_column("acquire", no_wrap=True)
    for purpose in Purpose:
        table.add_column(_heading(purpose, audited), overflow="fold")
    for one in audited:
        cells = (_styled(each) for each in findings(one.decision))
        table.add_row(Text(shown(one.source)), *cells)
    return table


def _heading(purpose: Purpose, audited: Sequence[Audited]) -> Text:
    """Return a purpose's name, in brackets where it is not declared."""
    is_declared = any(purpose in one.decision.terms.purposes for one in audited)
    return Text(purpose.value if is_declared else f"({purpose.value})")


def _styled(finding: Finding) -> Text:
    said = finding.preference
    words = said.value if said is not None else finding.verdict.value
    return Text(words, _STYLES[finding.verdict] if finding.is_declared else "dim")
