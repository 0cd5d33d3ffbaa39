"""Writing on a stick: the file is whole there, or it is not there, and the teacher knows why."""

import errno
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from kongchuo_desktop.domain.errors import Cancelled, FileTrouble
from kongchuo_desktop.exchange import post, stick, trouble
from kongchuo_desktop.exchange.disk import Disk

NAME = "XJ_9999990001_2026A_0007_ab12.xjpkg"
DATA = bytes(range(256)) * 4096  # 1 MiB: several chunks
ROOT = Path(__file__).parents[2]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")


@pytest.fixture
def folder(tmp_path) -> Path:
    """A stick on which an earlier parcel lies."""
    (tmp_path / "XJ_9999990001_2026A_0006_77aa.xjpkg").write_bytes(b"earlier")
    return tmp_path


def left_on(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_written_file_is_whole_and_alone(folder):
    before = left_on(folder)
    written = stick.write(folder, NAME, DATA)
    assert written == stick.Written(folder / NAME, len(DATA), sha256(DATA).hexdigest())
    assert left_on(folder) == {**before, NAME: DATA}


def test_a_parcel_read_from_the_stick_opens(folder, school, office, sealed):
    written = stick.write(folder, NAME, sealed)
    assert post.unwrap(written.path.read_bytes(), [office.identity], school.signers)


def test_progress_counts_writing_and_reading_back(folder):
    told = []
    stick.write(folder, NAME, DATA, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[0] == (0, 2 * len(DATA))
    assert told[-1] == (2 * len(DATA), 2 * len(DATA))
    assert len(told) > 4


@pytest.mark.parametrize("after", range(8))
def test_cancelling_at_any_moment_leaves_nothing(folder, after):
    before, calls = left_on(folder), []

    def progress(done: int, total: int) -> None:
        calls.append(done)
        if len(calls) > after:
            raise Cancelled

    with pytest.raises(Cancelled):
        stick.write(folder, NAME, DATA, progress)
    assert left_on(folder) == before


def test_names_are_safe_and_never_the_same(folder):
    names = {stick.file_name("9999990001", "2026A", 7) for _ in range(20)}
    assert len(names) > 15
    for name in names:
        assert re.fullmatch(r"XJ_9999990001_2026A_0007_[0-9a-f]{4}\.xjpkg", name)
    for code, term in (("../", "CON"), ("九九", "二〇二六"), ("a" * 500, ""), ("", "x\0y")):
        assert stick.write(folder, stick.file_name(code, term, 1), b"x").path.parent == folder


@pytest.mark.parametrize("name", ["../x.xjpkg", "x", ".xjpkg", "石桥.xjpkg", "a/b.xjpkg", ""])
def test_a_name_that_is_not_ours_is_a_mistake_of_the_caller(folder, name):
    with pytest.raises(ValueError, match="not a name"):
        stick.write(folder, name, b"x")


@pytest.mark.parametrize("name", [NAME, NAME + stick.UNFINISHED])
def test_nothing_that_lies_there_is_overwritten(folder, name):
    (folder / name).write_bytes(b"another")
    before = left_on(folder)
    with pytest.raises(FileTrouble, match="同名"):
        stick.write(folder, NAME, DATA)
    assert left_on(folder) == before


def test_a_link_in_the_way_is_not_followed(folder, tmp_path_factory):
    target = tmp_path_factory.mktemp("elsewhere") / "target"
    (folder / (NAME + stick.UNFINISHED)).symlink_to(target)
    with pytest.raises(FileTrouble, match="同名"):
        stick.write(folder, NAME, DATA)
    assert not target.exists()


def test_places_that_are_none(folder):
    with pytest.raises(FileTrouble, match="找不到这个位置"):
        stick.write(folder / "gone", NAME, DATA)
    with pytest.raises(FileTrouble, match="不是文件夹"):
        stick.write(next(folder.iterdir()), NAME, DATA)
    with pytest.raises(FileTrouble, match="路径太长"):
        stick.write(folder / ("x" * 300), NAME, DATA)


@contextmanager
def mounted(folder: Path, options: str):
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if done.returncode:
        pytest.skip("this machine does not let root mount")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@as_root
def test_a_full_stick_is_seen_before_anything_is_written(tmp_path):
    with mounted(tmp_path, "size=512k"):
        with pytest.raises(FileTrouble, match=r"需要 1\.1 MB，只剩 512 KB"):
            stick.write(tmp_path, NAME, DATA)
        assert left_on(tmp_path) == {}


class Boastful(Disk):
    """A stick that promises more room than it has, as many cheap ones do."""

    def free(self, folder: Path) -> int:
        return 2**40


@as_root
def test_a_stick_that_fills_up_while_writing_is_left_clean(tmp_path):
    with mounted(tmp_path, "size=512k"):
        (tmp_path / "earlier.xjpkg").write_bytes(b"earlier")
        with pytest.raises(FileTrouble, match="空间已满"):
            stick.write(tmp_path, NAME, DATA, disk=Boastful())
        assert left_on(tmp_path) == {"earlier.xjpkg": b"earlier"}


@as_root
def test_a_write_protected_stick_says_so(tmp_path):
    with mounted(tmp_path, "ro"), pytest.raises(FileTrouble, match="写保护"):
        stick.write(tmp_path, NAME, DATA)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_says_so(tmp_path):
    tmp_path.chmod(0o555)
    with pytest.raises(FileTrouble, match="没有权限"):
        stick.write(tmp_path, NAME, DATA)


LIMITED = """
import resource, signal, sys
from pathlib import Path
from kongchuo_desktop.domain.errors import FileTrouble
from kongchuo_desktop.exchange import stick
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    stick.write(Path(sys.argv[1]), sys.argv[2], bytes(400_000))
except FileTrouble as trouble:
    sys.stdout.buffer.write(str(trouble).encode())
"""


def test_a_write_that_ends_half_way_leaves_nothing(folder):
    """The kernel takes a part of a chunk, then refuses: as a file system's limit does."""
    before = left_on(folder)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(folder), NAME],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    assert "文件太大" in done.stdout.decode()
    assert left_on(folder) == before


class Failing(Disk):
    """A real disk whose `at`-th step fails, and every later one too when `for_good`."""

    STEPS = frozenset(name for name in vars(Disk) if name[0] != "_") - {"pause"}

    def __init__(self, at: int, error: OSError, *, for_good: bool = False) -> None:
        self.at, self.error, self.for_good = at, error, for_good
        self.steps: list[str] = []
        self.pauses: list[float] = []

    def __getattribute__(self, name: str):
        if name in Failing.STEPS:
            self.steps.append(name)
            number = len(self.steps)
            if number == self.at or (self.for_good and number > self.at):
                if name == "close":
                    return self.failing_close
                raise self.error
        return super().__getattribute__(name)

    def failing_close(self, file: int) -> None:
        os.close(file)
        raise self.error

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


def steps_of_a_good_write(tmp_path: Path) -> int:
    disk = Failing(0, OSError())
    stick.write(tmp_path, NAME, DATA, disk=disk)
    return len(disk.steps)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.ENOTCONN, errno.EROFS])
