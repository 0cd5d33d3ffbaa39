"""Walk through every tab, page and dialog of a school and tell what is clipped: `walk FOLDER`."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from kongchuo_desktop import app as program
from kongchuo_desktop.services import demo, lookup, schools
from kongchuo_desktop.services.demo.clock import Replay
from kongchuo_desktop.ui import boxes, importing, issuing, look
from kongchuo_desktop.ui.dossier import open_dossier
from kongchuo_desktop.ui.due_papers import open_due
from kongchuo_desktop.ui.entries import aid, concern, leave, school, student, visit
from kongchuo_desktop.ui.importing import ImportDialog
from kongchuo_desktop.ui.paper_chooser import open_chooser
from kongchuo_desktop.ui.tabs import contents
from kongchuo_desktop.ui.tabs.aid import AidTab
from kongchuo_desktop.ui.tabs.leave import LeaveTab
from kongchuo_desktop.ui.welcome import Welcome
from kongchuo_desktop.ui.window import MainWindow
from kongchuo_desktop.ui.wording import open_wording
from tests.screen import clipped, dialogs

TABS = contents.kinds()

Shown = tuple[str, QWidget]


def settle(window: MainWindow) -> None:
    """Until all work is done and everything is laid out."""
    while window.desk.jobs.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    for _ in range(8):
        QApplication.processEvents()


def tabs(window: MainWindow) -> Iterator[Shown]:
    for number, kind in enumerate(TABS):
        page = window.open_tab(number)
        settle(window)
        view = getattr(page, "view", None)
        if view is not None and view.table.rowCount():
            view.choose_row(min(2, view.table.rowCount() - 1))
        if hasattr(page, "show_card"):
            page.show_card()
        settle(window)
        yield kind.title, window


def forms(window: MainWindow) -> Iterator[Shown]:
    desk, ctx = window.desk, window.desk.ctx
    child, gone = lookup.one(ctx, "石㛃"), lookup.one(ctx, "王𬱟")
    slip = next(iter(window.tab(LeaveTab).table.source.keys("", "", False, "all")))  # type: ignore[attr-defined]
    held = next(iter(window.tab(AidTab).table.source.keys("", "", False, "all")))  # type: ignore[attr-defined]
    for name, open_ in {
        "登记请假": lambda: leave.new(desk, window, child),
        "修改请假": lambda: leave.change(desk, window, slip),
        "销假": lambda: leave.sign_back(desk, window, slip),
        "家访": lambda: visit.new(desk, window, child),
        "联系": lambda: visit.contact(desk, window, child),
        "上报": lambda: visit.submission(desk, window, child),
        "资助": lambda: aid.new(desk, window, child),
        "不予批准": lambda: aid.reject(desk, window, held),
        "重点生": lambda: concern.new(desk, window, child),
        "解除": lambda: concern.dismiss(desk, window, gone),
        "新增学生": lambda: student.new(desk, window),
        "修改学生": lambda: student.change(desk, window, child),
        "学校信息": lambda: school.change(desk, window),
        "班主任": lambda: school.teachers(desk, window),
        "档案": lambda: open_dossier(desk, gone, window),
        "通知书": lambda: issuing.issue(desk, window, "return_notice", [gone]),
        "选文书": lambda: open_chooser(desk, window, "dropout_report"),
        "该备的文书": lambda: open_due(desk, window),
        "改文字": lambda: open_wording(desk, window, "persuasion_letter"),
        "按编号查找": lambda: issuing.find(desk, window, lambda _key: None),
        "帮助": window.help,
        "提问": lambda: boxes.ask(
            window, "删除 " + "长" * 30 + "？", "可以恢复。" * 20, "删除", int
        ),
        "出错": lambda: desk.report(window, ValueError("x")),
    }.items():
        open_()
        settle(window)
        for dialog in dialogs():
            yield name, dialog
            QDialog.done(dialog, 0)
        settle(window)


def preview_of_import(window: MainWindow) -> Iterator[Shown]:
    path = Path(tempfile.mkdtemp()) / "roster.xlsx"
    demo.roster_workbook(path)
    importing.look_at(window.desk, window, path)
    settle(window)
    (dialog,) = (d for d in dialogs() if isinstance(d, ImportDialog))
    for page in ("write", "refused", "doubtful", "columns", "notes"):
        dialog._picks.put(page)
        settle(window)
        yield f"导入：{page}", dialog
    QDialog.done(dialog, 0)


def first_start(window: MainWindow) -> Iterator[Shown]:
    dialog = Welcome(Path("控辍保学数据"), Path("示范"), lambda *_: window.desk.ctx)
    dialog.open()
    settle(window)
    yield "首次启动", dialog
    QDialog.done(dialog, 0)


def main(folder: Path) -> int:
    qt = QApplication(sys.argv)
    look.dress(qt)
    ctx = schools.open_school(folder, demo.WHO, Replay(demo.DAY))
    window = program.build(ctx)
    program._show(window)
    seen, faults = 0, []
    for walk in (tabs, forms, preview_of_import, first_start):
        for name, shown in walk(window):
            seen += 1
            faults += [f"{name}: {fault}" for fault in clipped(shown)]
            room = shown.screen().availableGeometry()
            if shown.width() > room.width() or shown.height() > room.height():
                faults.append(f"{name}: {shown.width()}×{shown.height()} is larger than the screen")
    sys.stdout.write(json.dumps({"seen": seen, "faults": faults}, ensure_ascii=False))
    window.desk.jobs.stop()
    ctx.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
