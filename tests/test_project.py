"""The frame holds: what is committed, what is built, and what starting up costs."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import oncoptions

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# Each with its reason in pyproject.toml, "Heavy libraries only where they are used".
HEAVY = frozenset(PROJECT["tool"]["importlinter"]["contracts"][1]["forbidden_modules"])
# The modules allowed to import them; everything else must start without.
EDGES = re.compile(r"oncoptions\.(web|hooks|cohort|proofs|criteria\.to_(polars|z3))\b")


def run(*command: str, cwd: Path = ROOT) -> str:
    """What a command prints; its own words when it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


def own_files() -> list[Path]:
    """Every file that is, or is about to be, part of the repository."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of each of them; a picture or a table in binary has no text."""
    for path in own_files():
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


# ---------------------------------------------------------------- what is committed

# In pieces, so that this file does not find itself.
MACHINE_PATH = re.compile(
    r"(?<![\w.~-])/(?:"
    + "|".join(["root", "home", "Users", "work", "opt", "private/var"])
    + r")/\w"
    r"|\b[A-Z]:\\" + "Users"
)
REGISTRY = re.compile("|".join([r"pypi\." + "org", "python" + "hosted", r"registry\." + "npm"]))


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY], ids=["machine path", "registry"])
def test_no_file_names_the_machine_it_was_made_on(pattern: re.Pattern[str]) -> None:
    found = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"
        for name, text in texts()
        for match in pattern.finditer(text)
    ]
    assert not found, "\n".join(found)


def test_every_module_says_why_it_exists() -> None:
    silent = [
        name
        for name, text in texts()
        if name.endswith(".py") and ast.get_docstring(ast.parse(text, name)) is None
    ]
    assert not silent, f"no docstring: {', '.join(silent)}"


# ---------------------------------------------------------------- the commands


def test_help_lists_every_command_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    listed = set(
        re.findall(r"^  make ([a-z]+) ", run("make", "--no-print-directory"), re.MULTILINE)
    )
    declared = set(re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[0].split())
    assert listed == targets == declared


def test_make_refuses_an_old_python_and_says_so(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.6"\nexit 1\n')
    old.chmod(0o755)
    done = subprocess.run(
        ["make", f"VENV={tmp_path / 'venv'}", f"PYTHON={old}", str(tmp_path / "venv" / ".made")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "needs Python 3.11 or newer; found: Python 3.9.6" in done.stderr
    assert not (tmp_path / "venv").exists()


# ---------------------------------------------------------------- the requirements


def pins(name: str) -> dict[str, str]:
    """The exact version of each package in a requirements file."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    """The normalised names of loose requirements such as `PyYAML>=6`."""
    return {re.split(r"[^\w.-]", each)[0].lower().replace("_", "-") for each in requirements}


def test_every_dependency_is_pinned() -> None:
    project = PROJECT["project"]
    assert names(project["dependencies"]) <= set(pins("core.txt"))
    assert names(project["optional-dependencies"]["dev"]) <= set(pins("dev.txt"))


def test_core_and_dev_agree_on_versions() -> None:
    assert pins("core.txt").items() <= pins("dev.txt").items()


@pytest.mark.parametrize("name", ["core.txt", "dev.txt"])
def test_every_pin_carries_a_hash(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    assert [line for line in text.splitlines() if "--hash=sha256:" not in line] == []


# ---------------------------------------------------------------- the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The package as people would install it, built apart from the checkout's own folders."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_wheel_carries_the_knowledge_as_it_stands(wheel: zipfile.ZipFile) -> None:
    knowledge = [path for path in own_files() if path.is_relative_to(ROOT / "knowledge")]
    assert knowledge, "the folder knowledge/ is empty"
    carried = set(wheel.namelist())
    for path in knowledge:
        name = f"oncoptions/_knowledge/{path.relative_to(ROOT / 'knowledge').as_posix()}"
        assert name in carried
        assert wheel.read(name) == path.read_bytes(), name


def test_wheel_carries_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    package = {
        path.relative_to(ROOT / "src").as_posix()
        for path in own_files()
        if path.is_relative_to(ROOT / "src")
    }
    carried = {name for name in wheel.namelist() if "/_knowledge/" not in name}
    assert "oncoptions/py.typed" in carried
    assert {name for name in carried if ".dist-info/" not in name} == package


def test_wheel_carries_the_licences(wheel: zipfile.ZipFile) -> None:
    carried = {Path(name).name for name in wheel.namelist() if "/licenses/" in name}
    assert carried == {"LICENSE", "LICENSE-knowledge", "NOTICE"}


def test_wheel_imports_without_the_checkout(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); "
        "import oncoptions; print(oncoptions.__file__)"
    )
    assert run(sys.executable, "-c", code, cwd=tmp_path).startswith(str(tmp_path))


# ---------------------------------------------------------------- starting up


def core_modules() -> list[str]:
    """Every module that must work, and start, without any extra installed."""
    found = pkgutil.walk_packages(oncoptions.__path__, "oncoptions.", onerror=raise_it)
    inner = [module.name for module in found if not EDGES.match(module.name)]
    return ["oncoptions", *(name for name in inner if not name.endswith("__main__"))]


def raise_it(name: str) -> None:
    """A package that cannot be imported is a failure, not a module less."""
    importlib.import_module(name)


@pytest.mark.parametrize("modules", [["oncoptions"], core_modules()], ids=["package", "core"])
def test_starting_up_imports_nothing_heavy(modules: list[str]) -> None:
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    loaded = set(run(sys.executable, "-c", code).split())
    assert loaded & HEAVY == set()
