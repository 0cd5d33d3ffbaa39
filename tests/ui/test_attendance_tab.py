"""The roll call of a class by keyboard alone, and nothing marked is lost by going elsewhere."""

from __future__ import annotations

from datetime import date

import factory
import pytest
from PySide6.QtWidgets import QApplication
from screen import CTRL, Key, double_click, go_to, press, show_window, texts, wait_dialog, write

from kongchuo_desktop.domain.attendance import Half, MarkKind, RollState
from kongchuo_desktop.services import attendance, calendar, leave, lookup, roster
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.dossier import DossierPage
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.tabs.attendance import AttendanceTab
from kongchuo_desktop.ui.tabs.leave import LeaveTab

NOW = (factory.TODAY, Half.AM)
BEFORE = (date(2026, 11, 18), Half.AM)


@pytest.fixture
def school(folder, open_school):
    return open_school(folder)


@pytest.fixture
def window(qtbot, school):
    return show_window(qtbot, school)


@pytest.fixture
def tab(window):
    return go_to(AttendanceTab)


def marked(ctx, class_id):
    return {p.student: p.mark for p in attendance.sheet(ctx, class_id, NOW).pupils if p.mark}


def title(tab):
    return tab.summary.text().split("　")[0]


def test_three_absences_take_seven_keys_and_the_next_class_follows(tab, school):
    assert title(tab) == "一(1)班"
    press(Key.Key_Return)
    assert title(tab) == "七(1)班"
    strokes = "w1z1s2"
    write(strokes)
    press(Key.Key_Return)
    assert len(strokes) + 1 == 7
    assert marked(school, "c71") == {
        "wang": MarkKind.UNEXCUSED,
        "zhang": MarkKind.UNEXCUSED,
        "shan": MarkKind.SICK,
    }
    assert title(tab) == "七(2)班"
    assert tab.view.currentIndex().row() == 0
    assert tab.window().focusWidget() is tab.view
    press(Key.Key_Return)
    assert all(
        each.state is not None for each in attendance.states(school, NOW) if each.totals.expected
    )
    assert tab.window().focusWidget() is tab.view


def test_what_was_saved_is_said(window, tab):
    press(Key.Key_Return)
    assert window.status_line.message.text() == "已保存：登记 一(1)班 11月20日上午 出勤"
    assert "登记 一(1)班" in window.status_line.undo.words()


def test_letters_go_on_until_one_child_is_left(tab, school):
    tab.find("c72")
    write("zk")
    assert tab.view.key() == "zeng" or tab.view.key() == "namesake"
    write("s")
    write("zsm")
    assert tab.view.key() == "namesake"
    press(Key.Key_Backspace)
    write("zkx")
    assert tab.view.key() == "zeng"


def test_the_same_letters_again_go_on_to_the_next_child_and_round(tab, school):
    for id_, name in (("zhao", "赵大"), ("zhou", "周二"), ("an", "安一"), ("ai", "艾四")):
        roster.add(school, factory.student(id=id_, name=name, class_id="c11"))
    tab.find("c11")
    order = [tab.table.key(n) for n in range(tab.table.rowCount())]
    z = [student for student in order if lookup.seen(school, student).name in {"赵大", "周二"}]
    assert len(z) == 2
    found = []
    for _ in range(3):
        write("z")
        found.append(tab.view.key())
    assert found == [*z, z[0]]
    write("1z2")
    assert tab.marks == {z[0]: MarkKind.UNEXCUSED, z[1]: MarkKind.SICK}


def test_the_child_in_front_is_found_when_typing_begins(tab, school):
    tab.find("c71")
    tab.view.choose("zhang")
    write("zsm")
    assert tab.view.key() == "zhang"


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Delete, Key.Key_Backspace, Key.Key_0])
def test_a_wrong_mark_is_taken_away(tab, key):
    tab.find("c71")
    write("w1")
    assert tab.marks == {"wang": MarkKind.UNEXCUSED}
    press(key)
    assert tab.marks == {}
    assert "到校" in texts(tab.view)


def test_a_child_on_leave_cannot_be_marked(window, tab, school):
    slip = leave.apply(school, factory.leave(), approved=True)
    tab.find("c71")
    write("w1")
    assert tab.marks == {}
    assert "请假条" in window.status_line.message.text()
    assert "病假（有假条）" in texts(tab.view)
    leave.remove(school, slip.id)
    write("w1")
    assert tab.marks == {"wang": MarkKind.UNEXCUSED}


@pytest.mark.parametrize(
    "go",
    [
        lambda tab: press(Key.Key_Down, held=CTRL),
        lambda tab: tab.half.group.button(1).click(),
        lambda tab: tab.class_view.choose("c72"),
        lambda tab: tab.find("c72"),
        lambda tab: (press(Key.Key_F, held=CTRL), write("zkx"), press(Key.Key_Return)),
    ],
    ids=["ctrl-down", "afternoon", "class list", "from today", "search"],
)
def test_leaving_a_class_with_unsaved_marks_asks(tab, qtbot, school, go):
    tab.find("c71")
    write("w1")
    go(tab)
    wait_dialog(qtbot, Box)
    press(Key.Key_Escape)
    assert title(tab) == "七(1)班"
    assert tab.half.value() is Half.AM
    assert tab.marks == {"wang": MarkKind.UNEXCUSED}
    assert tab.window().focusWidget() is tab.view

    go(tab)
    wait_dialog(qtbot, Box)
    press(Key.Key_Return)  # the dangerous verb is not under Enter
    assert tab.marks == {"wang": MarkKind.UNEXCUSED}

    go(tab)
    wait_dialog(qtbot, Box)
    press(Key.Key_Tab, Key.Key_Return)
    qtbot.waitUntil(lambda: tab.marks == {})
    assert (title(tab), tab.half.value()) != ("七(1)班", Half.AM)
    assert marked(school, "c71") == {}


