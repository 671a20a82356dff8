"""tools/system-packages with stand-ins for the system's own commands."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.validators import ROOT

Machine = Callable[..., "subprocess.CompletedProcess[str]"]
BUILD = "libharfbuzz-subset0 libpangoft2-1.0-0"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with the given packages, user and sudo; what apt-get is asked to do is written to calls."""

    def command(name: str, script: str) -> None:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def run(
        *arguments: str, installed: str = "", uid: int = 0, sudo: bool = False, pip: bool = True
    ) -> "subprocess.CompletedProcess[str]":
        cases = "".join(f"{package}) echo installed;; " for package in installed.split())
        command("dpkg-query", f"case $4 in {cases}*) exit 1;; esac")
        command("id", f"echo {uid}")
        command("python3", f"exit {0 if pip else 1}")
        command("apt-get", f'echo "$@" >> {tmp_path}/calls')
        command("sudo", 'shift; exec "$@"' if sudo else "exit 1")
        return subprocess.run(
            [ROOT / "tools" / "system-packages", *arguments],
            cwd=tmp_path,
            env={"PATH": f"{tmp_path}/bin:{os.defpath}"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


def calls(tmp_path: Path) -> list[str]:
    path = tmp_path / "calls"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def test_nothing_is_run_when_everything_is_there(machine: Machine, tmp_path: Path) -> None:
    done = machine("build", installed=BUILD, uid=1000)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert calls(tmp_path) == []


@pytest.mark.parametrize(("uid", "sudo"), [(0, False), (1000, True)])
def test_root_and_sudo_install_what_is_missing_without_a_question(
    machine: Machine, tmp_path: Path, uid: int, sudo: bool
) -> None:
    done = machine("build", installed="libharfbuzz-subset0", uid=uid, sudo=sudo)
    assert done.returncode == 0
    update, install = calls(tmp_path)
    assert update.split()[-1] == "update"
    assert "--yes --no-install-recommends libpangoft2-1.0-0 " in install


def test_others_get_the_one_command_and_status_3(machine: Machine, tmp_path: Path) -> None:
    done = machine("build", uid=1000, pip=False)
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].strip() == (
        f"apt-get update && apt-get install --yes --no-install-recommends {BUILD} python3-venv"
    )
    assert calls(tmp_path) == []


def test_the_tests_need_more_than_the_build(machine: Machine) -> None:
    assert "libjaxb-java" in machine("test", uid=1000).stderr
    assert "libjaxb-java" not in machine("build", uid=1000).stderr


def test_an_unknown_purpose_is_wrong_usage(machine: Machine) -> None:
    assert machine("cook").returncode == 2
    assert machine().returncode == 2


def test_make_alone_lists_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = next(line for line in text.splitlines() if line.startswith(".PHONY:")).split()[1:]
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    listed = [line.split()[1] for line in shown.stdout.splitlines()]
    assert listed == [name for name in phony if not name.startswith("system-")]
