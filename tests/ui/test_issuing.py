"""Papers on screen: a draft first, then numbered and kept; printed again as it was."""

from __future__ import annotations

import threading
from datetime import timedelta

import factory
import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from screen import (
    CTRL,
    Key,
    clipped,
    go_to,
    press,
    show_window,
    texts,
    wait_dialog,
    wait_quiet,
    write,
)

from kongchuo_desktop.domain.attendance import Half, MarkKind
from kongchuo_desktop.services import attendance, leave, paper_kinds, paper_register, roster, visits
from kongchuo_desktop.ui import issuing
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.due_papers import DueDialog, open_due
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.jobs import ProgressDialog
from kongchuo_desktop.ui.paper_chooser import PaperChooser
from kongchuo_desktop.ui.preview import PaperPreview
from kongchuo_desktop.ui.tabs.leave import LeaveTab
from kongchuo_desktop.ui.tabs.papers import PapersTab
from kongchuo_desktop.ui.tabs.roster import RosterTab

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


@pytest.fixture
def school(folder, open_school):
    ctx = open_school(folder)
    attendance.call(ctx, "c71", (factory.TODAY, Half.AM), {"wang": MarkKind.UNEXCUSED})
    return ctx


@pytest.fixture
def window(qtbot, school):
    return show_window(qtbot, school)


@pytest.fixture
def tab(window):
    return go_to(PapersTab)


def numbered(copy):
    return copy.print.isVisible()


def issue(qtbot, window, kind="return_notice", targets=("wang",)):
    issuing.issue(window.desk, window, kind, list(targets))
    draft = wait_dialog(qtbot, PaperPreview)
    assert not numbered(draft)
    press(Key.Key_P, held=CTRL)
    return wait_dialog(qtbot, PaperPreview, numbered)


def register(ctx):
    return paper_register.PaperListing(ctx).keys("", "", False, "all")


def test_a_draft_that_is_closed_uses_no_number(window, tab, qtbot, school):
    issuing.issue(window.desk, window, "return_notice", ["wang"])
    draft = wait_dialog(qtbot, PaperPreview)
    assert "还没有编号" in "".join(texts(draft))
    press(Key.Key_Escape)
    wait_quiet(qtbot, window)
    assert register(school) == []


def test_the_numbered_copy_is_shown_kept_and_listed(window, tab, qtbot, school):
    copy = issue(qtbot, window)
    assert any("校复通〔2026〕第 001 号" in said for said in texts(copy))
    qtbot.waitUntil(lambda: clipped(copy) == [])
    press(Key.Key_Escape)
    wait_quiet(qtbot, window)
    assert len(register(school)) == 1
    assert tab.table.index(0, 0).data() == "校复通〔2026〕第 001 号"
    assert "已编号、存档" in window.status_line.message.text()


def choose(qtbot, text):
    """Ctrl+N, a few letters of the paper, Enter: on to whom it is for."""
    press(Key.Key_N, held=CTRL)
    chooser = wait_dialog(qtbot, PaperChooser)
    write(text)
    press(Key.Key_Return)
    return chooser


def test_who_is_not_absent_gets_no_notice(window, tab, qtbot, school):
    chooser = choose(qtbot, "F02")
    assert chooser.kind.id == "return_notice"
    write("zkx")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    press(Key.Key_Return)
    press(Key.Key_Return, held=CTRL)
    box = wait_dialog(qtbot, Box)
    assert box.text.text().startswith("曾可欣现在没有无故缺课的记录")
    press(Key.Key_Return)
    assert wait_dialog(qtbot, PaperChooser).form.inputs["student"].value() == "zeng"


def test_nobody_chosen_is_told_below_the_field(window, tab, qtbot):
    chooser = choose(qtbot, "fxfxtzs")
    press(Key.Key_Return, held=CTRL)
    assert chooser.form.faults["student"].text() == "请选一名学生，或者在下面选班级"


