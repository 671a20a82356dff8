"""The wheel works by itself, and the locked requirements hold what they promise."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from tests.validators import ROOT

LOCKS = ("run", "test", "bench")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def empty(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel and, so as not to reach the network, the dependencies of this one.

    Editable installs are not carried over: they are .pth files, which Python reads in its own site folder only.
    """
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel]
    subprocess.run([str(part) for part in install], check=True)
    site = next(folder.glob("lib/python*/site-packages"))
    (site / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return folder / "bin"


def locked(name: str) -> dict[str, str]:
    """Return the versions that one lock file pins, by project, without extras."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,-]+\])?==(\S+)", text, re.MULTILINE))


def test_the_wheel_carries_every_module_and_every_template(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "pipeline").rglob("*.py")}
    templates = {f"pipeline/{path.relative_to(ROOT)}" for path in (ROOT / "templates").rglob("*") if path.is_file()}
    assert templates
    assert (modules | templates | {"pipeline/py.typed"}) - carried == set()


def test_an_installed_wheel_makes_the_four_editions_of_a_new_project(empty: Path, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COVERAGE"))}

    def run(*command: str | Path, folder: Path = tmp_path) -> str:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    where = run(empty / "python", "-c", "import pipeline; print(pipeline.__file__)")
    assert Path(where).is_relative_to(empty.parent)
    run(empty / "engross", "new", "x")
    run(empty / "engross", "build", folder=tmp_path / "x")
    made = (tmp_path / "x" / "build").iterdir()
    assert {path.suffix for path in made if path.is_file()} >= {".docx", ".epub", ".html", ".pdf"}


def test_the_command_and_the_package_have_one_version(empty: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    said = subprocess.run([empty / "engross", "--version"], capture_output=True, encoding="utf-8", check=True).stdout
    assert said == f"engross {version}\n"


@pytest.mark.parametrize("name", LOCKS)
def test_locked_requirements_are_exact_hashed_and_without_addresses(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.findall(r"^\s*--(?!hash=sha256:)", text, re.MULTILINE)
    entries = re.findall(r"^[a-z0-9][^\n]*(?:\n[ ]+--hash[^\n]*)*", text, re.MULTILINE)
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_all_locks_agree_and_hold_what_the_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {
        "run": project["dependencies"],
        **{extra: project["dependencies"] + project["optional-dependencies"][extra] for extra in ("test", "bench")},
    }
    for name, requirements in asked.items():
        names = {re.split(r"[^a-z0-9.-]", wanted.lower().replace("_", "-"))[0] for wanted in requirements}
        assert names - set(locked(name)) == set()
        assert locked("run").items() - locked(name).items() == set()


def test_the_lock_of_the_validators_names_no_host() -> None:
    lock = json.loads((ROOT / "tests" / "validators" / "package-lock.json").read_text(encoding="utf-8"))
    fetched = {name: package for name, package in lock["packages"].items() if name}
    assert fetched
    assert [name for name, package in fetched.items() if "resolved" in package or "integrity" not in package] == []
