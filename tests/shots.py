"""Screenshots of every tab and dialog with the demo school: `make shots`, never by hand."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from kongchuo_desktop import app as program
from kongchuo_desktop.services import (
    daily_papers,
    demo,
    lookup,
    paper_register,
    papers,
    risk_outcomes,
    roster_import,
)
from kongchuo_desktop.ui import daily, importing, issuing, look, outcomes, visiting
from kongchuo_desktop.ui.calendar import open_calendar
from kongchuo_desktop.ui.census import open_census
from kongchuo_desktop.ui.dossier import open_dossier
from kongchuo_desktop.ui.due_papers import open_due
from kongchuo_desktop.ui.entries import (
    aid,
    case,
    concern,
    helping,
    leave,
    school,
    student,
    transition,
    visit,
    watch,
)
from kongchuo_desktop.ui.paper_chooser import open_chooser
from kongchuo_desktop.ui.quota import open_quota
from kongchuo_desktop.ui.tabs import contents
from kongchuo_desktop.ui.welcome import Welcome
from kongchuo_desktop.ui.window import MainWindow
from kongchuo_desktop.ui.wording import open_wording
from tests import paper_shots

TABS = contents.kinds()

OUT = Path(__file__).parent.parent / "docs" / "shots"
SIZE = (1366, 768)


def settle(rounds: int = 12) -> None:
    """Let everything be laid out and painted that is waiting to be."""
    for _ in range(rounds):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def grab(widget: QWidget, name: str) -> None:
    settle()
    widget.grab().save(str(OUT / f"{name}.png"))


def dialogs(window: MainWindow) -> Iterator[QDialog]:
    return (d for d in QApplication.topLevelWidgets() if isinstance(d, QDialog) and d.isVisible())


def shoot_dialog(window: MainWindow, name: str, open_: Callable[[], object]) -> None:
    open_()
    while window.desk.jobs.busy:
        settle(2)
    settle()
    for dialog in list(dialogs(window)):
        grab(dialog, name)
        dialog.done(QDialog.DialogCode.Rejected)
    settle()


def tabs(window: MainWindow) -> None:
    for number, kind in enumerate(TABS):
        page = window.open_tab(number)
        settle()
        view = getattr(page, "view", None)
        if view is not None and view.table.rowCount():
            view.choose_row(min(2, view.table.rowCount() - 1))
            if hasattr(page, "show_card"):
                page.show_card()
        grab(window, kind.help_name())


def forms(window: MainWindow) -> None:
    desk = window.desk
    child = lookup.one(desk.ctx, "石㛃")
    gone = lookup.one(desk.ctx, "王𬱟")
    back = lookup.one(desk.ctx, "岑国轩")
    sheet = paper_register.PaperListing(desk.ctx).keys("", "", False, "责任书")[0]
    slip = next(iter(window.tab(TABS[3]).table.source.keys("", "", False, "submitted")))  # type: ignore[attr-defined]
    for name, open_ in {
        "form-leave": lambda: leave.new(desk, window, child),
        "form-leave-change": lambda: leave.change(desk, window, slip),
        "form-visit": lambda: visit.new(desk, window, child),
        "quota": lambda: open_quota(desk, window),
        "visiting": lambda: visiting.sheets(desk, window, [child]),
        "form-contact": lambda: visit.contact(desk, window, child),
        "form-submission": lambda: visit.submission(desk, window, child),
        "form-aid": lambda: aid.new(desk, window, child),
        "form-concern": lambda: concern.new(desk, window, lookup.one(desk.ctx, "罗垚")),
        "form-case": lambda: case.open_by_hand(desk, window, child),
        "form-case-verify": lambda: case.verify(desk, window, case.open_case(desk, gone)),
        "form-case-plan": lambda: case.plan(desk, window, case.open_case(desk, gone)),
        "form-case-return": lambda: case.come_back(desk, window, case.open_case(desk, gone)),
        "form-case-close": lambda: case.close(desk, window, case.open_case(desk, back)),
        "form-serve": lambda: case.serve_sheet(desk, window, sheet),
        "form-observation": lambda: watch.observe(desk, window, child),
        "form-level": lambda: watch.set_level(desk, window, child),
        "form-assign": lambda: watch.assign(desk, window, [child, gone]),
        "form-confirm": lambda: watch.confirm(desk, window),
        "outcomes": lambda: outcomes.OutcomesDialog(
            risk_outcomes.outcomes(desk.ctx, demo.DAY - timedelta(weeks=8)), window
        ).open(),
        "form-transition": lambda: transition.compare(desk, window),
        "form-points": lambda: watch.points(desk, window),
        "form-pair": lambda: helping.pair(desk, window, child),
        "form-help-plan": lambda: helping.plan(desk, window, child),
        "form-help-session": lambda: helping.hold(desk, window, lookup.one(desk.ctx, "曾可欣")),
        "form-student": lambda: student.change(desk, window, child),
        "form-school": lambda: school.change(desk, window),
        "form-teachers": lambda: school.teachers(desk, window),
        "census": lambda: open_census(desk, window),
        "duty-sheet": lambda: daily.duty_sheet(desk, window),
        "school-daily": lambda: daily.show(
            desk,
            window,
            "学校出勤日汇总",
            lambda _p: daily_papers.school_report(desk.ctx, desk.ctx.today()),
        ),
        "calendar": lambda: open_calendar(desk, window),
        "dossier": lambda: open_dossier(desk, gone, window),
        "paper-draft": lambda: issuing.issue(desk, window, "return_notice", [gone]),
        "paper-choose": lambda: open_chooser(desk, window, "home_pledge"),
        "paper-choose-list": lambda: open_chooser(desk, window, "dropout_roster"),
        "paper-due": lambda: open_due(desk, window),
        "paper-wording": lambda: open_wording(desk, window, "persuasion_letter"),
        "paper-find": lambda: issuing.find(desk, window, lambda _key: None),
        "help": window.help,
    }.items():
        shoot_dialog(window, name, open_)


def preview_of_import(window: MainWindow, folder: Path) -> None:
    path = folder / "花名册.xlsx"
    demo.roster_workbook(path)
    ctx, _clock = demo.empty(folder / "empty")
    seen = roster_import.look(ctx, path)
    ctx.close()
    for page in ("write", "refused", "columns", "notes"):
        dialog = importing.ImportDialog(window.desk, seen, window)
        dialog.open()
        dialog._picks.put(page)
        dialog._turn()
        grab(dialog, f"import-{page}")
        dialog.done(QDialog.DialogCode.Rejected)
        settle()


def palette(window: MainWindow) -> None:
    window.open_tab(0)
    window.head.search.open()
    window.head.search.setText("zsm")
    window.head.search.look_up("zsm")
    grab(window, "palette")
    window.head.search.shut()


def welcome() -> None:
    dialog = Welcome(Path("控辍保学数据"), Path("示范"), demo.create)  # type: ignore[arg-type]
    dialog.open()
    grab(dialog, "welcome")
    dialog.done(QDialog.DialogCode.Rejected)


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    look.prepare_environment()
    qt = QApplication(sys.argv)
    look.dress(qt)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        ctx = demo.create(folder / "school")
        issued = papers.issue(ctx, "home_pledge", [lookup.one(ctx, "曾可欣")])
        window = program.build(ctx)
        window.resize(*SIZE)
        window.show()
        settle()
        tabs(window)
        palette(window)
        forms(window)
        paper_shots.shoot(ctx, OUT / "papers")
        shoot_dialog(
            window,
            "paper-issued",
            lambda: issuing.show_pdf(
                window.desk, window, issued.pdf, issued.title, note=issued.numbers[0]
            ),
        )
        window.close()
        ctx.close()
        preview_of_import(window, folder)
        welcome()
    return 0


if __name__ == "__main__":
    sys.exit(main())
