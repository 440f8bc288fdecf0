"""What does a new project consist of? Its files as texts, by their paths."""

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files

from newscrawler.policy import Purpose

MODULE = "newscrawler_settings"
"""The settings' module: a name that nothing else in a Python installation has."""

MEANINGS: Mapping[Purpose, str] = {
    Purpose.SEARCH: "index it; show a link and a short excerpt, no generated summary",
    Purpose.ARCHIVE: "keep a full copy and show it again",
    Purpose.AI_INPUT: "feed it to a model that answers: retrieval, grounding, summaries",
    Purpose.AI_TRAIN: "train or fine-tune a model",
    Purpose.TDM: "text and data mining, Directive (EU) 2019/790 article 4",
    Purpose.TDM_RESEARCH: "text and data mining by a research organisation, article 3",
}
"""What a person is told of each purpose."""


def project_files(contact: str, purposes: Iterable[Purpose]) -> dict[str, str]:
    """Return the texts of a project's files by their paths in its folder.

    ``contact`` empty: not known yet. No purposes: none declared.
    """
    named = [purpose.value for purpose in purposes]
    settings = _template(f"{MODULE}.py.txt")
    for mark, value in (("CONTACT", _text(contact)), ("PURPOSES", _list(named))):
        settings = settings.replace(f"@{mark}@", value)
    return {
        "scrapy.cfg": f"[settings]\ndefault = {MODULE}\n",
        f"{MODULE}.py": settings,
        ".gitignore": _template("gitignore.txt"),
        "sources/example.toml.txt": _template("source.toml.txt"),
        "sources/permission.toml.txt": _template("permission.toml.txt"),
    }


def _template(name: str) -> str:
    return (files("newscrawler") / "templates" / name).read_text("utf-8")


def _text(text: str) -> str:
    # JSON's strings are Python's, but for the surrogates that are written as escapes
    return json.dumps(text, ensure_ascii=False)


def _list(names: Iterable[str]) -> str:
    return f"[{', '.join(_text(name) for name in names)}]"
