"""How is a decision explained to a person, in the publisher's own words?"""

from collections.abc import Iterator

from newscrawler.policy import Decision, Fault, Statement, Verdict
from newscrawler.policy.record import iso_time
from newscrawler.purpose import in_order
from newscrawler.report.outcome import place_of, shown

_VERDICTS = {
    Verdict.ALLOW: "may be kept",
    Verdict.REFUSE: "refused",
    Verdict.DEFER: "deferred: somebody has not been heard",
}


def explanation(decision: Decision) -> list[str]:
    """Return the lines that explain a decision; what decided stands first."""
    lines = [
        decision.url,
        f"  {decision.verdict.value}: {_VERDICTS[decision.verdict]}",
        *_about(decision),
        "",
        "  purpose        the site says",
        *_usage(decision),
        "",
        *_statements(decision),
        *_faults(decision.faults),
    ]
    return [shown(line) for line in lines]


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
    deciding = decision.deciding
    others = [one for one in decision.statements if one not in deciding]
    if not decision.statements:
        yield "  The site states nothing."
    for title, found in (("Refused by", deciding), ("Also stated", others)):
        if found:
            yield f"  {title}:"
        for one in found:
            yield from _statement(one)


def _statement(one: Statement) -> Iterator[str]:
    names = ", ".join(purpose.value for purpose in in_order(one.purposes))
    condition = f", {one.condition}" if one.condition else ""
    salvaged = " (read liberally)" if one.salvaged else ""
    about = names or ("links" if one.scope.value == "links" else "requesting it")
    yield f"    {one.signal}: {one.preference.value}{condition}: {about}{salvaged}"
    yield f"      “{one.quote}”"
    where = place_of(one)
    yield f"      {where if where == one.document else _place(one, where)}"
    yield f"      by {one.spec}"


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
