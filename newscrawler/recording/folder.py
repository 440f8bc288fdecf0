"""What does a recording's folder hold, and is it as it was written?

``sites/`` as fixture sites are laid out, ``recorded.json`` (whence, when, by which
decision, the hashes), ``decision.json`` and ``expected.json``.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from newscrawler.policy.record import Value, canonical
from newscrawler.recording.fixture_crawl import SITES

RECORDED, DECISION, EXPECTED = "recorded.json", "decision.json", "expected.json"
HOLDS = frozenset((SITES, RECORDED, DECISION, EXPECTED))


class RecordingError(ValueError):
    """A folder that is no recording, or holds more: one line that names the file."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded page: where it is from, what was written, what is expected."""

    folder: Path
    url: str
    files: Mapping[str, str]
    decision: str
    expected: Mapping[str, Value]


def find_recordings(folder: Path) -> tuple[Recording, ...]:
    """Return the recordings at a folder or below, by path; RecordingError if none."""
    if not folder.is_dir():
        raise RecordingError(
            f"{folder}: there is no such folder of recordings; name the one of `record`"
        )
    found = [read_recording(file.parent) for file in sorted(folder.rglob(RECORDED))]
    if not found:
        raise RecordingError(f"{folder}: no recording is there; `fixture record`s are")
    return tuple(found)


def read_recording(folder: Path) -> Recording:
    """Return the recording in a folder; RecordingError where it is none."""
    file = folder / RECORDED
    told = read_json(file)
    url, files, decision = (told.get(one) for one in ("url", "files", "decision"))
    if not (isinstance(url, str) and isinstance(files, dict)):
        raise RecordingError(f"{file}: says no 'url' or no 'files'")
    hashes = {name: str(one) for name, one in files.items()}
    return Recording(folder, url, hashes, str(decision), read_json(folder / EXPECTED))


def read_json(file: Path) -> dict[str, Value]:
    """Return the JSON object of a file; RecordingError where there is none."""
    try:
        found: Value = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise RecordingError(f"{file}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise RecordingError(f"{file}: no JSON: {error}") from None
    if not isinstance(found, dict):
        raise RecordingError(f"{file}: no JSON object")
    return found


def edits(recording: Recording) -> Iterator[str]:
    """Yield in what a recording is not as it was written, a line each."""
    there = hashes_of(recording.folder)
    for name in sorted(there.keys() | recording.files.keys()):
        if name not in there:
            yield f"{name}: it was recorded, and is not there"
        elif name not in recording.files:
            yield f"{name}: it was not recorded"
        elif there[name] != recording.files[name]:
            yield f"{name}: it was changed since it was recorded"
    told = read_json(recording.folder / DECISION)
    identity = told.pop("id", None)
    digest = hashlib.sha256(canonical(told)).hexdigest()
    if not digest == identity == recording.decision:
        yield f"{DECISION}: it was changed since it was recorded"


def hashes_of(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of the sites, by its path in the folder."""
    return {
        file.relative_to(folder).as_posix(): digest_of(file.read_bytes())
        for file in sorted((folder / SITES).rglob("*"))
        if file.is_file()
    }


def digest_of(octets: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(octets).hexdigest()


def place_problem(folder: Path, *, replaces: bool) -> str | None:
    """Return why nothing is recorded in a folder, None if it can be."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return f"{folder}: it is no folder; name another"
    if not folder.exists() or not any(folder.iterdir()):
        return None
    if not replaces:
        return f"{folder}: something is there; name another folder, or --replace it"
    others = sorted({one.name for one in folder.iterdir()} - HOLDS)
    if others or not (folder / RECORDED).is_file():
        what = f"it holds {others[0]!r}" if others else "it is no recording"
        return f"{folder}: {what}; only a recording is replaced"
    return None


def write_aside(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a new folder beside one, and return it; none is led elsewhere."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.parent / f".{folder.name}-{token_hex(4)}"
    aside.mkdir()
    root = aside.resolve()
    for name, octets in files.items():
        file = aside / name
        if not file.resolve().is_relative_to(root):
            raise RecordingError(f"{name!r} would lead out of the folder")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(octets)
    return aside


def put_in_place(aside: Path, folder: Path, *, replaces: bool) -> None:
    """Let a folder that was written aside be the recording, in one step.

    RecordingError where something came to be there that is not to be replaced.
    """
    problem = place_problem(folder, replaces=replaces)
    if problem is not None:
        raise RecordingError(problem)
    old = aside.with_name(f"{aside.name}-old")
    if folder.exists():
        os.rename(folder, old)  # noqa: PTH104  it fails where a folder is there
    os.rename(aside, folder)  # noqa: PTH104
    shutil.rmtree(old, ignore_errors=True)


def json_octets(value: Value) -> bytes:
    """Return JSON as it is written in a recording."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