def test_another_tab_and_back_keeps_the_marks(window, tab):
    tab.find("c71")
    write("w1")
    window.tab(LeaveTab)
    window.tab(AttendanceTab)
    assert tab.marks == {"wang": MarkKind.UNEXCUSED}
    assert "有改动，还没有登记" in tab.summary.text()


def test_closing_the_window_asks_about_unsaved_marks(window, tab, qtbot):
    tab.find("c71")
    write("w1")
    window.tab(LeaveTab)
    assert not window.close()
    box = wait_dialog(qtbot, Box)
    assert "七(1)班" in box.text.text()
    press(Key.Key_Escape)
    assert window.isVisible()
    assert window.page() is tab
    assert not window.close()
    wait_dialog(qtbot, Box)
    press(Key.Key_Tab, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.isVisible())


def test_no_lessons_is_asked_about_and_can_be_undone(window, tab, qtbot, school):
    tab.find("c71")
    tab.acts["stop"].trigger()
    wait_dialog(qtbot, Box)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: "停课" in texts(tab.class_view))
    press(Key.Key_Z, held=CTRL)
    assert "停课" not in texts(tab.class_view)


def test_marks_are_kept_when_no_lessons_is_refused(tab, qtbot, school):
    tab.find("c71")
    write("w1")
    calendar.set_day(school, factory.TODAY, school=False, why="停水")
    tab.acts["stop"].trigger()
    wait_dialog(qtbot, Box, lambda box: "停课？" in box.heading.text())
    press(Key.Key_Return)
    wait_dialog(qtbot, Box, lambda box: "不上课" in box.text.text())
    press(Key.Key_Return)
    assert tab.marks == {"wang": MarkKind.UNEXCUSED}
    assert "七(1)班" in tab.unsaved()


def test_no_lessons_on_an_earlier_day_that_was_reported_asks_why(tab, qtbot, school):
    attendance.call(school, "c71", BEFORE, {"wang": MarkKind.UNEXCUSED})
    tab._open("c71", BEFORE)
    tab.acts["stop"].trigger()
    wait_dialog(qtbot, Box)
    press(Key.Key_Return)
    wait_dialog(qtbot, Editor)
    write("停电")
    press(Key.Key_Return, held=CTRL)
    qtbot.waitUntil(lambda: "停课" in texts(tab.class_view))
    assert attendance.changes(school, "c71", BEFORE[0])[0].why == "停电"
    assert title(tab) == "七(1)班"


def test_giving_up_the_reason_leaves_nothing_unsaved_that_was_not(tab, qtbot, school):
    attendance.call(school, "c71", BEFORE, {}, stopped=True)
    tab._open("c71", BEFORE)
    press(Key.Key_Return)
    wait_dialog(qtbot, Editor)
    press(Key.Key_Escape)
    assert tab.unsaved() == ""
    assert attendance.sheet(school, "c71", BEFORE).state is RollState.STOPPED


def test_a_double_click_shows_the_child_and_registers_nothing(tab, qtbot, school):
    tab.find("c71")
    double_click(tab.view, "wang")
    assert "王小花" in wait_dialog(qtbot, DossierPage).windowTitle()
    press(Key.Key_Escape)
    assert attendance.sheet(school, "c71", NOW).state is None


def test_undo_shows_at_once_and_stays_on_the_class(window, tab, school):
    tab.find("c71")
    write("w1")
    press(Key.Key_Return)
    tab.find("c71")
    press(Key.Key_Z, held=CTRL)
    assert title(tab) == "七(1)班"
    assert marked(school, "c71") == {}
    assert tab.marks == {}


def test_a_day_without_lessons_is_refused_in_a_box(tab, qtbot):
    tab.day.setFocus()
    tab.day.selectAll()
    write("2026-11-21")
    press(Key.Key_Return)
    box = wait_dialog(qtbot, Box)
    assert "还没有到" in box.text.text()
    press(Key.Key_Return)
    assert tab.day.value() == factory.TODAY


def test_an_earlier_day_is_written_as_teachers_write_it(tab, school):
    tab.find("c71")
    tab.day.setFocus()
    tab.day.selectAll()
    write("11-18")
    press(Key.Key_Return)
    tab.view.setFocus()
    write("w1")
    press(Key.Key_Return)
    sheet = attendance.sheet(school, "c71", (date(2026, 11, 18), Half.AM))
    assert {p.student: p.mark for p in sheet.pupils if p.mark} == {"wang": MarkKind.UNEXCUSED}


def test_search_goes_to_the_line_of_a_child_in_another_class(tab):
    press(Key.Key_F, held=CTRL)
    write("zkx")
    press(Key.Key_Return)
    assert (title(tab), tab.view.key()) == ("七(2)班", "zeng")
    assert QApplication.focusWidget() is tab.view


def test_nobody_found_is_said(window, tab):
    press(Key.Key_F, held=CTRL)
    write("qqq")
    press(Key.Key_Return)
    assert window.status_line.message.text() == "没有找到“qqq”"
