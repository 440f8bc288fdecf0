"""Which commands are there, and what does each do? Known without importing any."""

from collections.abc import Mapping

GROUPS: Mapping[str, Mapping[str, str]] = {
    "Begin": {
        "demo": "Crawl the fixture sites, without a network, and say what to try next",
        "init": "Write sources, settings and a permission's form into a folder",
        "doctor": "Check the installation, the settings, the store and the sources",
        "completion": "Print what completes commands and options in bash, zsh or fish",
    },
    "Crawl": {
        "sources": "List, check, find, import and export the sources that may be crawled",
        "audit": "Say for what the listed sites may be used, fetching no article",
        "crawl": "Crawl the listed sources, the fixture sites, single articles or a WARC",
        "schedule": "Crawl the sources that are due, once or for ever; or defer them as jobs",
        "worker": "Crawl sources as jobs, beside other workers, from NEWSCRAWLER_STORE",
        "jobs": "Show the jobs of workers, try failed ones again, or cancel them",
    },
    "Test": {
        "fixture": "Record a page of a listed source as a test site, or check what is recorded",
    },
    "Ask why": {
        "explain": "Explain what a publisher says of a page, and what follows",
        "policy": "Show what a site said over time of each purpose, and what changed",
        "browse": "Look into the store with a browser on this machine",
        "versions": "List the versions of a stored article, and what changed",
        "lint-site": "Tell a publisher which signals contradict each other or say nothing",
        "bot-page": "Write the public page that the User-Agent's contact URL should show",
        "bot-directory": "Make the key directory by which sites know our signed requests",
    },
    "Prove it, give it away, take it back": {
        "report": "Write a page of what was kept and refused, for officers and publishers",
        "ledger": "Verify, show and prove what was decided, or decide it again",
        "export": "Export what is allowed now for a purpose, with its rights",
        "recheck": "Ask the sites again, and withdraw what lost its permission",
        "purge": "Erase what was withdrawn, and certify it",
    },
}

COMMANDS: Mapping[str, str] = {
    name: words for group in GROUPS.values() for name, words in group.items()
}
"""What each command does, in one line: what it says of itself by ``short_desc``."""

SCRAPYS = (
    *("bench", "check", "edit", "fetch", "genspider", "list", "parse", "runspider"),
    *("settings", "shell", "startproject", "version", "view"),
)
"""Scrapy's own commands; ``crawl`` is ours."""


def module_of(command: str) -> str:
    """Return the module whose ``Command`` it is.

    >>> module_of("lint-site")
    'newscrawler.commands.lint_site'
    """
    return f"newscrawler.commands.{command.replace('-', '_')}"


def help_text(version: str) -> str:
    """Return what ``newscrawler --help`` prints."""
    lines = [
        f"newscrawler {version}: keeps only what it may keep, and can prove it",
        "",
        "  newscrawler COMMAND [options]",
    ]
    for title, group in GROUPS.items():
        lines += ["", title]
        lines += [f"  {name:<14} {words}" for name, words in group.items()]
    return "\n".join(
        (
            *lines,
            "",
            "COMMAND --help tells its options; Scrapy's own commands work as well:",
            f"{', '.join(SCRAPYS)}.",
            "",
        )
    )
