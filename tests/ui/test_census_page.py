"""开学报到 on the real window: by keyboard, its identity always in sight, nothing clipped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from factory import HOSTILE, OFFICE, SCHOOL, student
from screen import (
    CTRL,
    Key,
    clipped,
    double_click,
    press,
    show_window,
    texts,
    wait_dialog,
    write,
)

from kongchuo_desktop.domain.census import HandFigure, Item, MoveKind, Reason, State, Why
from kongchuo_desktop.domain.school import Person
from kongchuo_desktop.services import census, census_report, roster, schools, undo
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.census import CensusDialog, open_census
from kongchuo_desktop.ui.dossier import DossierPage
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.help import Help
from kongchuo_desktop.ui.preview import PaperPreview

DAY = date(2026, 9, 1)
NEXT = DAY + timedelta(days=1)
AWAY = Why(reason=Reason.WORKING, whereabouts="外省")


@pytest.fixture
def school(folder, open_school, clock):
    clock.set(DAY)
    return open_school(folder)


@pytest.fixture
def window(qtbot, school):
    return show_window(qtbot, school)


@pytest.fixture
def dialog(qtbot, window):
    open_census(window.desk, window)
    return wait_dialog(qtbot, CensusDialog)


@pytest.fixture
def page(dialog):
    return dialog.page


def states(ctx, day=DAY):
    found = census_report.book(ctx, day)
    return {id_: child.state(day) for id_, child in found.children.items()}


def shown(page):
    return [page.list.table.key(row) for row in range(page.list.table.rowCount())]


def turn(page, key):
    page.views.put(key)
    page._turn()


def test_it_opens_on_the_first_open_class_ready_for_the_keyboard(page, dialog):
    assert dialog.windowTitle() == "开学报到　2026—2027学年上学期"
    assert page.listing.group == "c11"
    assert page.window().focusWidget() is page.view
    assert page.view.key() == "small"


def test_space_and_enter_register_and_go_on_to_the_next_child(page, school):
    press(Key.Key_Down, held=CTRL)
    assert page.listing.group == "grade-7"
    press(Key.Key_Down, held=CTRL)
    page.view.choose_row(0)
    assert shown(page) == ["shan", "wang", "zhang"]
    press(Key.Key_Space)
    assert page.view.key() == "wang"
    press(Key.Key_Return)
    assert page.view.key() == "zhang"
    assert [states(school)[id_] for id_ in shown(page)] == [
        State.ARRIVED, State.ARRIVED, State.UNREPORTED,
    ]  # fmt: skip


def test_several_at_once(page, school):
    page.list.show_group("c71")
    page.view.setFocus()
    page.view.selectAll()
    press(Key.Key_Space)
    assert census_report.book(school, DAY).of("c71").figures.arrived == 3


def test_a_whole_class_takes_two_keys_and_the_next_one_follows(page, school, dialog):
    press(Key.Key_Return, held=CTRL)
    assert states(school)["small"] is State.ARRIVED
    assert page.listing.group == "c71"
    assert dialog.said.text() == "已保存：登记 一(1)班 9月1日报到：到1人，未到0人"
    press(Key.Key_Return, held=CTRL)
    assert page.listing.group == "c72"
    assert page.window().focusWidget() is page.view


def test_n_asks_why_and_the_list_tells_it(qtbot, page, school):
    page.list.show_group("c71")
    page.view.choose("wang")
    page.view.setFocus()
    write("n")
    editor = wait_dialog(qtbot, Editor)
    editor.form.put({"reason": Reason.AVERSION, "side": (Reason.WORKING,), "whereabouts": "镇上"})
    press(Key.Key_Return, held=CTRL)
    qtbot.waitUntil(lambda: states(school)["wang"] is State.NOT_ARRIVED)
    row = page.list.table.source.rows(["wang"])["wang"]
    assert (row["state"], row["reason"], row["whereabouts"], row["person"]) == (
        ("未到", "red"), ("厌学",), "镇上", "潘老师",
    )  # fmt: skip
    assert page.told.text() == "未到：厌学1人"


def test_the_form_comes_up_as_it_was_filled_in(qtbot, page, school):
    census.absent(school, ["wang"], DAY, AWAY)
    page.find("wang")
    page.acts["absent"].trigger()
    editor = wait_dialog(qtbot, Editor)
    assert editor.form.take()["reason"] is Reason.WORKING
    assert editor.form.take()["whereabouts"] == "外省"
    assert "七(1)班 王小花" in editor.note.text()


def test_a_missing_reason_stands_at_its_field(qtbot, page, school):
    page.find("wang")
    page.acts["absent"].trigger()
    editor = wait_dialog(qtbot, Editor)
    editor.save.click()
    assert editor.form.faults["reason"].text() == "请填写主要原因"
    editor.form.put({"reason": Reason.OTHER})
    editor.save.click()
    assert "写明情况" in editor.form.faults["whereabouts"].text()
    assert states(school)["wang"] is State.UNREPORTED


def test_the_identity_is_always_in_sight_and_turns_red_with_where_to_look(page, school):
    assert page.identity.whole.text() == (
        "全校　基数6＋转入0＋复学0－转出0－休学等0＝应到6＝实到0＋未到0＋未登记6　到校率0.00%"
    )
    assert page.identity.chosen.text().startswith("一(1)班　基数1")
    assert page.identity.property("role") == "reasons-green"
    figure = HandFigure(grade=7, item=Item.BASE, number=9, reason="报表")
    census.set_figures(school, [figure])
    assert page.identity.property("role") == "reasons-red"
    assert "相差4人" in page.identity.whole.text()
    assert "七年级的基数是手工填的9" in page.identity.fault.text()
    for key in ("figures", "reasons", "moves"):
        turn(page, key)
        assert page.identity.whole.isVisible()


def test_undo_and_redo_work_in_the_window_itself(page, school):
    press(Key.Key_Space)
    assert states(school)["small"] is State.ARRIVED
    press(Key.Key_Z, held=CTRL)
    assert states(school)["small"] is State.UNREPORTED
    press(Key.Key_Y, held=CTRL)
    assert states(school)["small"] is State.ARRIVED
    press(Key.Key_Delete)
    assert states(school)["small"] is State.UNREPORTED


def test_undo_with_nothing_to_undo_says_so(qtbot, dialog):
    press(Key.Key_Z, held=CTRL)
    assert "没有可以撤销的操作" in wait_dialog(qtbot, Box).text.text()


def test_typing_searches_the_whole_group_and_escape_empties_it(page):
    page.list.show_group("")
    page.view.setFocus()
    write("zsm")
    assert shown(page) == ["zhang", "namesake"]
    press(Key.Key_Escape)
    assert len(shown(page)) == 6
    assert page.window().focusWidget() is page.view


def test_filters_count_and_narrow_and_an_empty_one_says_so(page, school):
    census.absent(school, ["wang"], DAY, AWAY)
    page.list.show_group("")
    page.list._pick("not_arrived")
    assert shown(page) == ["wang"]
    page.list._pick("arrived")
    assert "没有这样的学生" in texts(page)
    page.list.empty.button.click()
    assert len(shown(page)) == 6


def test_a_line_of_figures_opens_the_children_behind_it(page, school):
    census.absent(school, ["wang"], DAY, AWAY)
    turn(page, "reasons")
    page.reasons.choose("junior")
    press(Key.Key_Return)
    assert (page._view, shown(page)) == ("list", ["wang"])
    assert page.pages.currentIndex() == 0
    turn(page, "figures")
    page.figures.choose("grade-7")
    page.acts["open_group"].trigger()
    assert len(shown(page)) == 5


def test_the_figures_stand_as_in_the_form(page, school):
    census.arrive_class(school, "c71", DAY, {"wang": AWAY})
    rows = page.figures.table.source.rows(["grade-7", ""])
    assert (rows["grade-7"]["arrived"], rows["grade-7"]["not_arrived"]) == ("2", "1")
    assert (rows["grade-7"]["rate"], rows[""]["rate"]) == ("40.00%", "33.33%")
    assert rows["grade-7"]["change"] == "+2"
    assert page.reasons.table.source.rows(["grade-7"])["grade-7"]["working"] == "1"


def test_figures_by_hand_stand_above_what_the_roster_gives(qtbot, page, school):
    turn(page, "figures")
    page.figures.choose("grade-7")
    press(Key.Key_F2)
    editor = wait_dialog(qtbot, Editor)
    editor.form.put({"base": 9})
    editor.save.click()
    assert "请写明为什么" in editor.form.faults["reason"].text()
    editor.form.put({"reason": "上学期末报表"})
    editor.save.click()
    rows = page.figures.table.source.rows(["grade-7", "roster-of-grade-7"])
    assert (rows["grade-7"]["base"], rows["roster-of-grade-7"]["base"]) == ("9", "5")
    assert rows["grade-7"]["note"] == ("相差4人", "red")
    page.figures.choose("grade-7")
    page.acts["set_figures"].trigger()
    editor = wait_dialog(qtbot, Editor)
    editor.form.put({"base": None})
    editor.save.click()
    assert page.figures.table.source.rows(["grade-7"])["grade-7"]["base"] == "5"


def test_moves_by_child_and_by_number_and_taken_away_again(qtbot, page, school):
    page.find("wang")
    page.acts["register_move"].trigger()
    editor = wait_dialog(qtbot, Editor)
    editor.form.put({"kind": MoveKind.TRANSFER_IN})
    editor.save.click()
    turn(page, "moves")
    page.acts["move_others"].trigger()
    editor = wait_dialog(qtbot, Editor)
    editor.form.put({"class_id": "c72", "kind": MoveKind.TRANSFER_OUT, "count": 2})
    editor.save.click()
    found = census_report.book(school, DAY).of("junior").figures
    assert (found.base, found.transfer_in, found.transfer_out, found.difference) == (6, 1, 2, 0)
    assert page.moves.table.rowCount() == 2
    page.moves.selectAll()
    page.acts["remove_moves"].trigger()
    wait_dialog(qtbot, Box).accept()
    assert census_report.book(school, DAY).moves == []


def test_another_day_shows_what_was_then_and_a_wrong_one_is_told(page, school, clock, dialog):
    census.absent(school, ["wang"], DAY, AWAY)
    clock.set(NEXT)
    page._step(1)
    census.arrive(school, ["wang"], NEXT)
    assert page.list.table.source.rows(["wang"])["wang"]["state"] == ("到", "green")
    page._step(-1)
    assert page.list.table.source.rows(["wang"])["wang"]["state"] == ("未到", "red")
    page.day.put("2026-09-09")
    page.day.editingFinished.emit()
    assert "还没有到" in dialog.said.text()
    page.day.put("胡写")
    page.day.editingFinished.emit()
    assert page.day.text() == DAY.isoformat()


def test_the_report_is_shown_to_be_printed(qtbot, page):
    press(Key.Key_P, held=CTRL)
    preview = wait_dialog(qtbot, PaperPreview)
    assert preview.count == 1
    qtbot.waitUntil(lambda: not page.desk.jobs.busy)
    preview.reject()


def test_a_child_and_the_help_are_opened(qtbot, page, dialog):
    page.find("wang")
    page.acts["open_child"].trigger()
    wait_dialog(qtbot, DossierPage).reject()
    double_click(page.view, "wang")
    assert "王小花" in wait_dialog(qtbot, DossierPage).windowTitle()
    press(Key.Key_Escape)
    assert undo.undoable(page.desk.ctx) is None  # nobody has arrived by it
    press(Key.Key_F1)
    told = dialog.findChild(Help)
    assert "开学几天里谁到了" in told.text.toPlainText()
    told.close()


def test_nothing_is_clipped_at_1366_by_768(page, dialog, school):
    census.arrive_class(school, "c71", DAY, {"wang": AWAY})
    dialog.resize(1326, 690)
    for key in ("list", "figures", "reasons", "moves"):
        turn(page, key)
        assert clipped(dialog) == [], key


def test_a_homeroom_teacher_has_the_own_class_and_sets_no_figures(qtbot, school):
    school.who = Person(name="潘老师", classes=frozenset({"c71"}))
    window = show_window(qtbot, school)
    page = open_census(window.desk, window).page
    assert list(page.list.names().values()) == ["我的班", "七(1)班"]
    turn(page, "figures")
    page.figures.choose("grade-7")
    assert not page.acts["set_figures"].isEnabled()
    assert "c72" not in page.listing.book.classes


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_shown_as_they_are(page, school, name):
    child = roster.add(school, student(name=name))
    census.absent(school, [child.id], DAY, Why(reason=Reason.OTHER, whereabouts=name))
    page.find(child.id)
    assert page.view.key() == child.id
    assert texts(page).count(name) >= 2


def test_an_empty_school_says_what_to_do(qtbot, tmp_path, clock):
    new = schools.create(tmp_path / "新校", SCHOOL, OFFICE, clock)
    window = show_window(qtbot, new)
    page = open_census(window.desk, window).page
    assert "这里还没有学生" in texts(page)
    assert page.identity.whole.text().startswith("全校　基数0")
    new.close()
