"""Importing a roster on screen: look, change what a column means, settle doubts, then one step."""

from __future__ import annotations

import threading
from pathlib import Path

import factory
import openpyxl
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from screen import CTRL, Key, clipped, press, show_window, texts, wait_dialog, wait_quiet, write

from kongchuo_desktop.services import roster_import, undo
from kongchuo_desktop.store import students
from kongchuo_desktop.ui import importing
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.controls import ChoiceBox
from kongchuo_desktop.ui.importing import ImportDialog
from kongchuo_desktop.ui.jobs import ProgressDialog
from kongchuo_desktop.ui.name_column import NameColumnDialog
from kongchuo_desktop.ui.tabs.roster import RosterTab

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
HEAD = ("姓名", "性别", "出生日期", "班级", "住在哪里")


@pytest.fixture
def school(folder, open_school):
    return open_school(folder)


@pytest.fixture
def window(qtbot, school):
    return show_window(qtbot, school)


@pytest.fixture
def book(tmp_path):
    def make(*rows, head=HEAD, name="roster.xlsx") -> Path:
        made = openpyxl.Workbook()
        sheet = made.active
        sheet.append(head)
        for row in rows:
            sheet.append(row)
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        made.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def look_at(window, qtbot):
    def look(path: Path) -> ImportDialog:
        importing.look_at(window.desk, window.tab(RosterTab), path)
        return wait_dialog(qtbot, ImportDialog)

    return look


def turn(dialog, page):
    dialog._picks.put(page)
    return dialog.pages.currentWidget()


NEW = ("张新来", "男", "2014-03-01", "七年级1班", "岩脚村")
NAMELESS = ("", "男", "2014-03-02", "七年级1班", "岩脚村")
NAMESAKE = ("张三民", "男", "2014-05-04", "八年级1班", "石门村")


def test_the_preview_says_what_would_happen_and_writes_nothing(look_at, book, school):
    dialog = look_at(book(NEW, NAMELESS))
    assert dialog._tiles["added"].number.text() == "1"
    assert dialog._tiles["refused"].number.text() == "1"
    assert dialog.take.words() == "导入1人"
    assert "张新来" in texts(turn(dialog, "write"))
    assert any("没有姓名" in said for said in texts(turn(dialog, "refused")))
    assert clipped(dialog) == []
    press(Key.Key_Escape)
    assert "张新来" not in {child.name for child in students.everybody(None).values()}
    assert undo.undoable(school) is None


def test_the_file_is_chosen_by_typing_its_path(window, qtbot, book):
    path = book(NEW)
    window.tab(RosterTab)
    press(Key.Key_I, held=CTRL)
    wait_dialog(qtbot, QFileDialog)
    write(str(path))
    press(Key.Key_Return)
    dialog = wait_dialog(qtbot, ImportDialog)
    assert dialog.focusWidget() is dialog.take
    press(Key.Key_Return)
    box = wait_dialog(qtbot, Box)
    assert "新增1人" in box.text.text()
    press(Key.Key_Return)
    wait_quiet(qtbot, window)
    assert window.status_line.message.text().startswith("已保存：导入花名册")
    assert window.focusWidget() is window.page().view
    press(Key.Key_Z, held=CTRL)
    assert "张新来" not in {child.name for child in students.everybody(None).values()}


def test_a_column_is_given_another_meaning_and_the_file_read_again(look_at, book, qtbot):
    dialog = look_at(book(NEW))
    page = turn(dialog, "columns")
    choices = page.findChildren(ChoiceBox)
    assert len(choices) == len(HEAD)
    choices[4].put("village")
    assert choices[4].value() == "village"
    button = next(b for b in page.findChildren(type(dialog.take)) if "重新读" in b.words())
    button.click()
    wait_dialog(qtbot, ImportDialog)
    qtbot.waitUntil(lambda: bool(dialog.seen.mapping))
    assert dialog.seen.table.columns["住在哪里"] == "village"
    entry = dialog.seen.plan.added[0]
    assert entry.student.village == "岩脚村"


