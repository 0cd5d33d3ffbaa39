"""Opening the encrypted data file of a folder: one program, one writer, durable settings.

Decisions and measurements: docs/decisions/002-store.md.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import peewee
from filelock import FileLock, Timeout
from playhouse.apsw_ext import APSWDatabase

from kongchuo_desktop.domain.errors import FileTrouble, Refused
from kongchuo_desktop.store import keys, migrations
from kongchuo_desktop.store.models import proxy

NAME = "school.db"
SAVING, OPENING, READING = "刚才的修改没有保存", "数据打不开，没有改动", "没有读出来，没有改动"
APPLICATION_ID = 0x6B636278  # "kcbx"
PRAGMAS = (
    ("journal_mode", "WAL"),
    ("synchronous", "FULL"),
    ("foreign_keys", "ON"),
    ("busy_timeout", 5000),
    ("trusted_schema", "OFF"),
    ("cell_size_check", "ON"),
    ("mmap_size", 0),
    ("temp_store", "MEMORY"),
    ("secure_delete", "ON"),
    ("cache_size", -64000),  # KiB: an import of 30,000 rows is journalled without reading twice
)


class SchoolDatabase(APSWDatabase):
    """peewee on an apsw connection with the cipher, the key and the pragmas set."""

    def __init__(self, path: Path, data_key: bytes) -> None:
        super().__init__(str(path))
        self._data_key = data_key

    def _connect(self) -> apsw.Connection:
        connection = apsw.Connection(str(self.database))
        try:
            connection.pragma("cipher", "chacha20")
            connection.pragma("key", "raw:" + self._data_key.hex())
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
            for name, value in PRAGMAS:
                connection.pragma(name, value)
            connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
        except BaseException:
            connection.close()
            raise
        return connection


class DataFolder:
    """A data folder that this program alone holds, with its open database."""

    def __init__(self, folder: Path, lock: FileLock, db: SchoolDatabase) -> None:
        self.folder = folder
        self.db = db
        self._lock = lock

    def close(self) -> None:
        self.db.close()
        self._lock.release()


def holds_school(folder: Path) -> bool:
    """Whether a data file, or what is left of one, is in the folder."""
    try:
        return (folder / NAME).exists() or keys.exists(folder)
    except OSError as error:
        raise FileTrouble(
            f"数据文件夹“{folder}”打不开，没有改动。请检查它的名字和权限，或选对文件夹。"
        ) from error


def create(folder: Path) -> DataFolder:
    """A new, empty data file; refused where anything of one is present already."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileTrouble(f"不能建立数据文件夹“{folder}”，请换一个位置。") from error
    lock = _lock(folder)
    try:
        if holds_school(folder):
            raise Refused(f"“{folder}”里已经有数据（或其中一部分），没有覆盖。请换一个空文件夹。")
        try:
            with translated():
                return _open(folder, lock, _new_key(folder), new=True)
        except BaseException:
            _clear(folder)
            raise
    except BaseException:
        lock.release()
        raise


def _clear(folder: Path) -> None:
    """Take away what a failed set-up made, so that the folder can be used again."""
    for name in (NAME, f"{NAME}-wal", f"{NAME}-shm", keys.NAME, f"{Path(keys.NAME).stem}.part"):
        (folder / name).unlink(missing_ok=True)


def _new_key(folder: Path) -> bytes:
    try:
        return keys.create(folder)
    except OSError as error:
        raise FileTrouble(
            f"不能在“{folder}”里写文件，学校没有建立。请检查磁盘空间和权限，或换一个位置。"
        ) from error


def open_folder(folder: Path) -> DataFolder:
    """The data file of a folder, checked and brought up to date."""
    if not holds_school(folder):
        raise FileTrouble(f"“{folder}”里没有本程序的数据。请先新建学校，或选对文件夹。")
    lock = _lock(folder)
    try:
        key = keys.unlock(folder)
        if not (folder / NAME).exists():
            raise FileTrouble(
                f"数据文件 {NAME} 不见了，只剩钥匙文件。没有新建空数据。请从备份中恢复。"
            )
        if not (folder / NAME).stat().st_size:
            raise FileTrouble(_DAMAGED)
        with translated(OPENING):
            return _open(folder, lock, key, new=False)
    except BaseException:
        lock.release()
        raise


def _lock(folder: Path) -> FileLock:
    lock = FileLock(folder / "school.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise FileTrouble("程序已经打开了这份数据。请到已打开的窗口里操作，或先关闭它。") from error
    except OSError as error:
        raise FileTrouble(f"数据文件夹“{folder}”不能写入，请检查权限或磁盘。") from error
    return lock


def _open(folder: Path, lock: FileLock, key: bytes, *, new: bool) -> DataFolder:
    db = SchoolDatabase(folder / NAME, key)
    db.connect()
    try:
        _check(db, new=new)
        migrations.upgrade(db.connection())
    except BaseException:
        db.close()
        raise
    proxy.initialize(db)
    return DataFolder(folder, lock, db)


def _check(db: SchoolDatabase, *, new: bool) -> None:
    connection = db.connection()
    if new:
        connection.pragma("application_id", APPLICATION_ID)
    elif not connection.pragma("user_version"):
        raise FileTrouble(_DAMAGED)
    elif connection.pragma("application_id") != APPLICATION_ID:
        raise FileTrouble("这不是本程序的数据文件，没有打开，也没有改动。")
    verdict = connection.pragma("quick_check")
    if verdict != "ok":
        raise FileTrouble(_DAMAGED)


_DAMAGED = (
    "数据文件已损坏，没有打开，也没有改动。请不要删除数据文件夹，先整份复制保存，再从备份中恢复。"
)
_UNREADABLE = (
    "数据文件和钥匙文件 keys.json 对不上，或数据文件已损坏，没有打开，也没有改动。"
    "请不要删除数据文件夹，先整份复制保存，再从同一份备份中恢复这两个文件。"
)


@contextlib.contextmanager
def translated(act: str = SAVING) -> Iterator[None]:
    """Errors of the disk become FileTrouble sentences; ours stay what they are.

    `act` says what became of what was being done.
    """
    try:
        yield
    except (apsw.Error, peewee.PeeweeException) as error:
        sentence = _sentence(_cause(error), act)
        if sentence is None:
            raise
        raise FileTrouble(sentence) from error


def _cause(error: BaseException) -> BaseException:
    inner: Any = error.__cause__ or error.__context__
    return inner if isinstance(error, peewee.PeeweeException) and inner else error


def _sentence(error: BaseException, act: str) -> str | None:
    found = next((text for kind, text in _SENTENCES if isinstance(error, kind)), None)
    return found and found.format(act=act)


_SENTENCES = (
    (apsw.FullError, "磁盘已满，{act}，以前的数据都在。请腾出空间后再试。"),
    (apsw.ReadOnlyError, "数据文件夹是只读的，{act}。请检查磁盘和权限。"),
    (apsw.BusyError, "数据文件正被别的程序占用（杀毒或同步软件？），{act}，请稍后再试。"),
    (apsw.IOError, "读写磁盘出错，{act}。请检查磁盘，并尽快备份。"),
    (apsw.CantOpenError, "数据文件打不开，没有改动。请检查数据文件夹和权限。"),
    (apsw.NotADBError, _UNREADABLE),
    (apsw.CorruptError, _DAMAGED),
)
