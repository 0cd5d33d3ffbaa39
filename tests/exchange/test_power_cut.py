"""The power fails while a stick is written: user-mode Linux with its own FAT driver is killed.

What a kill cannot show: the stick's own cache, and the FAT driver of Windows.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.exchange import seal

ROOT = Path(__file__).parents[2]
MODULES = Path("/usr/lib/uml/modules")
TOOLS = ("linux.uml", "unshare", "insmod", "mkfs.vfat", "mcopy")
missing = [tool for tool in TOOLS if not shutil.which(tool)]
pytestmark = [
    pytest.mark.skipif(bool(missing), reason=f"not installed: {missing}"),
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root for its own process space"),
]

INIT = """#!/bin/sh
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev 2>/dev/null
for module in nls/nls_cp437 nls/nls_ascii nls/nls_iso8859-1 nls/nls_utf8 fat/fat fat/vfat; do
  for file in {modules}/*/kernel/fs/$module.ko; do
    [ -f $file ] && insmod $file 2>/dev/null
  done
done
mount -t vfat -o iocharset=utf8 /dev/ubda {folder}/mnt || echo NO MOUNT
PYTHONPATH={root} {python} -B {folder}/job.py {folder} {way} 2>&1
halt -f
"""

JOB = """
import sys
from pathlib import Path
from kongchuo_desktop.exchange import stick

home, way = Path(sys.argv[1]), sys.argv[2]
data = (home / "parcel").read_bytes()
for seq in range(1, 60):
    name = stick.file_name("9999990001", "2026A", seq)
    if way == "stick":
        stick.write(home / "mnt", name, data)
    else:
        (home / "mnt" / name).write_bytes(data)
    print("ACK", name, flush=True)
print("DONE", flush=True)
"""


def cut_after(folder: Path, way: str, parcels: int) -> list[str]:
    """Names of the parcels the program called finished before the power failed."""
    (folder / "mnt").mkdir()
    (folder / "job.py").write_text(JOB)
    init = folder / "init.sh"
    init.write_text(
        INIT.format(modules=MODULES, folder=folder, root=ROOT, python=sys.executable, way=way)
    )
    init.chmod(0o755)
    image = folder / "stick.img"
    with image.open("wb") as file:
        file.truncate(24 * 2**20)
    subprocess.run(["mkfs.vfat", str(image)], check=True, capture_output=True)
    uml = f"linux.uml mem=256M rootfstype=hostfs rootflags=/ rw init={init} ubda={image}"
    quiet = "con=null con0=null,fd:1 ssl=null quiet loglevel=1"
    machine = subprocess.Popen(
        ["unshare", "--pid", "--fork", "--kill-child", *uml.split(), *quiet.split()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "TMPDIR": "/dev/shm"},
        text=True,
    )
    done: list[str] = []
    said: list[str] = []
    deadline = threading.Timer(60, os.killpg, (machine.pid, signal.SIGKILL))
    deadline.start()
    with machine:
        for line in machine.stdout:
            said.append(line)
            if line.startswith("ACK"):
                done.append(line.split()[1])
            if len(done) >= parcels:
                break
        os.killpg(machine.pid, signal.SIGKILL)
    deadline.cancel()
    assert len(done) >= parcels, "".join(said)[-2000:]
    return done


def whole(folder: Path, names: list[str]) -> list[str]:
    """Which of `names` lie on the stick as whole parcels, read without mounting it."""
    found = []
    for name in names:
        copy = ["mcopy", "-n", "-i", str(folder / "stick.img"), f"::{name}", "-"]
        out = subprocess.run(copy, check=False, capture_output=True)
        try:
            seal.inspect(out.stdout)
        except Refused:
            continue
        found.append(name)
    return found


@pytest.fixture
def home(tmp_path, school, office) -> Path:
    """A folder with a parcel of some 200 KB to be written again and again."""
    rows = [{"id": os.urandom(16).hex(), "rev": 0, "x": os.urandom(16).hex()} for _ in range(4000)]
    (tmp_path / "parcel").write_bytes(school.wrap(office, {"student": rows}))
    return tmp_path


@pytest.mark.parametrize("parcels", [1, 4])
def test_what_was_called_finished_is_whole_after_a_power_cut(home, parcels):
    finished = cut_after(home, "stick", parcels)
    assert whole(home, finished) == finished


def test_the_same_cut_does_destroy_a_file_that_was_merely_saved(home):
    """The control: without the recipe this harness finds losses."""
    finished = cut_after(home, "plain", 4)
    assert len(whole(home, finished)) < len(finished)
