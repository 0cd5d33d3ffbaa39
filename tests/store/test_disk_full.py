"""A disk that is full or fails: nothing half saved, everything earlier kept, and it is told."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from factory import SCHOOL, visit

from kongchuo_desktop.domain.errors import FileTrouble
from kongchuo_desktop.services import schools, visits


@pytest.fixture
def tiny_disk(tmp_path):
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("needs root to mount a tiny disk")
    place = tmp_path / "小盘"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def notes(ctx):
    return sorted(found.note for found in visits.of_student(ctx, "wang"))


def fill(disk: Path, leave_free: int) -> Path:
    """A file that takes up all but so many bytes."""
    free = shutil.disk_usage(disk).free
    filler = disk / "照片"
    filler.write_bytes(bytes(max(0, free - leave_free)))
    return filler


@pytest.mark.parametrize("left", [0, 4096, 12288, 20480, 40960])
def test_a_save_on_a_full_disk_is_refused_whole_and_works_again_with_room(
    folder, tiny_disk, open_school, left
):
    data = shutil.copytree(folder, tiny_disk / "数据", ignore=shutil.ignore_patterns("*.lock"))
    ctx = open_school(data)
    visits.record(ctx, visit(note="以前的"))
    filler = fill(tiny_disk, left)

    saved = ["以前的"]
    with pytest.raises(FileTrouble, match=r"磁盘已满.*以前的数据都在"):
        for n in range(100):
            visits.record(ctx, visit(note=f"第{n}次" + "长" * 3000))
            saved.append(f"第{n}次" + "长" * 3000)
    assert notes(ctx) == sorted(saved)

    filler.unlink()
    visits.record(ctx, visit(note="腾出空间以后"))
    ctx.close()
    again = open_school(data)
    assert notes(again) == sorted([*saved, "腾出空间以后"])
    assert again.data.db.connection().pragma("integrity_check") == "ok"


@pytest.mark.parametrize("left", [0, 4096, 20480, 102400])
def test_a_school_is_not_made_on_a_full_disk(tiny_disk, left):
    fill(tiny_disk, left)

    with pytest.raises(FileTrouble, match="磁盘"):
        schools.create(tiny_disk / "数据", SCHOOL).close()


@contextlib.contextmanager
def failing_beyond(offset: int):
    """Every write beyond an offset of a file fails, as on a disk gone bad."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (offset, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(os.name == "nt", reason="a limit of POSIX")
@pytest.mark.parametrize("room", [0, 100, 4200, 8400, 16800, 40000])
def test_a_write_that_fails_is_told_and_nothing_of_it_is_kept(folder, open_school, room):
    ctx = open_school(folder)
    visits.record(ctx, visit(note="以前的"))
    entries = ctx.last_op()
    size = (folder / "school.db-wal").stat().st_size

    with failing_beyond(size + room), pytest.raises(FileTrouble, match="没有保存"):
        for n in range(20):
            visits.record(ctx, visit(note=f"第{n}次" + "长" * 3000))
    kept = notes(ctx)
    assert len(kept) == ctx.last_op() - entries + 1
    assert "以前的" in kept

    visits.record(ctx, visit(note="换了磁盘以后"))
    ctx.close()
    again = open_school(folder)
    assert notes(again) == sorted([*kept, "换了磁盘以后"])
    assert again.data.db.connection().pragma("integrity_check") == "ok"
