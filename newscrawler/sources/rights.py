"""Which permissions and readings does the table of a source hold?"""

from datetime import date

from newscrawler.policy.permission import Permission, Reading
from newscrawler.sources.forms import plain, purpose, scope_within, sha256
from newscrawler.sources.proof import document_in, find_problem
from newscrawler.sources.table import Table

PERMISSION = {
    "id": 'id = "exm-2026-014"',
    "grantor": 'grantor = "Example Media Ltd"',
    "contact": 'contact = "rights@gazette.example"',
    "scope": 'scope = ["gazette.example/*"]',
    "purposes": 'purposes = ["search", "archive"]',
    "valid_from": "valid_from = 2026-01-01",
    "valid_until": "valid_until = 2026-12-31",
    "document": 'document = "permissions/exm-2026-014.pdf"',
    "sha256": 'sha256 = "…", as sha256sum prints it',
}
READING = {
    "quote_sha256": 'quote_sha256 = "…", as explain prints it',
    "reason": 'reason = "a quotation in a column"',
    "who": 'who = "legal desk"',
    "until": "until = 2027-01-31",
}
PERMISSION_REQUIRED = tuple(
    key for key in PERMISSION if key not in ("contact", "document", "sha256")
)


def read_permissions(source: Table, domains: tuple[str, ...]) -> tuple[Permission, ...]:
    """Return the permissions of a source; their scope must be inside its domains."""
    tables = source.tables("permission", PERMISSION)
    found = tuple(_permission(table, domains) for table in tables)
    seen: set[str] = set()
    for table, permission in zip(tables, found, strict=True):
        if permission.id and permission.id in seen:
            table.report("is the id of another permission; write another one", "id")
        seen.add(permission.id)
    return found


def _permission(table: Table, domains: tuple[str, ...]) -> Permission:
    table.expect(PERMISSION_REQUIRED)
    folder = table.file.folder
    document = table.text("document", document_in(folder))
    digest = table.text("sha256", sha256)
    valid_from, valid_until = _validity(table)
    return Permission(
        id=table.text("id", plain) or "",
        grantor=table.text("grantor", plain) or "",
        scope=table.some_texts("scope", scope_within(domains)),
        purposes=frozenset(table.some_texts("purposes", purpose)),
        valid_from=valid_from,
        valid_until=valid_until,
        contact=table.text("contact", plain),
        document=document,
        sha256=digest,
        problem=find_problem(folder, document, digest),
    )


def _validity(table: Table) -> tuple[date, date]:
    first, last = table.day("valid_from"), table.day("valid_until")
    if first and last and last < first:
        table.report(
            f"{last} is before valid_from, {first}; write the last day of validity",
            "valid_until",
        )
    # A table with a problem is never used: these dates only fill the place.
    return first or date.max, last or date.min


def read_readings(source: Table) -> tuple[Reading, ...]:
    """Return the operator's answers to false alarms."""
    return tuple(_reading(table) for table in source.tables("reading", READING))


def _reading(table: Table) -> Reading:
    table.expect(READING)
    return Reading(
        quote_sha256=table.text("quote_sha256", sha256) or "",
        reason=table.text("reason", plain) or "",
        who=table.text("who", plain) or "",
        until=table.day("until") or date.min,
    )
