"""What is shipped asks for no more than it needs, and no warning is silenced unsaid."""

import configparser
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def yaml(name: str) -> list[dict[str, dict[str, dict[str, object]]]]:
    return list(YAML(typ="safe").load_all((DEPLOY / name).read_text("utf-8")))


def stages() -> list[list[str]]:
    """Return the instructions of the Dockerfile's stages."""
    joined = DOCKERFILE.replace("\\\n", " ")
    lines = [one for one in joined.splitlines() if one and not one.startswith("#")]
    starts = [at for at, line in enumerate(lines) if line.startswith("FROM ")]
    return [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]


def test_the_image_is_nobodys_root_and_holds_no_secret() -> None:
    last = stages()[-1]
    after = last[last.index("USER 10001:10001") :]

    assert not [line for line in after if line.startswith(("RUN", "USER 0", "ADD"))]
    for line in (line for stage in stages() for line in stage):
        assert not line.startswith("ADD "), "ADD fetches what nobody checked"
        assert not re.search(r"(?i)(ENV|ARG) .*(password|secret|token|key)", line)
        assert "sudo" not in line
        if "pip install" in line:
            assert "--require-hashes" in line
            assert "--no-deps" in line.rpartition("&&")[2]


def test_the_image_has_a_python_that_is_tested() -> None:
    claimed = [one for one in PYPROJECT["project"]["classifiers"] if "3." in one]

    for stage in stages():
        version = re.match(r"FROM python:(3\.\d+)-slim", stage[0])
        assert version is not None
        assert f"Programming Language :: Python :: {version[1]}" in claimed


def test_how_it_is_run_is_shown_with_the_least() -> None:
    shown = re.search(r"docker run(?:.*\\\n#)*.*", DOCKERFILE)
    assert shown is not None
    words = shlex.split(shown[0].replace("\\\n#", ""))

    assert "--read-only" in words
    assert words[words.index("--cap-drop") + 1] == "ALL"
    assert words[words.index("--security-opt") + 1] == "no-new-privileges"
    assert not {"--privileged", "--network=host", "--user=root"} & set(words)


def test_services_have_no_capability_and_gain_none() -> None:
    (compose,) = yaml("compose.yaml")

    for name, service in compose["services"].items():
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not {"privileged", "cap_add", "network_mode", "pid", "ports"} & set(
            service
        )
        if name != "database":  # PostgreSQL's image gives its folder away as root
            assert service["cap_drop"] == ["ALL"], name
            assert service["read_only"] is True, name
            assert all(str(one).endswith(":ro") for one in volumes(service)), name


def volumes(service: dict[str, object]) -> list[object]:
    found = service["volumes"]
    assert isinstance(found, list)
    return found


def pods() -> Iterator[dict[str, object]]:
    for one in yaml("kubernetes.yaml"):
        spec: dict[str, object] = one["spec"]  # type: ignore[assignment]  # as it is
        for key in ("jobTemplate", "spec", "template", "spec"):
            spec = spec.get(key, spec)  # type: ignore[assignment]
        yield spec


def test_pods_run_as_nobodys_root_and_know_no_token() -> None:
    for pod in pods():
        assert pod["automountServiceAccountToken"] is False
        assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
        of_pod = pod["securityContext"]
        assert isinstance(of_pod, dict)
        assert of_pod["runAsNonRoot"] is True
        assert of_pod["seccompProfile"] == {"type": "RuntimeDefault"}
        containers = pod["containers"]
        assert isinstance(containers, list)
        for one in containers:
            assert one["securityContext"] == {
                "readOnlyRootFilesystem": True,
                "allowPrivilegeEscalation": False,
                "capabilities": {"drop": ["ALL"]},
            }
            assert one["resources"]["limits"]["memory"]


@pytest.mark.parametrize("name", ["newscrawler", "newscrawler-worker"])
def test_units_of_systemd_gain_nothing(name: str) -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.read_string((DEPLOY / f"{name}.service").read_text("utf-8"))
    service = unit["Service"]

    assert service["NoNewPrivileges"] == service["ProtectHome"] == "true"
    assert service["PrivateTmp"] == service["RestrictSUIDSGID"] == "true"
    assert service["CapabilityBoundingSet"] == ""
    assert service["User"] not in ("", "root")


SILENCED = re.compile(r"# noqa:[^#\n]*?\bS\d+(?:, ?[A-Z]+\d+)*(?P<why>.*)")


def test_what_ruff_finds_insecure_is_silenced_with_a_reason() -> None:
    found = [
        (file, line)
        for folder in ("newscrawler", "benchmarks", "docs")
        for file in (ROOT / folder).rglob("*.py")
        for line in file.read_text("utf-8").splitlines()
        if SILENCED.search(line)
    ]

    assert found
    for file, line in found:
        match = SILENCED.search(line)
        assert match is not None
        assert match["why"].strip(), f"{file}: {line.strip()}: why?"


def test_rules_about_security_are_on_for_all_that_is_shipped() -> None:
    lint = PYPROJECT["tool"]["ruff"]["lint"]

    assert "S" in lint["select"]
    assert [one for one in lint["ignore"] if one.startswith("S1")] == ["S101"]
    for pattern, codes in lint["per-file-ignores"].items():
        if not pattern.startswith(("tests/", "benchmarks/")):
            assert not [one for one in codes if re.fullmatch(r"S\d*", one)], pattern
