"""Files a person asked for, papers and workbooks: whole in their place, or not there at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kongchuo_desktop.domain.errors import FileTrouble, Refused
from kongchuo_desktop.exchange.disk import Disk

_SHOWN = 60  # letters of a name that its unfinished file bears, so that no disk finds it too long
_KEPT = "原有的文件没有改动。"
_FULL = f"磁盘（或U盘）满了，没有写完。{_KEPT}请腾出空间，或换一个位置。"
_DENIED = f"这里不能写文件（没有权限或写保护）。{_KEPT}请换一个位置。"
_BUSY = f"文件正被别的程序打开。{_KEPT}请先关掉它，或换个文件名。"
_GONE = f"找不到这个位置，U盘可能已经拔出。{_KEPT}请插好U盘，或换一个位置。"
_BROKEN = f"磁盘（或U盘）读写出错或被拔出，没有写完。{_KEPT}请换一个位置。"
_SENTENCES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: f"文件太大，这个位置放不下。{_KEPT}请换一个位置。",
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: _DENIED,
    errno.EBUSY: _BUSY,
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.EIO: _BROKEN,
    errno.ENODEV: _BROKEN,
    errno.ENAMETOOLONG: f"名字太长。{_KEPT}请换个短一些的文件名。",
}
_WINDOWS = {5: _DENIED, 19: _DENIED, 32: _BUSY, 33: _BUSY, 39: _FULL, 112: _FULL}


def file_name(words: str) -> str:
    """Words as the name of a file on any system: what it may not contain becomes `_`."""
    stem, dot, ending = words.rpartition(".")
    said = "".join("_" if c in '\\/:*?"<>|' or ord(c) < 32 else c for c in stem or ending)
    return f"{said.strip(' .')[:80] or '_'}{dot if stem else ''}{ending if stem else ''}"


def check(path: Path, *, new: bool = False, disk: Disk | None = None) -> None:
    """FileTrouble if nothing can be written at `path`: asked before a number is taken.

    With `new`, Refused if anything is there already.
    """
    with _told(path):
        if path.is_dir():
            raise FileTrouble(f"“{path}”是文件夹，什么也没有写。请在后面加上文件名。")
        if not path.absolute().parent.is_dir():
            raise FileTrouble(
                f"没有文件夹“{path.parent}”，什么也没有写。请先建好它，或换一个位置。"
            )
        if new and os.path.lexists(path):
            raise Refused(f"已经有“{path}”，没有覆盖它，什么也没有写。请换个文件名。")
        _check_old(path)
        _probe(path, disk or Disk())


def write(path: Path, data: bytes, disk: Disk | None = None) -> None:
    """Put `data` at `path` in one step; FileTrouble if not, and what was there is as it was."""
    disk = disk or Disk()
    check(path)
    target = path.resolve()  # the file a link leads to is replaced, not the link
    part = _part(target)
    with _told(path):
        try:
            _fill(disk, part, data)
            disk.replace(part, target)
        except BaseException:
            with suppress(OSError):
                disk.remove(part)
            raise
        with suppress(OSError):  # the file is there; only its name may be lost with the power
            disk.sync_folder(target.parent)


def sentence(error: OSError) -> str:
    """What the machine says about a file, for people."""
    known = _WINDOWS.get(getattr(error, "winerror", None) or 0)
    known = known or _SENTENCES.get(error.errno or 0)
    return known or (
        f"读写文件时出错（错误号 {error.errno}）。{_KEPT}请换一个位置；"
        "仍不行，请把错误号告诉维护人员。"
    )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        shown = path.name if len(path.name) <= _SHOWN else f"{path.name[:_SHOWN]}…"
        raise FileTrouble(f"没有写成“{shown}”：{sentence(error)}") from error


def _check_old(path: Path) -> None:
    """What is there may be replaced: an ordinary file that may be written and is not held."""
    if not path.exists():
        return
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        raise FileTrouble(f"“{path}”不是普通文件，什么也没有写。请换个文件名。")
    if not mode & stat.S_IWUSR:
        raise FileTrouble(f"“{path}”是只读的，没有改动它。请换个文件名。")
    os.close(os.open(path, os.O_RDWR))


def _probe(path: Path, disk: Disk) -> None:
    part = _part(path.resolve())
    disk.remove(part)
    disk.close(disk.create(part))
    disk.remove(part)


def _fill(disk: Disk, part: Path, data: bytes) -> None:
    file = disk.create(part)
    try:
        disk.write(file, memoryview(data))
        disk.sync(file)
    finally:
        disk.close(file)


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name[:_SHOWN]}.part")