def test_a_doubtful_row_waits_for_an_answer(look_at, book, qtbot, window, school):
    dialog = look_at(book(NEW, NAMESAKE))
    doubts = dialog.seen.plan.doubtful
    assert len(doubts) == 1
    assert dialog.take.words() == "导入1人"
    page = turn(dialog, "doubtful")
    (choice,) = page.findChildren(ChoiceBox)
    assert choice.itemText(0) == "先不导入这一行"
    assert any("七(1)班 张三民" in choice.itemText(n) for n in range(1, choice.count()))
    choice.setCurrentIndex(choice.count() - 1)
    assert dialog.take.words() == "导入2人"
    assert clipped(dialog) == []
    dialog.take.click()
    box = wait_dialog(qtbot, Box)
    assert "新增2人" in box.text.text()
    press(Key.Key_Return)
    named = [c for c in students.everybody(None).values() if c.name == "张三民"]
    assert len(named) == 3


def test_a_doubtful_row_left_open_is_not_imported(look_at, book, qtbot):
    dialog = look_at(book(NEW, NAMESAKE))
    dialog.take.click()
    box = wait_dialog(qtbot, Box)
    assert "待确认1行没有写入" in box.text.text()
    named = [c for c in students.everybody(None).values() if c.name == "张三民"]
    assert len(named) == 2


def test_answers_that_contradict_each_other_are_told_before_anything_is_written(
    look_at, book, qtbot, school
):
    numbered = (*HEAD, "全国学籍号")
    one = "G999999201403010011"
    dialog = look_at(book((*NEW, one), ("李四", *NEW[1:], one), head=numbered))
    page = turn(dialog, "doubtful")
    for choice in page.findChildren(ChoiceBox):
        choice.setCurrentIndex(choice.count() - 1)
    dialog.take.click()
    box = wait_dialog(qtbot, Box)
    assert "第3行" in box.text.text()
    assert "没有写入" in box.text.text()
    press(Key.Key_Return)
    wait_dialog(qtbot, ImportDialog)
    assert dialog.pages.currentWidget() is page
    assert len(students.everybody(None)) == len(factory.PUPILS)
    page.findChildren(ChoiceBox)[1].setCurrentIndex(0)
    dialog.take.click()
    assert "新增1人" in wait_dialog(qtbot, Box).text.text()


def test_every_page_of_the_preview_is_reached_by_keyboard(look_at, book):
    dialog = look_at(book(NEW, NAMELESS, NAMESAKE))
    dialog._picks.setFocus()
    reached = []
    for _ in range(5):
        reached.append(dialog._picks.value())
        press(Key.Key_Right)
    assert set(reached) == {"write", "refused", "doubtful", "columns", "notes"}


def test_remarks_are_counted_where_they_are_found(look_at, book):
    dialog = look_at(book(NEW, ("李四", "不知道", *NEW[2:]), NAMELESS))
    count = len(roster_import.remarks(dialog.seen))
    assert {f"说明 {count}", "退回的行 1", "待确认"} <= set(texts(dialog))
    assert "有1处没有读懂" in dialog.warning.text()
    assert any("不知道" in said for said in texts(turn(dialog, "notes")))
    assert clipped(dialog) == []


def test_a_reason_is_read_in_full_row_by_row(look_at, book):
    dialog = look_at(book(NEW, NAMELESS, ("李四", "男", "二〇一四年底吧，" * 12, *NEW[3:])))
    view = turn(dialog, "refused")
    reasons = [fault.reason for fault in dialog.seen.plan.refused]
    assert len(reasons[1]) > 80
    view.setFocus()
    press(Key.Key_Home)
    assert reasons[0] in dialog.whole.text()
    press(Key.Key_Down)
    assert reasons[1] in dialog.whole.text()
    assert dialog.whole.isVisible()
    assert clipped(dialog) == []
    turn(dialog, "columns")
    assert not dialog.whole.isVisible()


