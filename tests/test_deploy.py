"""What deploy/ starts is there, as is what docs/ tells people to type."""

import argparse
import configparser
import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from newscrawler.configuring.known_settings import KNOWN
from tests.wire.running import run
from tests.wire.world import OPEN, World, story

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
COMMANDS = PROJECT["entry-points"]["scrapy.commands"]
PAGES = (ROOT / "docs" / "deploy.md", ROOT / "docs" / "howto" / "postgresql.md")
TYPED = [
    line.partition("#")[0].strip()
    for page in PAGES
    for block in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    for line in block.splitlines()
    if not line.startswith("pip ")
]
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))


def unit(file: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]  # as documented
    found.read_string(file.read_text("utf-8"))
    return found


def documents(name: str) -> list[dict[str, object]]:
    return list(YAML(typ="safe").load_all((DEPLOY / name).read_text("utf-8")))


def at(value: object, *keys: str | int) -> object:
    for key in keys:
        assert isinstance(value, dict | list), keys
        value = value[key]  # type: ignore[index]  # of either by its own
    return value


def words_at(value: object, *keys: str | int) -> list[str]:
    found = at(value, *keys)
    assert isinstance(found, list)
    return list(map(str, found))


def started() -> Iterator[tuple[str, list[str]]]:
    """Yield each place that starts a command, and the words after ``newscrawler``."""
    for file in sorted(DEPLOY.glob("*.service")):
        program, *words = shlex.split(unit(file)["Service"]["ExecStart"])
        assert Path(program).name == "newscrawler"
        yield file.name, words
    (line,) = [one for one in _lines("crontab") if one[:1] in "*0123456789"]
    words = shlex.split(line.partition("&& newscrawler ")[2])
    yield "crontab", [one for one in words if ">>" not in one]
    (compose,) = documents("compose.yaml")
    for name in ("schedule", "worker"):
        yield f"compose {name}", words_at(compose, "services", name, "command")
    for one in documents("kubernetes.yaml"):
        yield f"kubernetes {one['kind']}", words_at(container(one), "args")
    (entry,) = [one for one in _lines("Dockerfile") if one.startswith("ENTRYPOINT")]
    assert entry == 'ENTRYPOINT ["newscrawler"]'
    (command,) = [one for one in _lines("Dockerfile") if one.startswith("CMD")]
    yield "Dockerfile", YAML(typ="safe").load(command.removeprefix("CMD "))


def _lines(name: str) -> list[str]:
    return (DEPLOY / name).read_text("utf-8").splitlines()


def container(document: object) -> object:
    template = at(document, "spec")
    if at(document, "kind") == "CronJob":
        template = at(template, "jobTemplate", "spec")
    return at(template, "template", "spec", "containers", 0)


@pytest.mark.parametrize(("place", "words"), list(started()), ids=str)
def test_what_is_started_is_a_command_with_its_options(
    place: str, words: list[str]
) -> None:
    name, *rest = words
    module, _, kind = COMMANDS[name].partition(":")
    command: ScrapyCommand = getattr(import_module(module), kind)()
    command.settings = Settings()
    parser = argparse.ArgumentParser(conflict_handler="resolve", exit_on_error=False)
    command.add_options(parser)

    options, others = parser.parse_known_args(rest)

    assert others == [], place
    assert {one.partition("=")[0] for one in options.set} <= set(KNOWN)


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_units_are_started_by_somebody(file: Path) -> None:
    found = unit(file)

    assert found["Install"]["WantedBy"]
    if file.suffix == ".timer":
        assert found["Timer"]["OnCalendar"]
        assert file.with_suffix(".service") in UNITS
    else:
        assert found["Service"]["User"] == "newscrawler"
        assert found["Service"]["ProtectSystem"] == "strict"


def test_containers_are_nobodys_root_and_write_where_they_may() -> None:
    (compose,) = documents("compose.yaml")
    for name in ("schedule", "worker"):
        assert at(compose, "services", name, "read_only") is True
        assert at(compose, "services", name, "tmpfs") == ["/tmp"]
    for one in documents("kubernetes.yaml"):
        security = at(container(one), "securityContext")
        assert at(security, "readOnlyRootFilesystem") is True
        assert at(security, "allowPrivilegeEscalation") is False
    users = [one for one in _lines("Dockerfile") if one.startswith("USER")]
    assert users == ["USER 10001:10001"]


def test_the_probes_look_at_the_file_that_the_worker_touches() -> None:
    worker = container(documents("kubernetes.yaml")[0])
    words = words_at(worker, "args")
    file = words[words.index("--alive") + 1]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert file in " ".join(words_at(worker, probe, "exec", "command"))


def test_what_people_are_told_to_type_does_it(tmp_path: Path, postgresql: str) -> None:
    world = World(tmp_path)
    world.source("a.example", 'feeds = ["https://a.example/feed.xml"]\n')
    feed = "<rss version='2.0'><channel><item><link>https://a.example/2026/11/02/a</link></item></channel></rss>"
    files = {"feed.xml": feed, "2026/11/02/a.html": story("A"), "robots.txt": OPEN}
    world.site("a.example", files)
    alone, many = "sqlite:///newscrawler.db", postgresql
    told: list[str] = []
    for line in TYPED:
        is_alone = told == [] or line == "newscrawler schedule --json"
        store = alone if is_alone and "--postgres" not in line else many
        settings = ("NEWSCRAWLER_FIXTURES=sites", f"NEWSCRAWLER_STORE={store}")
        words = shlex.split(line)[1:]
        ran = run(tmp_path, *words, *(f"-s{one}" for one in settings))

        assert ran.code == 0, f"{line}: {ran.err}"
        told.append(ran.err)
    assert "1 kept" in told[0]
    assert "0 due" in told[1]
    assert "1 due, and deferred" in told[2]
    assert "1 kept" in told[3]
