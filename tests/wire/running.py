"""The real command, in a process of its own."""

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from newscrawler.policy import Decision, Verdict
from newscrawler.storage.database import open_store

CONTACT = "NEWSCRAWLER_CONTACT=https://desk.test/crawler"
ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()

    def decisions(self) -> list[Decision]:
        store = open_store(f"sqlite:///{self.folder / 'newscrawler.db'}")
        try:
            return [one.decision for one in store.decisions()]
        finally:
            store.close()

    def kept(self) -> set[str]:
        store = open_store(f"sqlite:///{self.folder / 'newscrawler.db'}")
        try:
            return {one.url for one in store.articles()}
        finally:
            store.close()

    def verdicts(self, url: str) -> set[Verdict]:
        return {one.verdict for one in self.decisions() if one.url == url}


def run(folder: Path, *arguments: str, before: str = "") -> Ran:
    """Run ``newscrawler`` in a folder; ``before``: Python to run ahead of it."""
    out, err = folder / ".out", folder / ".err"
    code = _ask(_job(folder, out, err, arguments, before))["code"]
    said = [file.read_bytes().decode("utf-8") for file in (out, err)]
    for file in (out, err):
        file.unlink()
    return Ran(code, said[0], said[1], folder)


@dataclass(frozen=True)
class Started:
    """A command that runs beside the test."""

    pid: int
    out: Path
    err: Path

    def send(self, signal: int) -> None:
        os.kill(self.pid, signal)

    def wait(self) -> int:
        """Return its exit code once it has ended, that of its signal negative."""
        return _ask({"wait": str(self.pid)})["code"]

    def said(self) -> str:
        return self.err.read_bytes().decode("utf-8")


def start(folder: Path, name: str, *arguments: str, before: str = "") -> Started:
    """Start ``newscrawler`` in a folder; what it says is in files of a name."""
    out, err = folder / f"{name}.out", folder / f"{name}.err"
    job = _job(folder, out, err, arguments, before) | {"is_beside": "yes"}
    return Started(_ask(job)["pid"], out, err)


def _job(
    folder: Path, out: Path, err: Path, arguments: Sequence[str], before: str
) -> dict[str, object]:
    places = {"folder": str(folder), "out": str(out), "err": str(err)}
    return {**places, "arguments": list(arguments), "before": before}


def _ask(job: Mapping[str, object]) -> dict[str, int]:
    zygote = _zygote()
    assert zygote.stdin is not None
    assert zygote.stdout is not None
    zygote.stdin.write(json.dumps(job) + "\n")
    zygote.stdin.flush()
    return dict(json.loads(zygote.stdout.readline()))


@cache
def _zygote() -> subprocess.Popen[str]:
    zygote = subprocess.Popen(
        (sys.executable, "-m", "tests.wire.zygote"),
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(_end, zygote)
    return zygote


def _end(zygote: subprocess.Popen[str]) -> None:
    for pipe in (zygote.stdin, zygote.stdout):
        if pipe is not None:
            pipe.close()
    zygote.wait()


def _environment() -> dict[str, str]:
    known = {key: value for key, value in os.environ.items() if "SCRAPY" not in key}
    return {**known, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def run_program(folder: Path, *command: str, timeout: float = 60) -> Ran:
    """Run a program in a folder, with no terminal and no project but what is there."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    return Ran(done.returncode, out, err, folder)


def write_sources(folder: Path, scheme: str, port: int, hosts: Iterable[str]) -> None:
    """List each host as a source of its own."""
    (folder / "sources").mkdir(exist_ok=True)
    for host in hosts:
        name = "h" + host.replace(".", "-")
        (folder / "sources" / f"{name}.toml").write_text(
            f'id = "{name}"\nname = "Site {host}"\n'
            f'home = "{scheme}://{host}:{port}/"\ndomains = ["{host}"]\n',
            "utf-8",
        )