def test_refused_rows_are_saved_to_be_mended(look_at, book, qtbot, tmp_path, window):
    dialog = look_at(book(NEW, NAMELESS))
    dialog.failed.click()
    wait_dialog(qtbot, QFileDialog)
    press(Key.Key_A, held=CTRL)
    write(str(tmp_path / "mend.xlsx"))
    press(Key.Key_Return)
    qtbot.waitUntil((tmp_path / "mend.xlsx").exists)
    wait_dialog(qtbot, ImportDialog)
    assert "已保存：mend.xlsx" in window.status_line.message.text()


def test_a_column_of_names_with_another_heading_is_pointed_out(window, qtbot, book):
    path = book(("哪个孩子", *HEAD[1:]), NEW, head=("七年级名单",))
    importing.look_at(window.desk, window.tab(RosterTab), path)
    asked = wait_dialog(qtbot, NameColumnDialog)
    assert "第2行" in asked.row.currentText()
    assert clipped(asked) == []
    asked.row.setCurrentIndex(0)
    assert asked.title.currentText() == "七年级名单"
    asked.row.setCurrentIndex(1)
    assert asked.title.currentText() == "哪个孩子"
    press(Key.Key_Return)
    dialog = wait_dialog(qtbot, ImportDialog)
    assert [entry.student.name for entry in dialog.seen.plan.added] == ["张新来"]
    assert dialog.seen.table.columns["哪个孩子"] == "name"
    turn(dialog, "columns").findChildren(ChoiceBox)[4].put("village")
    dialog._read_again()
    wait_dialog(qtbot, ImportDialog)
    qtbot.waitUntil(lambda: len(dialog.seen.mapping) == 2)
    assert dialog.seen.plan.added[0].student.village == "岩脚村"


def test_a_file_that_is_no_roster_is_refused_in_a_box(window, qtbot, tmp_path):
    wrong = tmp_path / "wrong.xlsx"
    wrong.write_bytes(b"PK\x03\x04 not really")
    importing.look_at(window.desk, window.tab(RosterTab), wrong)
    box = wait_dialog(qtbot, Box)
    assert box.heading.text() in {"不能这样做", "文件或磁盘有问题"}
    assert "Traceback" not in box.text.text()
    press(Key.Key_Return)
    wait_quiet(qtbot, window)


def test_stopping_an_import_leaves_nothing_half_done(window, qtbot, look_at, book, school):
    rows = [(f"学生{n}", "男", "2014-03-01", f"八年级{n % 9 + 1}班", "") for n in range(60)]
    dialog = look_at(book(*rows))
    with school.write("占着文件", undoable=False):  # the import waits for its turn to write
        before = school.last_op()
        dialog.take.click()
        wait_dialog(qtbot, ProgressDialog)
        press(Key.Key_Escape)
    wait_dialog(qtbot, ImportDialog)
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, Box) and w.isVisible()]
    assert len(students.everybody(None)) == len(factory.PUPILS)
    assert school.last_op() == before
    dialog.take.click()
    assert "新增60人" in wait_dialog(qtbot, Box).text.text()


def test_stopping_the_reading_shows_nothing(window, qtbot, book):
    free = threading.Event()
    window.desk.jobs.start("占着", lambda _progress: free.wait(5))
    importing.look_at(window.desk, window.tab(RosterTab), book(NEW))
    wait_dialog(qtbot, ProgressDialog)
    press(Key.Key_Escape)
    free.set()
    wait_quiet(qtbot, window)


def test_names_that_look_like_mark_up_are_shown_as_they_are(look_at, book, red_name, reds, qtbot):
    rows = [
        (name, "男", f"2014-03-{n + 1:02}", "七年级1班", red_name)
        for n, name in enumerate([*factory.HOSTILE, red_name[:50]])
    ]
    dialog = look_at(book(*rows, NAMESAKE, name="<img src=x>.xlsx"))
    for page in ("write", "refused", "doubtful", "columns", "notes"):
        turn(dialog, page)
        assert reds(dialog) == 0
        assert clipped(dialog) == []
    said = texts(turn(dialog, "write")) + texts(turn(dialog, "refused"))
    for name in factory.HOSTILE:
        assert any(name in each for each in said), name
