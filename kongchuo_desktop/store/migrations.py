"""Numbered steps in plain SQL; each runs in one transaction together with its version number."""

from __future__ import annotations

import apsw

from kongchuo_desktop.domain.errors import FileTrouble
from kongchuo_desktop.store.steps import STEPS

LATEST = len(STEPS)


def upgrade(connection: apsw.Connection) -> None:
    """Bring a file up to date; a file from a newer program is refused, not opened."""
    have = int(str(connection.pragma("user_version")))
    if have > LATEST:
        raise FileTrouble("这份数据由更新版本的程序保存，请先升级程序。数据没有改动。")
    for number in range(have, LATEST):
        with connection:
            connection.execute(STEPS[number])
            connection.execute(f"PRAGMA user_version = {number + 1}")
