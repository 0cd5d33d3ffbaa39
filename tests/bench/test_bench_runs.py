"""The bench itself must not rot: its small variant runs and prints every part."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_small_bench_prints_every_part():
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    heads = [line for line in done.stdout.splitlines() if line in PARTS]
    assert heads == PARTS
    assert sum(line.endswith(("ok", "over")) for line in done.stdout.splitlines()) == TARGETS


PARTS = ["Import", "Start", "Search", "Print", "Days"]
TARGETS = 7 + bool(find_spec("typst"))  # a peer that is measured where it is installed
