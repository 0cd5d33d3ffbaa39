"""What this machine has and lacks: libraries, programs, a screen; and asking apt for them."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Mapping, Sequence  # noqa: UP035 - for an old Python

# What the Qt libraries and plugins the program loads name as NEEDED and do not bring along,
# and the package Debian keeps each in.
QT = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
TOOLS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "openbox": "openbox",
    "age": "age",
    "pdftotext": "poppler-utils",
    "mkfs.vfat": "dosfstools",
    "mcopy": "mtools",
    "strace": "strace",
}
OPTIONAL = {"linux.uml": "user-mode-linux", "insmod": "kmod"}


def venv() -> list[str]:
    """The package without which this Python makes no virtual environment, where it is missing."""
    if importlib.util.find_spec("ensurepip"):
        return []
    return ["python{}.{}-venv".format(*sys.version_info[:2])]


def libraries() -> list[str]:
    """Packages of the libraries Qt needs that cannot be loaded here."""
    return [package for library, package in QT.items() if not _loads(library)]


def programs(wanted: Mapping[str, str]) -> list[str]:
    """Packages of the programs that are not found; the system folders are searched as well."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    return [package for name, package in wanted.items() if not shutil.which(name, path=path)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: Sequence[str]) -> bool:
    """Ask apt; whether it says that all is well. Its complaints are shown where it does not."""
    # One unreachable source must not keep the others from being used.
    _apt(["apt-get", "update"])
    done = _apt(command(packages))
    if done.returncode:
        sys.stderr.write(done.stderr.decode("utf-8", "replace"))
    return done.returncode == 0


def _apt(words: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        words, check=False, env=env, stdin=subprocess.DEVNULL, capture_output=True
    )


def command(packages: Sequence[str]) -> list[str]:
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def no_screen() -> str:
    """Why no window can be seen here; empty when one can."""
    chosen = os.environ.get("QT_QPA_PLATFORM")
    if chosen in {"offscreen", "minimal"}:
        return f"QT_QPA_PLATFORM 设成了 {chosen}"
    if sys.platform != "linux" or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    name = os.environ.get("DISPLAY")
    if not name:
        return "这里没有图形界面"
    return "" if _answers() else f"连不上图形界面“{name}”"


def _answers() -> bool:
    """Whether the X server of DISPLAY takes us in; Qt would abort where it does not."""
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return Path("/tmp/.X11-unix").is_dir()
    x11.XOpenDisplay.restype = ctypes.c_void_p
    opened = x11.XOpenDisplay(None)
    if opened:
        x11.XCloseDisplay(ctypes.c_void_p(opened))
    return bool(opened)
