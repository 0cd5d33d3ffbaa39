"""Where the data folder and the logs live on this computer, installed or portable."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from platformdirs import user_data_path, user_log_path

PORTABLE = "数据"
NAME = "KongChuo"


def data(chosen: str | None = None) -> Path:
    """The folder chosen, else one beside the portable program, else the user's own."""
    if chosen:
        return Path(chosen)
    if folder := os.environ.get("KONGCHUO_DATA"):
        return Path(folder)
    beside = Path(sys.executable).with_name(PORTABLE)
    portable = getattr(sys, "frozen", False) and beside.is_dir()
    return beside if portable else user_data_path(NAME, appauthor=False)


def demo(folder: Path) -> Path:
    """Where the demo school of a data folder is kept: beside the school's own data, never in it."""
    return folder.with_name(f"{folder.name}-示范")


def logs() -> Path:
    return user_log_path(NAME, appauthor=False)


def fonts() -> tuple[Path, ...]:
    """Where this computer keeps its fonts: those for everyone, then the user's own."""
    home = Path.home()
    if sys.platform == "win32":
        own = Path(os.environ.get("LOCALAPPDATA", home / "AppData/Local"))
        return (
            Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"),
            own / "Microsoft/Windows/Fonts",
        )
    everyone = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    return (*everyone, home / ".local/share/fonts", home / ".fonts")
