"""A permission lifts something only with its document."""

import hashlib
from pathlib import Path

import pytest

from newscrawler.sources import RegistryError, read_registry

LETTER = b"You may."
SHA256 = hashlib.sha256(LETTER).hexdigest()
SOURCE = """\
id = "gazette"
name = "The Gazette"
home = "https://gazette.example/"
domains = ["gazette.example"]
[[permission]]
id = "g-1"
grantor = "Gazette Media Ltd"
scope = ["gazette.example/*"]
purposes = ["search"]
valid_from = 2026-01-01
valid_until = 2026-12-31
"""


def problem(folder: Path, keys: str) -> str | None:
    (folder / "gazette.toml").write_text(SOURCE + keys, "utf-8")
    (folder / "permissions").mkdir()
    (folder / "permissions" / "x.pdf").write_bytes(LETTER)
    (source,) = read_registry(folder).sources
    return source.permissions[0].problem


def outcome(folder: Path, keys: str) -> str | None:
    try:
        return problem(folder, keys)
    except RegistryError:
        return "refused"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (f'document = "permissions/x.pdf"\nsha256 = "{SHA256}"', None),
        (f'document = "permissions/x.pdf"\nsha256 = "{SHA256.upper()}"', None),
        ("", "no document on file"),
        (f'sha256 = "{SHA256}"', "no document on file"),
        ('document = "permissions/x.pdf"', "permissions/x.pdf: no sha256 on file"),
        (
            f'document = "permissions/x.pdf"\nsha256 = "{"0" * 64}"',
            "permissions/x.pdf: sha256 differs",
        ),
        (f'document = "x.pdf"\nsha256 = "{SHA256}"', "x.pdf: not found"),
        (f'document = "permissions"\nsha256 = "{SHA256}"', "permissions: not found"),
        (
            f'document = "{"x" * 300}"\nsha256 = "{SHA256}"',
            f"{'x' * 300}: cannot be read: File name too long",
        ),
    ],
)
def test_a_document_proves_by_its_hash(
    keys: str, expected: str | None, tmp_path: Path
) -> None:
    assert problem(tmp_path, keys) == expected


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (tmp_path / "x.pdf").write_bytes(LETTER)
    (folder / "x.pdf").symlink_to(tmp_path / "x.pdf")

    with pytest.raises(RegistryError, match=r"gazette\.toml:12: permission\.document"):
        problem(folder, f'document = "x.pdf"\nsha256 = "{SHA256}"')


def test_a_loop_of_links_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").symlink_to(tmp_path / "x.pdf")
    keys = f'document = "x.pdf"\nsha256 = "{SHA256}"'

    # What a loop is depends on Python: a path outside, or no file.
    assert outcome(tmp_path, keys) in ("x.pdf: not found", "refused")
