"""Measure what the design promises, and print each figure beside its target.

    make bench

Timings of one machine are noisy: read the ratios. Each figure is of this run.
"""

import datetime as dt
import gc
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from oncoptions.assessment.assess import assess
from oncoptions.knowledge.base import KnowledgeBase, open_knowledge
from oncoptions.knowledge.check import all_faults
from oncoptions.knowledge.load import files_of
from oncoptions.knowledge.store import default_root
from oncoptions.records.source import load_case

DAY = dt.date(2026, 11, 23)
EXAMPLES = sorted(path for path in Path("examples").iterdir() if path.suffix in (".yaml", ".json"))


def main() -> None:
    """Print all figures."""
    knowledge = open_knowledge()
    counts = f"{len(knowledge.regimens)} options, {len(knowledge.base.criteria)} criteria"
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores; {counts}\n")
    _row("what", "figure", "target")
    _bare()
    _cold()
    _in_process(knowledge)
    _check()


def _row(what: str, figure: str, target: str) -> None:
    print(f"{what:56} {figure:>34}   {target}")


def _bare() -> None:
    times = [_process([sys.executable, "-c", "pass"])[0] for _ in range(9)]
    _row("bare interpreter, whole process", f"{statistics.median(times):.3f} s", "")


def _cold() -> None:
    """Whole processes, with the compiled knowledge kept from an earlier run."""
    example = "examples/recurrent-hr-positive.yaml"
    command = [sys.executable, "-m", "oncoptions", "assess", example, "--on", DAY.isoformat()]
    _process(command)
    runs = [_process(command) for _ in range(9)]
    seconds, memory = statistics.median(r[0] for r in runs), max(r[1] for r in runs)
    _row(
        "cold `oncoptions assess`, whole process",
        f"{seconds:.3f} s, {memory:.0f} MB",
        "0.35 s, 120 MB",
    )


def _process(command: list[str]) -> tuple[float, float]:
    """Run a command; return seconds and the peak of its memory in MB."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed: {' '.join(command)}")
    scale = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - started, usage.ru_maxrss * scale / 1e6


def _in_process(knowledge: KnowledgeBase) -> None:
    """One assessment at a time, with reasons and tests, over all examples."""
    for path in EXAMPLES:
        case, _ = load_case(str(path), knowledge.vocabulary, knowledge.lexicon, DAY)
        assess(case, knowledge, DAY, "US")
        gc.collect()
        gc.freeze()
        p50, p99 = _percentiles(lambda case=case: assess(case, knowledge, DAY, "US"), 60)
        _row(f"assess {path.name}", f"p50 {p50:.1f} ms, p99 {p99:.1f} ms", "5 ms, 15 ms")
    for path in EXAMPLES:
        if path.suffix == ".json":
            read = lambda path=path: load_case(  # noqa: E731  # one expression, measured as it is
                str(path), knowledge.vocabulary, knowledge.lexicon, DAY
            )
            p50, p99 = _percentiles(read, 60)
            size = path.stat().st_size / 1000
            _row(f"read {path.name}, {size:.0f} kB", f"p50 {p50:.1f} ms, p99 {p99:.1f} ms", "")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    _row("peak memory of this process", f"{peak:.0f} MB", "")


def _percentiles(run: Callable[[], object], times: int) -> tuple[float, float]:
    """Return the median and the 99th percentile in milliseconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[min(len(taken) - 1, int(len(taken) * 0.99))]


def _check() -> None:
    started = time.perf_counter()
    files = files_of(default_root())
    _, faults = all_faults(files)
    seconds = time.perf_counter() - started
    _row(
        f"check of {len(files)} files ({len(faults)} faults)",
        f"{seconds:.2f} s",
        "30 s with proofs",
    )


if __name__ == "__main__":
    main()
