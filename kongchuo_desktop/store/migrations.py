"""Numbered steps in plain SQL; each runs in one transaction together with its version number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kongchuo_desktop.domain.errors import FileTrouble
from kongchuo_desktop.store.steps import STEPS

if TYPE_CHECKING:
    from kongchuo_desktop.store.db import SchoolDatabase


LATEST = len(STEPS)


def upgrade(db: SchoolDatabase) -> None:
    """Bring a file up to date; a file from a newer program is refused, not opened."""
    connection = db.connection()
    have = int(connection.pragma("user_version"))
    if have > LATEST:
        raise FileTrouble("这份数据由更新版本的程序保存，请先升级程序。数据没有改动。")
    for number in range(have, LATEST):
        with db.atomic("IMMEDIATE"):
            connection.execute(STEPS[number])
            connection.execute(f"PRAGMA user_version = {number + 1}")
