"""How is a decision explained to a person, in the publisher's own words?"""

from collections.abc import Iterable, Iterator

from newscrawler.policy import Decision, Fault, Statement, Verdict
from newscrawler.policy.model import Scope, Stage
from newscrawler.policy.record import iso_time
from newscrawler.purpose import in_order
from newscrawler.report.counterfactual import Hypothesis, changes
from newscrawler.report.outcome import place_of, shown

_REQUESTABLE = "may be requested; the page itself was not judged"
_VERDICTS = {
    Verdict.ALLOW: "may be kept",
    Verdict.REFUSE: "refused",
    Verdict.DEFER: "deferred: somebody has not been heard",
}


def explanation(decision: Decision) -> list[str]:
    """Return the lines that explain a decision; what decided stands first."""
    lines = [
        decision.url,
        f"  {decision.verdict.value}: {_verdict(decision)}",
        *_about(decision),
        "",
        "  purpose        the site says",
        *_usage(decision),
        "",
        *_statements(decision),
        *_faults(decision.faults),
        *_changes(decision),
    ]
    return [shown(line) for line in lines]


def hypothetical_explanation(
    decision: Decision, then: Decision, hypotheses: Iterable[Hypothesis]
) -> list[str]:
    """Return the lines that explain what would follow, and that it does not."""
    lines = [
        "HYPOTHETICAL: nothing of this holds, was recorded or permits anything.",
        *(f"  what if {one.words}" for one in hypotheses),
        f"  now: {decision.verdict.value}, then: {then.verdict.value}",
        "",
    ]
    return [*(shown(line) for line in lines), *explanation(then)]


def _verdict(decision: Decision) -> str:
    is_unseen = decision.stage is Stage.ACQUIRE
    if is_unseen and decision.verdict is Verdict.ALLOW:
        return _REQUESTABLE
    return _VERDICTS[decision.verdict]


def _about(decision: Decision) -> Iterator[str]:
    terms = decision.terms
    source = decision.source or "not listed"
    yield f"  source: {source} · asked as: {terms.agent} · stage: {decision.stage.value}"
    if decision.permission is not None:
        yield f"  written permission: {decision.permission}"


def _usage(decision: Decision) -> Iterator[str]:
    for purpose, preference in decision.usage.items():
        is_declared = purpose in decision.terms.purposes
        mark = "  (declared)" if is_declared else ""
        yield f"  {purpose.value:<14} {preference.value}{mark}"


def _statements(decision: Decision) -> Iterator[str]:
    """Return what is stated by mechanism, those that decide first and marked."""
    deciding = decision.deciding
    others = [one for one in decision.statements if one not in deciding]
    if not decision.statements:
        yield "  The site states nothing."
    else:
        yield "  Stated, by mechanism:"
    for signal in dict.fromkeys(one.signal for one in (*deciding, *others)):
        yield f"    {signal}"
        for one in dict.fromkeys((*deciding, *others)):
            if one.signal == signal:
                yield from _statement(one, is_deciding=one in deciding)


def _statement(one: Statement, *, is_deciding: bool) -> Iterator[str]:
    names = ", ".join(purpose.value for purpose in in_order(one.purposes))
    condition = f", {one.condition}" if one.condition else ""
    salvaged = " (read liberally)" if one.salvaged else ""
    about = names or ("links" if one.scope is Scope.LINKS else "requesting it")
    mark = "* " if is_deciding else "  "
    end = "  <- this decides" if is_deciding else ""
    yield f"    {mark}{one.preference.value}{condition}: {about}{salvaged}{end}"
    yield f"        “{one.quote}”"
    where = place_of(one)
    yield f"        {where if where == one.document else _place(one, where)}"
    yield f"        by {one.spec}"


def _place(one: Statement, where: str) -> str:
    document = "" if where.startswith(one.document) else f"{one.document} "
    heard = f", heard {iso_time(one.fetched_at)}" if one.fetched_at else ""
    digest = f", sha256 {one.sha256[:16]}…" if one.sha256 else ""
    return f"{document}{where}{heard}{digest}"


def _faults(faults: tuple[Fault, ...]) -> Iterator[str]:
    if faults:
        yield "  Not heard:"
    for fault in faults:
        wait = f", again after {iso_time(fault.retry_at)}" if fault.retry_at else ""
        yield f"    {fault.document}: {fault.problem}{wait}"


def _changes(decision: Decision) -> Iterator[str]:
    found = list(dict.fromkeys(changes(decision)))
    if found:
        yield "  What would change it:"
    yield from (f"    {line}" for line in found)