def test_a_class_gets_its_pledges_in_one_go(window, tab, qtbot, school):
    chooser = choose(qtbot, "家长责任书")
    chooser.form.inputs["class_id"].put("c71")
    press(Key.Key_Return, held=CTRL)
    wait_dialog(qtbot, PaperPreview)
    press(Key.Key_P, held=CTRL)
    copy = wait_dialog(qtbot, PaperPreview, numbered)
    assert copy.count >= 3
    assert any("校责〔2026〕第 001 号 至 校责〔2026〕第 003 号" in said for said in texts(copy))
    assert len(register(school)) == 3


def test_a_class_gets_only_the_notices_that_have_a_ground(window, tab, qtbot, school):
    chooser = choose(qtbot, "F02")
    chooser.form.inputs["class_id"].put("c71")
    press(Key.Key_Return, held=CTRL)
    assert wait_dialog(qtbot, PaperPreview).count == 1


def test_each_sheet_of_a_batch_is_saved_as_a_file_of_its_own(window, tab, qtbot, school, tmp_path):
    copy = issue(qtbot, window, "home_pledge", ["wang", "zhang"])
    copy._each(tmp_path)
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == [
        "校责〔2026〕第 001 号王小花.pdf",
        "校责〔2026〕第 002 号张三民.pdf",
    ]


def test_a_notice_is_not_numbered_again_while_nothing_has_changed(window, tab, qtbot, school):
    first = issue(qtbot, window)
    first.done(0)
    wait_quiet(qtbot, window)
    again = issue(qtbot, window)
    assert any("此后情况没有变化，没有再编号" in said for said in texts(again))
    assert len(register(school)) == 1


def test_a_sheet_is_found_by_its_code_and_shown(window, tab, qtbot, school):
    issue(qtbot, window).done(0)
    wait_quiet(qtbot, window)
    press(Key.Key_E, held=CTRL)
    wait_dialog(qtbot, Editor)
    write("f02-2026-1")
    press(Key.Key_Return, held=CTRL)
    copy = wait_dialog(qtbot, PaperPreview, numbered)
    assert copy.windowTitle() == "校复通〔2026〕第 001 号"
    assert tab.selected == register(school)[0]


def test_a_code_nobody_issued_is_told(window, tab, qtbot):
    press(Key.Key_E, held=CTRL)
    wait_dialog(qtbot, Editor)
    write("F02-2026-77")
    press(Key.Key_Return, held=CTRL)
    assert "登记里没有“F02-2026-77”这一号" in wait_dialog(qtbot, Box).text.text()


def test_stopping_a_batch_uses_no_number(window, tab, qtbot, school, monkeypatch):
    issuing.issue(window.desk, window, "home_pledge", ["wang", "zhang", "shan"])
    wait_dialog(qtbot, PaperPreview)
    go_on, make = threading.Event(), paper_kinds.make
    monkeypatch.setattr(paper_kinds, "make", lambda *given: go_on.wait(5) and make(*given))
    press(Key.Key_P, held=CTRL)
    wait_dialog(qtbot, ProgressDialog)
    press(Key.Key_Escape)
    go_on.set()
    wait_quiet(qtbot, window)
    assert register(school) == []
    assert not isinstance(QApplication.activeModalWidget(), ProgressDialog | Box)


def test_a_kept_paper_is_opened_again_by_enter_and_saved_as_it_was(
    window, tab, qtbot, school, tmp_path
):
    issue(qtbot, window)
    press(Key.Key_Escape)
    wait_quiet(qtbot, window)
    roster.change(school, factory.student(id="wang", name="王改名"))
    tab.view.setFocus()
    tab.view.choose_row(0)
    press(Key.Key_Return)
    wait_dialog(qtbot, PaperPreview)
    press(Key.Key_S, held=CTRL)
    wait_dialog(qtbot, QFileDialog)
    press(Key.Key_A, held=CTRL)
    write(str(tmp_path / "copy.pdf"))
    press(Key.Key_Return)
    qtbot.waitUntil((tmp_path / "copy.pdf").exists)
    pdf = pypdfium2.PdfDocument((tmp_path / "copy.pdf").read_bytes())
    said = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    assert "王小花" in said
    assert "王改名" not in said


def test_a_place_that_cannot_be_written_to_is_told(window, tab, qtbot, school, tmp_path):
    copy = issue(qtbot, window)
    copy._save_to(tmp_path / "no folder" / "x.pdf")
    box = wait_dialog(qtbot, Box)
    assert box.heading.text() == "文件或磁盘有问题"
    assert "没有文件夹" in box.text.text()


