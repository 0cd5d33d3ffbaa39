"""Writing one file on a stick so that it is whole there or not there at all, and reading one."""

import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from kongchuo_desktop.domain.errors import FileTrouble, Refused
from kongchuo_desktop.exchange import trouble
from kongchuo_desktop.exchange.disk import Disk

SUFFIX = ".xjpkg"
UNFINISHED = ".part"
_CHUNK = 2**18
_MARGIN = 2**17  # a cluster of a large FAT stick for the file and one for its folder
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
_SHARING = {5, 32, 33}  # Windows: a virus scanner or indexer looks at the new file
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.[a-z0-9]{1,8}")

Progress = Callable[[int, int], None]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was read back from the stick and found to be what was given."""

    path: Path
    size: int
    sha256: str


def file_name(school_code: str, term: str, seq: int) -> str:
    """A name for a parcel that is never used twice and that every file system takes."""
    school, season = (re.sub(r"[^A-Za-z0-9]", "", text)[:20] or "0" for text in (school_code, term))
    return f"XJ_{school}_{season}_{seq:04d}_{secrets.token_hex(2)}{SUFFIX}"


def write(
    folder: Path,
    name: str,
    data: bytes,
    progress: Progress | None = None,
    disk: Disk | None = None,
) -> Written:
    """Write `data` as the new file `name` in `folder`, and read it back from the stick.

    After this returns the stick may be pulled out. Otherwise FileTrouble says why, or
    `progress` (bytes done, of twice the size: written and read) raised Cancelled, and of the
    new file nothing is left. Earlier files are never touched.
    """
    if not _SAFE_NAME.fullmatch(name):
        raise ValueError(f"not a name for a stick: {name!r}")
    job = _Job(folder / name, data, progress or _silent, disk or Disk())
    with trouble.told():
        job.check_room()
        job.run()
    return Written(job.final, len(data), sha256(data).hexdigest())


def read(path: Path, limit: int) -> bytes:
    """All bytes of a file; FileTrouble if it cannot be read, Refused beyond `limit` bytes."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe would never end
            raise Refused("这不是普通文件，没有读取。请重新选择一个文件。")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise FileTrouble(trouble.reading_sentence(error)) from error
    if len(data) > limit:
        raise Refused("文件太大，不是本程序写出的文件，没有读取。请核对是不是选错了文件。")
    return data


def size_text(size: int) -> str:
    """A size as people read it, such as 300 KB or 1.2 MB."""
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{-(-size // 1024)} KB"


def _silent(_done: int, _total: int) -> None:
    pass


class _Job:
    """One file on its way to the stick."""

    def __init__(self, final: Path, data: bytes, progress: Progress, disk: Disk) -> None:
        self.final = final
        self.part = final.with_name(final.name + UNFINISHED)
        self.data = memoryview(data)
        self.progress = progress
        self.disk = disk
        self.made: Path | None = None

    def check_room(self) -> None:
        need, free = len(self.data) + _MARGIN, self.disk.free(self.final.parent)
        if free < need:
            raise FileTrouble(
                f"U盘空间不足：需要 {size_text(need)}，只剩 {size_text(free)}。什么也没有写，"
                "原有文件没有改动。请删去不用的文件或换一个U盘。"
            )

    def run(self) -> None:
        try:
            self._fill()
            self._name()
            self._settle()
            self._compare()
        except BaseException:
            self._clear_away()
            raise

    def _fill(self) -> None:
        file = self.disk.create(self.part)
        self.made = self.part
        try:
            for start in range(0, len(self.data), _CHUNK):
                self.progress(start, 2 * len(self.data))
                self.disk.write(file, self.data[start : start + _CHUNK])
            self.disk.sync(file)
        finally:
            self.disk.close(file)

    def _name(self) -> None:
        """Give the final name; FAT knows no links and POSIX renames over what is there.

        The unfinished file, made exclusively, keeps every other writer of ours off this name.
        """
        if self.disk.exists(self.final):
            raise FileExistsError(17, "exists", str(self.final))
        self._patiently(lambda: self.disk.rename(self.part, self.final))
        self.made = self.final

    def _settle(self) -> None:
        """Sync the file once more under its name: FAT's new entry says size 0 until then."""
        file = self._patiently(lambda: self.disk.reopen(self.final))
        try:
            self.disk.sync(file)
        finally:
            self.disk.close(file)
        self.disk.sync_folder(self.final.parent)

    def _compare(self) -> None:
        size, done, found = len(self.data), 0, sha256()
        file = self._patiently(lambda: self.disk.reopen(self.final))
        try:
            self.disk.forget(file)
            while chunk := self.disk.read(file, _CHUNK):
                found.update(chunk)
                done += len(chunk)
                self.progress(min(size + done, 2 * size), 2 * size)
        finally:
            self.disk.close(file)
        if found.digest() != sha256(self.data).digest():
            raise FileTrouble(
                "写到U盘上的内容读回来不一样，这个U盘不可靠。新文件已删除，"
                "原有文件没有改动。请换一个U盘再导出。"
            )

    def _patiently(self, act: Callable[[], Result]) -> Result:
        for seconds in _PAUSES:
            try:
                return act()
            except OSError as error:
                if getattr(error, "winerror", None) not in _SHARING:
                    raise
                self.disk.pause(seconds)
        return act()

    def _clear_away(self) -> None:
        made = self.made
        if made is not None:
            with suppress(OSError):  # the stick may be gone; what stopped us is the news
                self._patiently(lambda: self.disk.remove(made))
