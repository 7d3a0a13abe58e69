"""The README is true: what it shows is what the command prints."""

import re
import subprocess
import sys
from pathlib import Path

README = Path("README.md").read_text(encoding="utf-8")


def test_the_excerpt_is_what_the_command_prints() -> None:
    found = re.search(r"<!-- excerpt: oncoptions (.+?) -->\n```\n(.+?)```", README, re.DOTALL)
    assert found is not None
    command = [sys.executable, "-m", "oncoptions", *found[1].split()]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    missing = [
        line
        for line in found[2].splitlines()
        if line.strip() and line.strip() != "[...]" and line not in printed.splitlines()
    ]
    assert not missing, "run the command and put what it prints into the README"


def test_every_file_it_names_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if "://" not in link and not Path(link).exists()] == []