def test_a_number_is_made_void_with_a_reason_and_stays_in_the_register(window, tab, qtbot, school):
    issue(qtbot, window)
    press(Key.Key_Escape)
    wait_quiet(qtbot, window)
    tab.view.setFocus()
    tab.view.choose_row(0)
    tab.acts["void"].trigger()
    editor = wait_dialog(qtbot, Editor)
    press(Key.Key_Return, held=CTRL)
    assert editor.form.faults["note"].text() == "请填写理由"
    write("填错了")
    press(Key.Key_Return, held=CTRL)
    wait_quiet(qtbot, window)
    assert len(register(school)) == 1
    assert "作废" in "".join(texts(tab.view))


def test_a_blank_form_needs_no_child(window, tab, qtbot, school):
    chooser = choose(qtbot, "F12")
    chooser.show_blank()
    assert numbered(wait_dialog(qtbot, PaperPreview))
    assert register(school) == []


def test_the_papers_that_are_due_stand_ready_and_leave_when_issued(window, tab, qtbot, school):
    press(Key.Key_J, held=CTRL)
    dialog = wait_dialog(qtbot, DueDialog)

    def ready():
        return {one.kind.id for one in dialog._found.values() if one.student == "wang"}

    assert "contact_log" in ready()
    visits.record_contact(school, factory.contact(student="wang"))
    qtbot.waitUntil(lambda: "contact_log" not in ready())


def test_a_numbered_paper_leaves_the_list_of_what_is_due(qtbot, demo_ctx):
    window = show_window(qtbot, demo_ctx)
    dialog = open_due(window.desk, window)
    wait_dialog(qtbot, DueDialog)
    key = next(k for k, one in dialog._found.items() if one.kind.id == "return_notice")
    dialog.list.choose(key)
    press(Key.Key_Return)
    wait_dialog(qtbot, PaperPreview)
    press(Key.Key_P, held=CTRL)
    wait_dialog(qtbot, PaperPreview, numbered)
    qtbot.waitUntil(lambda: key not in dialog._found)


def test_a_leave_slip_is_printed_from_its_row(window, qtbot, school):
    leave.apply(school, factory.leave(), approved=True)
    tab = window.tab(LeaveTab)
    tab.view.choose_row(0)
    press(Key.Key_P, held=CTRL)
    wait_dialog(qtbot, PaperPreview)
    press(Key.Key_P, held=CTRL)
    copy = wait_dialog(qtbot, PaperPreview, numbered)
    assert any("校假" in said for said in texts(copy))


def test_a_slip_just_registered_is_chosen_and_printed_at_once(window, qtbot, school):
    before = leave.apply(school, factory.leave(student="shan"), approved=True)
    tab = window.tab(LeaveTab)
    tab.find(before.id)
    press(Key.Key_N, held=CTRL)
    editor = wait_dialog(qtbot, Editor)
    editor.form.put({"student": "zhang"})
    press(Key.Key_Return, held=CTRL)
    wait_quiet(qtbot, window)
    assert leave.get(school, tab.selected).student == "zhang"
    press(Key.Key_P, held=CTRL)
    wait_dialog(qtbot, PaperPreview)


def test_a_slip_made_out_at_the_weekend_begins_on_monday(window, qtbot, clock):
    clock.set(factory.TODAY + timedelta(days=1))
    window.tab(LeaveTab)
    press(Key.Key_N, held=CTRL)
    values = wait_dialog(qtbot, Editor).form.draft()
    assert "2026-11-23" in str(values["first_day"])
    assert "2026-11-23" in str(values["last_day"])


def test_children_selected_in_the_roster_get_a_paper_in_one_go(window, qtbot, school):
    tab = window.tab(RosterTab)
    tab.view.choose_all(["wang", "zhang"])
    press(Key.Key_P, held=CTRL)
    chooser = wait_dialog(qtbot, PaperChooser)
    assert "选中的2名学生" in chooser.windowTitle()
    write("F06")
    press(Key.Key_Return)
    assert wait_dialog(qtbot, PaperPreview).count == 2
