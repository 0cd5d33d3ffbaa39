"""今日: each to-do opens the right form filled in, and goes away once it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import factory
import pytest
from PySide6.QtWidgets import QFileDialog
from screen import CTRL, Key, dialogs, press, show_window, texts, wait_dialog, wait_quiet, write

from kongchuo_desktop.domain.attendance import Half, MarkKind
from kongchuo_desktop.domain.visits import VisitKind
from kongchuo_desktop.services import attendance, lookup, risk, roster, rules, today, visits
from kongchuo_desktop.ui.dossier import DossierPage
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.preview import PaperPreview
from kongchuo_desktop.ui.settling import FORMS
from kongchuo_desktop.ui.tabs.attendance import AttendanceTab
from kongchuo_desktop.ui.tabs.roster import RosterTab
from kongchuo_desktop.ui.todo import VERBS


@pytest.fixture
def window(qtbot, demo_ctx):
    return show_window(qtbot, demo_ctx)


def line_of(tab, does):
    return next(line for line in tab.lines if line.todo.duty.does == does)


@pytest.mark.parametrize(
    ("does", "title"),
    [
        ("contact", "登记缺课联系"),
        ("visit", "登记家访"),
        ("leader_visit", "登记家访"),
        ("sign_back", "销假"),
    ],
)
def test_a_button_opens_its_form_filled_in(window, qtbot, does, title):
    line = line_of(window.page(), does)
    line.button.setFocus()
    press(Key.Key_Return)
    editor = wait_dialog(qtbot, Editor)
    assert editor.windowTitle() == title
    if "student" in editor.form.inputs:
        assert editor.form.inputs["student"].text().startswith(line.todo.name)
    if does.endswith("visit"):
        values = editor.form.draft()
        assert values["visitors"] == line.todo.who
        assert values["leader"] is (does == "leader_visit")
    press(Key.Key_Escape)
    wait_quiet(qtbot, window)
    assert window.focusWidget() is line.button


def test_the_notice_button_shows_the_draft_of_the_notice(window, qtbot):
    line_of(window.page(), "notice").button.click()
    preview = wait_dialog(qtbot, PaperPreview)
    assert preview.number_it.isVisible()
    assert not preview.print.isVisible()
    press(Key.Key_Escape)
    wait_quiet(qtbot, window)


def test_the_roll_call_button_opens_the_class(window):
    line = line_of(window.page(), "roll")
    line.button.click()
    tab = window.page()
    assert isinstance(tab, AttendanceTab)
    assert tab.summary.text().startswith(line.todo.class_name)


def test_what_is_done_leaves_the_list_and_the_next_has_the_focus(window, qtbot, demo_ctx):
    tab = window.page()
    before = len(tab.page.todos)
    line_of(tab, "contact").button.setFocus()
    press(Key.Key_Return)
    wait_dialog(qtbot, Editor)
    write("mother")
    press(Key.Key_Return, held=CTRL)
    wait_quiet(qtbot, window)
    assert len(today.today(demo_ctx).todos) < before
    assert len(tab.lines) == len(tab.page.todos) < before
    assert "已保存：登记" in window.status_line.message.text()
    assert window.focusWidget() in [line.button for line in tab.lines]


def test_arrow_keys_go_through_the_list(window):
    tab = window.page()
    assert window.focusWidget() is tab.lines[0].button
    press(Key.Key_Down, Key.Key_Down)
    assert window.focusWidget() is tab.lines[2].button
    press(Key.Key_Up)
    assert window.focusWidget() is tab.lines[1].button


def test_a_double_click_opens_the_child(window, qtbot):
    line = line_of(window.page(), "visit")
    line.mouseDoubleClickEvent(None)
    assert wait_dialog(qtbot, DossierPage).student == line.todo.duty.student


def test_filters_and_search_narrow_the_list(window, qtbot):
    tab = window.page()
    overdue = [t for t in tab.page.todos if t.duty.overdue]
    tab._chips.actions_["overdue"].trigger()
    assert [line.todo for line in tab.lines] == overdue
    tab._chips.actions_["overdue"].trigger()
    assert len(tab.lines) == len(tab.page.todos)
    tab.search.setFocus()
    write("王𬱟")
    assert {line.todo.name for line in tab.lines} == {"王𬱟"}
    tab.search.setText("没有这个人")
    assert tab.lines == []
    qtbot.waitUntil(lambda: any("没有找到" in said for said in texts(tab)))


def test_ctrl_n_starts_the_roll_call(window):
    press(Key.Key_N, held=CTRL)
    assert isinstance(window.page(), AttendanceTab)


def test_ctrl_z_with_the_focus_in_an_empty_search_line_takes_back_the_last_operation(
    window, demo_ctx
):
    child = lookup.seen(demo_ctx, lookup.one(demo_ctx, "石㛃"))
    roster.change(demo_ctx, replace(child, village="大坪村"))
    assert window.status_line.undo.isVisible()
    tab = window.page()
    tab.search.setFocus()
    press(Key.Key_Z, held=CTRL)
    assert not window.status_line.undo.isVisible()
    roster.change(demo_ctx, replace(child, village="石门街上"))
    write("w")
    press(Key.Key_Z, held=CTRL)
    assert (tab.search.text(), window.status_line.undo.isVisible()) == ("", True)


def test_names_that_look_like_mark_up_stand_in_the_list_as_they_are(
    qtbot, folder, open_school, red_name, reds
):
    ctx = open_school(folder)
    names = [*factory.HOSTILE[:3], "长" * 30, red_name[:50]]
    children = [roster.add(ctx, factory.student(name=name, class_id="c11")) for name in names]
    attendance.call(
        ctx,
        "c11",
        (factory.TODAY, Half.AM),
        dict.fromkeys([child.id for child in children], MarkKind.UNEXCUSED),
    )
    window = show_window(qtbot, ctx)
    said = "\n".join(texts(window.page()))
    assert all(name in said for name in names)
    assert reds(window) == 0


def test_a_day_without_school_says_whose_figures_it_shows(qtbot, folder, open_school, clock):
    ctx = open_school(folder)
    attendance.call(ctx, "c71", (factory.TODAY, Half.AM), {"wang": MarkKind.UNEXCUSED})
    clock.set(factory.TODAY + timedelta(days=2))
    said = texts(show_window(qtbot, ctx).page())
    assert "今天不上课。人数和各班登记是11月20日 星期五的。" in said
    assert "各班登记（11月20日上午）" in said
    assert "11月19日0人" in said


def test_on_a_school_day_nothing_is_said_about_the_day(qtbot, folder, open_school):
    said = "\n".join(texts(show_window(qtbot, open_school(folder)).page()))
    assert "今天不上课" not in said
    assert "昨日0人" in said


def test_a_school_without_children_is_sent_to_the_roster(qtbot, tmp_path, clock):
    from kongchuo_desktop.services import schools

    ctx = schools.create(tmp_path / "leer", factory.SCHOOL, factory.OFFICE, clock)
    window = show_window(qtbot, ctx)
    assert "先导入花名册" in texts(window.page())
    assert "还没有班级" in texts(window.page())
    assert "全部登记" not in texts(window.page())
    assert dialogs() == []
    press(Key.Key_Return)
    wait_dialog(qtbot, QFileDialog).reject()
    window.desk.go.emit("花名册", "")
    assert isinstance(window.page(), RosterTab)
    ctx.close()


def test_an_opening_visit_is_registered_for_one_of_the_children_named(
    qtbot, folder, open_school, clock
):
    ctx = open_school(folder)
    clock.set(ctx.calendar.term.first)
    risk.nominate(ctx, factory.concern(since=ctx.today()))
    window = show_window(qtbot, ctx)
    line_of(window.page(), "opening_visit").button.click()
    editor = wait_dialog(qtbot, Editor)
    editor.form.put({"student": "wang", "note": "家里都好"})
    press(Key.Key_Return, held=CTRL)
    wait_quiet(qtbot, window)
    (made,) = visits.of_student(ctx, "wang")
    assert (made.kind, made.visitors) == (VisitKind.OPENING, ("潘老师",))
    assert not [line for line in window.page().lines if line.todo.duty.does == "opening_visit"]


def test_every_rung_has_a_verb_and_the_form_that_settles_it():
    wanted = {rung.does for rung in rules.ladder().rungs.values()}

    assert wanted == set(VERBS) == set(FORMS)


def test_a_duty_of_a_case_opens_its_form(window, qtbot):
    line_of(window.page(), "case_confirm").button.click()

    assert wait_dialog(qtbot, Editor).windowTitle() == "韦堃　认定辍学"
