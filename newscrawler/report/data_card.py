"""What should a person know of an export before using it? A card in Markdown."""

from collections.abc import Iterable, Sequence

from newscrawler import __version__
from newscrawler.how_many import counted
from newscrawler.policy.record import iso_time
from newscrawler.report.croissant import LICENSE, description
from newscrawler.report.export_facts import Facts
from newscrawler.report.export_run import Written, excluded_file
from newscrawler.storage.export.columns import COLUMNS

MOST = 50
"""Domains that are listed: our choice; the summary has them all."""

AGAIN = (
    "A publisher may say otherwise tomorrow: export again before each new use, and"
    " delete what is no longer in it."
)


def data_card(facts: Facts, written: Written, contact: str | None) -> str:
    """Return the card; ``contact``: whom a rights holder can write to."""
    domains = [
        (name, str(one.articles), str(one.characters)) for name, one in facts.by_size()
    ]
    parts = [
        f"# {_plain(written.file.stem)}",
        description(facts),
        _table(("", ""), _head(facts, written, contact)),
        "## Rights",
        LICENSE,
        AGAIN,
        _counts("Permission", facts.permissions.most_common()),
        _counts("Condition to meet", facts.conditions.most_common()),
        "## Left out",
        f"Listed with reasons in `{excluded_file(written.file).name}`.",
        _counts("By", facts.left_out.most_common()),
        "## Content",
        _counts("Language", facts.languages.most_common()),
        _table(("Domain", "Articles", "Characters"), domains[:MOST]),
        f"{counted(len(domains), 'domain')}." if len(domains) > MOST else "",
        "## Fields",
        ", ".join(f"`{name}`" for name in COLUMNS),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(facts: Facts, written: Written, contact: str | None) -> list[tuple[str, str]]:
    return [
        ("Purpose", facts.purpose.value),
        ("File", written.file.name),
        ("SHA-256", written.sha256),
        ("Run in the ledger", str(written.run)),
        ("Exported", iso_time(facts.at)),
        ("Kept", _period(facts)),
        ("Sites asked, the longest ago", _time(facts.oldest_hearing)),
        ("Made by", f"newscrawler {__version__}"),
        ("Contact", contact or "not stated"),
    ]


def _period(facts: Facts) -> str:
    return f"{_time(facts.first_kept)} to {_time(facts.last_kept)}"


def _time(seconds: float | None) -> str:
    return "never" if seconds is None else iso_time(seconds)


def _counts(name: str, counts: Iterable[tuple[str, int]]) -> str:
    return _table((name, "Articles"), [(one, str(many)) for one, many in counts])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, nothing where it has no rows."""
    lines = [" | ".join(map(_plain, row)) for row in rows]
    if not lines:
        return ""
    rule = " | ".join("---" for _ in head)
    return "\n".join(f"| {one} |" for one in (" | ".join(head), rule, *lines))


def _plain(text: str) -> str:
    """Return a text that is no Markdown: a site chooses some of these words."""
    sound = "".join(one if one.isprintable() else "\ufffd" for one in text)
    return "".join(f"\\{one}" if one in "\\`*_[]<>|#!&" else one for one in sound)
