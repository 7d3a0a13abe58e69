"""Open the knowledge base quickly and never a damaged one.

Reading the YAML takes a second or two; an answer must not. The first run checks everything and
keeps the result as one JSON file, named by a hash of every byte it came from and of the code that
read it. A knowledge base with a fault is never kept and never answers.
"""

import hashlib
import os
from functools import cache
from importlib import resources
from pathlib import Path

import msgspec

from oncoptions.errors import KnowledgeError
from oncoptions.knowledge.load import Base, files_of

__all__ = ["default_root", "open_base"]


def default_root() -> Path:
    """Return where `knowledge/` is: beside `src/` in a checkout, inside the package in a wheel."""
    if named := os.environ.get("ONCOPTIONS_KNOWLEDGE"):
        return Path(named)
    packaged = Path(str(resources.files("oncoptions"))) / "_knowledge"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "knowledge"


def open_base(root: Path | None = None) -> tuple[Base, str]:
    """Return the base and its version, a hash of its content.

    Raises KnowledgeError, naming the first fault and how many there are, if it has any.
    """
    root = root or default_root()
    files = files_of(root)
    version = _version(files)
    kept = _cache_file(version)
    try:
        return msgspec.json.decode(kept.read_bytes(), type=Base), version
    except (OSError, msgspec.DecodeError):
        base = _read_sound(root, files)
    _keep(kept, base)
    return base, version


def _read_sound(root: Path, files: dict[str, bytes]) -> Base:
    from oncoptions.knowledge.check import all_faults

    base, faults = all_faults(files)
    if base is None or faults:
        first = faults[0]
        raise KnowledgeError(
            root / first.file,
            f"{first.message} (faults in all: {len(faults)})",
            first.line,
            first.column,
            "run `oncoptions check` to see them all",
        )
    return base


def _version(files: dict[str, bytes]) -> str:
    digest = hashlib.blake2b(_code_version().encode(), digest_size=8)
    for name, content in files.items():
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


@cache
def _code_version() -> str:
    """Hash the code that shapes the kept file: the structs and the grammar."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.blake2b(digest_size=8)
    for part in ("criteria", "facts", "knowledge"):
        for path in sorted((package / part).glob("*.*")):
            if path.suffix in (".py", ".lark"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _cache_file(version: str) -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "oncoptions" / f"{version}.json"


def _keep(file: Path, base: Base) -> None:
    """Write the file in one step; a folder that cannot be written only costs time."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(f".{os.getpid()}.new")
        new.write_bytes(msgspec.json.encode(base))
        new.replace(file)
    except OSError:
        return
    for old in sorted(file.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)[:-4]:
        old.unlink(missing_ok=True)
