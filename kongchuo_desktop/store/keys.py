"""The data key: the one door through which it is made, kept and read.

`keys.json` holds slots in the manner of LUKS. For now there is one open slot, the raw key, so the
file protects nothing by itself; slots wrapped by passwords come with the accounts.
"""

from __future__ import annotations

import json
import os
import secrets
from hashlib import sha256
from pathlib import Path

from kongchuo_desktop.domain.errors import FileTrouble

NAME = "keys.json"
VERSION = 1
LENGTH = 32


def exists(folder: Path) -> bool:
    return (folder / NAME).exists()


def create(folder: Path) -> bytes:
    """A new random key, safely on disk before it is used for anything."""
    key = secrets.token_bytes(LENGTH)
    slot = {"kind": "open", "key": key.hex(), "check": sha256(key).hexdigest()}
    _write(folder / NAME, json.dumps({"version": VERSION, "slots": [slot]}, indent=1).encode())
    return key


def unlock(folder: Path) -> bytes:
    """The data key of a folder; FileTrouble when the file is missing, newer or damaged."""
    try:
        held = json.loads((folder / NAME).read_text("utf-8"))
        if held["version"] > VERSION:
            raise FileTrouble("这个数据文件夹由更新版本的程序保存，请先升级程序。数据没有改动。")
        slot = held["slots"][0]
        key = bytes.fromhex(slot["key"])
        intact = sha256(key).hexdigest() == slot["check"]
    except FileNotFoundError as error:
        raise FileTrouble(
            "找不到钥匙文件 keys.json，数据打不开，也没有改动。请从备份中把它放回数据文件夹。"
        ) from error
    except (OSError, ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise FileTrouble(_DAMAGED) from error
    if not intact:
        raise FileTrouble(_DAMAGED)
    return key


_DAMAGED = "钥匙文件 keys.json 已损坏，数据打不开，也没有改动。请从备份中换一份完好的。"


def _write(path: Path, data: bytes) -> None:
    part = path.with_suffix(".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable, where the system lets a folder be opened."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
