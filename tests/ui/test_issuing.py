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
from kongchuo_desktop.services import attendance, leave, paper_register, papers, roster
from kongchuo_desktop.ui import issuing
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.jobs import ProgressDialog
from kongchuo_desktop.ui.preview import PaperPreview
from kongchuo_desktop.ui.tabs.leave import LeaveTab
from kongchuo_desktop.ui.tabs.papers import PapersTab

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


def test_who_is_not_absent_gets_no_notice(window, tab, qtbot, school):
    press(Key.Key_N, held=CTRL)
    wait_dialog(qtbot, Editor)
    write("zkx")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    press(Key.Key_Return)
    press(Key.Key_Return, held=CTRL)
    box = wait_dialog(qtbot, Box)
    assert box.text.text().startswith("曾可欣现在没有无故缺课的记录")
    press(Key.Key_Return)
    editor = wait_dialog(qtbot, Editor)
    assert editor.form.inputs["student"].value() == "zeng"


def test_a_class_gets_its_pledges_in_one_go(window, tab, qtbot, school):
    tab.acts["pledges"].trigger()
    editor = wait_dialog(qtbot, Editor)
    editor.form.inputs["class_id"].put("c71")
    press(Key.Key_Return, held=CTRL)
    wait_dialog(qtbot, PaperPreview)
    press(Key.Key_P, held=CTRL)
    copy = wait_dialog(qtbot, PaperPreview, numbered)
    assert copy.count >= 3
    assert any("校责〔2026〕第 001 号 至 校责〔2026〕第 003 号" in said for said in texts(copy))
    assert len(register(school)) == 3


def test_stopping_a_batch_uses_no_number(window, tab, qtbot, school, monkeypatch):
    issuing.issue(window.desk, window, "home_pledge", ["wang", "zhang", "shan"])
    wait_dialog(qtbot, PaperPreview)
    go_on, make = threading.Event(), papers._make
    monkeypatch.setattr(papers, "_make", lambda *given: go_on.wait(5) and make(*given))
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
    tab.acts["blank"].trigger()
    wait_dialog(qtbot, Editor)
    press(Key.Key_Return, held=CTRL)
    assert numbered(wait_dialog(qtbot, PaperPreview))
    assert register(school) == []


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