def test_whichever_step_fails_once_nothing_of_the_file_is_left(folder, tmp_path_factory, code):
    """The N-th operation fails, N = 1, 2, 3 … until the write succeeds."""
    before = left_on(folder)
    steps = steps_of_a_good_write(tmp_path_factory.mktemp("good"))
    assert steps > 15
    for at in range(1, steps + 1):
        disk = Failing(at, OSError(code, os.strerror(code)))
        with pytest.raises(FileTrouble) as trouble_told:
            stick.write(folder, NAME, DATA, disk=disk)
        assert str(trouble_told.value) == trouble.sentence(disk.error)
        assert left_on(folder) == before, disk.steps[at - 1]
    stick.write(folder, NAME, DATA, disk=Failing(steps + 1, OSError()))


def test_a_stick_pulled_out_for_good_is_told_and_earlier_files_live(folder, tmp_path_factory):
    """Nothing can be cleaned any more; what is left can only be the new file."""
    before = left_on(folder)
    steps = steps_of_a_good_write(tmp_path_factory.mktemp("good"))
    for at in range(1, steps + 1):
        gone = OSError(errno.ENODEV, "No such device")
        with pytest.raises(FileTrouble, match="U盘被拔出"):
            stick.write(folder, NAME, DATA, disk=Failing(at, gone, for_good=True))
        left = left_on(folder)
        for name in (NAME, NAME + stick.UNFINISHED):
            left.pop(name, None)
            (folder / name).unlink(missing_ok=True)
        assert left == before


class Forgetful(Disk):
    """A stick that answers with other bytes than it was given."""

    def read(self, file: int, size: int) -> bytes:
        return super().read(file, size).replace(b"\x07", b"\x00")


def test_a_stick_that_reads_back_other_bytes_is_not_trusted(folder):
    before = left_on(folder)
    with pytest.raises(FileTrouble, match="读回来不一样"):
        stick.write(folder, NAME, DATA, disk=Forgetful())
    assert left_on(folder) == before


class Watched(Disk):
    """A new file that a virus scanner of Windows holds for the first `times` attempts."""

    def __init__(self, times: int, code: int) -> None:
        self.times, self.code = times, code
        self.pauses: list[float] = []

    def rename(self, old: Path, new: Path) -> None:
        if len(self.pauses) < self.times:
            error = PermissionError(errno.EACCES, "held")
            error.winerror = self.code
            raise error
        super().rename(old, new)

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_scanner_is_waited_for(folder, code):
    disk = Watched(3, code)
    assert stick.write(folder, NAME, DATA, disk=disk).path.read_bytes() == DATA
    assert disk.pauses == [0.05, 0.1, 0.2]


@pytest.mark.parametrize(("code", "words"), [(5, "没有权限"), (32, "占用")])
def test_a_scanner_that_never_lets_go_is_named(folder, code, words):
    before, disk = left_on(folder), Watched(99, code)
    with pytest.raises(FileTrouble, match=words):
        stick.write(folder, NAME, DATA, disk=disk)
    assert 2 < sum(disk.pauses) < 3
    assert left_on(folder) == before


def test_each_trouble_of_the_machine_has_its_own_sentence():
    groups = (
        (errno.ENOSPC,),
        (errno.EDQUOT,),
        (errno.EROFS,),
        (errno.EIO,),
        (errno.ENODEV, errno.ENOTCONN, errno.ESTALE, errno.ENXIO),
        (errno.ENOENT,),
        (errno.ENOTDIR,),
        (errno.EACCES, errno.EPERM),
        (errno.EEXIST,),
        (errno.ENAMETOOLONG,),
        (errno.EINVAL,),
        (errno.EFBIG,),
        (errno.EBUSY,),
        (errno.EMFILE,),
        (errno.ELOOP,),
    )
    said = [{trouble.sentence(OSError(code, "")) for code in group} for group in groups]
    assert all(len(each) == 1 for each in said)
    assert len({sentence for each in said for sentence in each}) == len(groups)
    assert f"错误号 {errno.ELOOP}" in said[-1].pop()


def test_sizes_are_told_as_people_read_them():
    assert stick.size_text(300 * 1024) == "300 KB"
    assert stick.size_text(1) == "1 KB"
    assert stick.size_text(1_258_291) == "1.2 MB"
