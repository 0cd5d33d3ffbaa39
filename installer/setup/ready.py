"""Make this folder ready, once, and open the program; `make` calls it, people need not.

Standard library only. It runs before anything is installed, on whatever Python is there, and must
be able to tell an old one what is wanted: hence no syntax newer than 3.7.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Sequence  # noqa: UP035 - for an old Python

import machine

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMP = VENV / "ready"
LOCK = ROOT / "requirements.lock"
OLDEST, TOO_NEW = (3, 11), (3, 13)
PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--no-input")


class NotReady(Exception):
    """A sentence for the person at the keyboard."""


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("purpose", choices=("tools", "test", "run"))
    try:
        prepare(parser.parse_args().purpose)
    except NotReady as why:
        sys.stderr.write(f"{why}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def prepare(purpose: str) -> None:
    """Everything the purpose needs; for `run` this process becomes the program."""
    _check_python()
    blind = machine.no_screen() if purpose == "run" else ""
    _system(purpose, blind)
    _packages()
    if purpose == "test":
        _optional()
    if purpose == "run":
        _open(blind or machine.no_screen())


def _check_python() -> None:
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        raise NotReady(
            "需要 Python 3.11 或 3.12，现在的 {} 是 {}.{}。".format(
                sys.executable, *sys.version_info[:2]
            )
            + "装好后这样执行：make run PYTHON=python3.11"
        )


def _system(purpose: str, blind: str) -> None:
    """System packages. What can be done without is asked for once and never insisted on."""
    vital = [] if _sound() else machine.venv()
    wanted = [] if purpose == "tools" else machine.libraries()
    if purpose == "test" or (purpose == "run" and not blind):
        vital += wanted
    extra = [p for p in wanted if p not in vital]
    if purpose == "test":
        extra += machine.programs(machine.TOOLS)
    missing = list(dict.fromkeys(vital + extra))
    if missing and machine.may_install():
        _say(f"正在安装系统软件包：{' '.join(missing)}")
        if not machine.install(missing) and vital:
            raise NotReady(f"系统软件包没有装成，原因见上。也可以自己执行：\n  {_by_hand(missing)}")
    elif missing:
        _say(f"这台电脑缺少一些系统软件包。请用管理员身份执行一次：\n  {_by_hand(missing)}")
        if vital:
            raise NotReady("装好后再执行一次刚才的命令。")


def _optional() -> None:
    """Wanted by a single test: asked for once, whatever comes of it."""
    asked = VENV / "asked"
    missing = machine.programs(machine.OPTIONAL)
    if missing and machine.may_install() and not asked.exists():
        for package in missing:
            machine.install([package])
        asked.touch()


def _by_hand(packages: Sequence[str]) -> str:
    return " ".join(["sudo", *machine.command(packages)])


def _packages() -> None:
    """The virtual environment with exactly the pinned packages, and the program itself in it."""
    if _sound() and STAMP.exists() and STAMP.read_text("utf-8") == _wanted():
        return
    if not _sound():
        _say("正在建立运行环境 .venv")
        _run([sys.executable, "-m", "venv", "--clear", VENV], "运行环境没有建成。")
    if STAMP.exists():
        STAMP.unlink()
    _say("正在安装程序用到的组件（只有第一次，一两分钟）")
    pip = [BIN / "python", *PIP, *([] if sys.stdout.isatty() else ["-q"])]
    offline = "组件没有装成，已下载的不会白费。请接通网络后再执行一次；以后不用再联网。"
    _run([*pip, "--require-hashes", "--only-binary=:all:", "-r", LOCK], offline)
    _run([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT], "程序本身没有装成。")
    STAMP.write_text(_wanted(), "utf-8")


def _sound() -> bool:
    """Whether there is an environment, whole enough for pip, and made for this very place."""
    whole = (BIN / "python").exists() and any(VENV.glob("lib/python3*/site-packages/pip"))
    return whole and (not STAMP.exists() or _place() in STAMP.read_text("utf-8").splitlines())


def _wanted() -> str:
    """What the environment was made from and for: another lock, place or Python makes it stale."""
    made_from = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes())
    return f"{made_from.hexdigest()}\n{_place()}\n"


def _place() -> str:
    return "{} {}.{}".format(ROOT, *sys.version_info[:2])


def _open(blind: str) -> None:
    program = str(BIN / "kongchuo")
    if not blind:
        os.execv(program, [program])
    _say(
        f"{blind}，窗口打不开。改为不用窗口，用示范学校把主要工作走一遍：\n"
        "  kongchuo demo --out demo\n"
    )
    shutil.rmtree(ROOT / "demo", ignore_errors=True)
    os.chdir(ROOT)
    os.execv(program, [program, "demo", "--out", "demo"])


def _run(command: Sequence[Any], sentence: str) -> None:
    if subprocess.run([str(part) for part in command], check=False).returncode:
        raise NotReady(sentence)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
