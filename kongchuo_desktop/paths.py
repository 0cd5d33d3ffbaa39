"""Where the data folder and the logs live on this computer, installed or portable."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path, user_log_path

PORTABLE = "数据"
NAME = "KongChuo"


def data(chosen: str | None = None) -> Path:
    """The data folder: the one chosen, else one beside a portable program, else the user's own."""
    if chosen:
        return Path(chosen)
    if folder := os.environ.get("KONGCHUO_DATA"):
        return Path(folder)
    beside = Path.cwd() / PORTABLE
    return beside if beside.is_dir() else user_data_path(NAME, appauthor=False)


def demo(folder: Path) -> Path:
    """Where the demo school of a data folder is kept: beside the school's own data, never in it."""
    return folder.with_name(f"{folder.name}-示范")


def logs() -> Path:
    return user_log_path(NAME, appauthor=False)
