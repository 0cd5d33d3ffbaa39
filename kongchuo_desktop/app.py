"""Composition: paths, log, window system, open file, desk, window; the one file knowing all."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from kongchuo_desktop import logs, paths
from kongchuo_desktop.domain.errors import Exit, Refused
from kongchuo_desktop.services import demo, lookup, schools, undo
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.drafts import Drafts
from kongchuo_desktop.ui import boxes, look
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.entries import faces
from kongchuo_desktop.ui.jobs import Jobs
from kongchuo_desktop.ui.look import Ink
from kongchuo_desktop.ui.palette import Hit
from kongchuo_desktop.ui.tabs.contents import TABS
from kongchuo_desktop.ui.timers import after, every
from kongchuo_desktop.ui.window import MainWindow

PAINTED = 500  # ms after which the window has been painted
BETWEEN_LOADS = 50  # ms


def main(argv: list[str]) -> int:
    """Open the window; the exit code."""
    if not _has_screen():
        sys.stderr.write(
            "这里没有图形界面，窗口打不开。可以不用窗口走一遍主要工作：kongchuo demo --out 文件夹\n"
        )
        return Exit.MACHINE
    folder = paths.data(_chosen(argv))
    log = logs.start(paths.logs())
    look.prepare_environment()
    qt = QApplication(argv)
    qt.setApplicationName("控辍保学台账")
    look.dress(qt)
    try:
        ctx = _open(folder)
    except Refused as refused:
        _tell(str(refused))
        return Exit.of(refused)
    if ctx is None:
        return Exit.DONE
    window = build(
        ctx, settings=QSettings(str(ctx.folder / "window.ini"), QSettings.Format.IniFormat), log=log
    )
    sys.excepthook = lambda _kind, error, _trace: window.desk.report(window, error)
    _show(window)
    settle(window)
    code = qt.exec()
    window.desk.jobs.stop()
    ctx.close()
    return code


def build(ctx: Context, settings: QSettings | None = None, log: Path | None = None) -> MainWindow:
    """The main window of an open school."""
    jobs = Jobs(close=ctx.let_go)
    desk = Desk(
        ctx,
        jobs,
        settings=settings,
        drafts=Drafts(ctx),
        log_place=str(log or ""),
        font_folders=paths.fonts(),
    )
    faces.use_kept(desk)
    window = MainWindow(desk, TABS, undo)
    calendar = ctx.calendar
    window.show_term(f"{calendar.term.words}　第{calendar.term.week(ctx.today())}周")
    window.show_right("数据仅存本机")
    window.add_provider(_children(window))
    return window


def _children(window: MainWindow) -> Callable[[str], Sequence[Hit]]:
    """Ctrl+K finds children; Enter opens the dossier."""
    desk = window.desk

    def open_(id_: str) -> None:
        from kongchuo_desktop.ui.dossier import open_dossier

        open_dossier(desk, id_, window)

    def find(text: str) -> Sequence[Hit]:
        return [
            Hit(
                "学生",
                found.name,
                found.second,
                "user",
                partial(open_, found.id),
            )
            for found in lookup.find(desk.ctx, text, 8)
        ]

    return find


def _show(window: MainWindow) -> None:
    """As large as the screen where the window would not fit on it with its frame."""
    room = window.screen().availableGeometry()
    if window.width() >= room.width() or window.height() >= room.height():
        window.showMaximized()
    else:
        window.show()


def settle(window: MainWindow) -> None:
    """When the window is painted: let the collector work, and load the other pages one by one, so
    that none has to be waited for."""
    waiting = iter(TABS)

    def load_one() -> None:
        if (tab := next(waiting, None)) is None:
            timer.stop()
            _keep_week(window)
        else:
            tab.kind()

    def painted() -> None:
        gc.freeze()
        gc.enable()
        timer.start()

    timer = every(window, BETWEEN_LOADS, load_one)
    after(window, PAINTED, painted).start()


def _keep_week(window: MainWindow) -> None:
    """Once a week, after the first pages: how the levels of concern stood on Sunday. No dialog:
    it takes a fifth of a second for 3,000 children, and somebody may be typing."""
    from kongchuo_desktop.services import priority

    try:
        priority.keep_week(window.desk.ctx)
    except Refused as refused:  # as when the disk is full: the next start tries again
        window.desk.report(window, refused)


def _has_screen() -> bool:
    if sys.platform != "linux":
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def _chosen(argv: Sequence[str]) -> str | None:
    for number, word in enumerate(argv):
        if word == "--data" and number + 1 < len(argv):
            return argv[number + 1]
        if word.startswith("--data="):
            return word.removeprefix("--data=")
    return None


def _open(folder: Path) -> Context | None:
    """The school that is there, or the first start; None when that was closed.

    Refused when it cannot be opened.
    """
    if schools.exists(folder):
        return demo.open_any(folder, schools.NOBODY)
    from kongchuo_desktop.ui.welcome import Welcome

    welcome = Welcome(folder, paths.demo(folder), _demo)
    loop_ended = _until_closed(welcome)
    return welcome.context if loop_ended else None


def _demo(folder: Path, progress: Callable[[int, int], None]) -> Context:
    if schools.exists(folder):
        return demo.open_any(folder, demo.WHO)
    return demo.create(folder, progress=progress)


def _until_closed(dialog: object) -> bool:
    """Run the event loop while a first dialog is open: there is no window yet to return to."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QDialog

    assert isinstance(dialog, QDialog)
    loop = QEventLoop()
    dialog.finished.connect(loop.quit)
    dialog.open()
    loop.exec()
    return dialog.result() == QDialog.DialogCode.Accepted


def _tell(text: str) -> None:
    box = boxes.say(None, "打不开数据", text, icon="alert-triangle", ink=Ink.AMBER)
    _until_closed(box)
