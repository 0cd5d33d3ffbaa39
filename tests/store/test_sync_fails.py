"""The disk says that it could not make a save durable: then it is not called saved."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kongchuo_desktop.services import visits

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")

WRITER = """
import pathlib, sys
sys.path.insert(0, sys.argv[2])
import factory
from kongchuo_desktop.domain.errors import FileTrouble
from kongchuo_desktop.services import schools, visits
try:
    ctx = schools.open_school(pathlib.Path(sys.argv[1]), factory.OFFICE, factory.Clock())
    for n in range(6):
        try:
            visits.record(ctx, factory.visit(note=str(n)))
            print("saved", n, flush=True)
        except FileTrouble as trouble:
            print("refused", n, trouble, flush=True)
    ctx.close()
except FileTrouble as trouble:
    print("unopened -", trouble, flush=True)
"""


@pytest.mark.parametrize("number", [1, 3, 4, 5, 6])
def test_what_could_not_be_made_durable_is_refused_and_the_rest_is_kept(
    folder, open_school, number
):
    inject = f"inject=fsync,fdatasync:error=EIO:when={number}"
    done = subprocess.run(
        ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-e", inject,
         "-o", "/dev/null", sys.executable, "-c", WRITER, str(folder),
         str(Path(__file__).parents[1])],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "not permitted" in done.stderr:
        pytest.skip("this machine lets nobody look over a program's shoulder")
    said = [line.split(" ", 2) for line in done.stdout.splitlines()]
    saved = {n for word, n, *_ in said if word == "saved"}
    refused = [rest for word, _, *rest in said if word != "saved"]

    assert done.returncode == 0, done.stderr
    assert len(refused) == 1
    assert "读写磁盘出错" in refused[0][0]
    kept = {found.note for found in visits.of_student(open_school(folder), "wang")}
    assert saved <= kept
