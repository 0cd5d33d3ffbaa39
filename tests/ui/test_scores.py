"""Importing exam results on screen: look, say which exam, then one step."""

from pathlib import Path

import factory
import pytest
import xlsxwriter
from PySide6.QtWidgets import QFileDialog
from screen import CTRL, Key, clipped, press, show_window, texts, wait_dialog, wait_quiet, write

from kongchuo_desktop.services import exams, undo
from kongchuo_desktop.ui import scores
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.scores import ScoresDialog
from kongchuo_desktop.ui.tabs.risk import RiskTab

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
HEAD = ("姓名", "班级", "语文", "数学", "物理")
WANG = ("王小花", "七年级1班", 78, 52.5, 61)
ZHANG = ("张三民", "七年级1班", "缺考", 61, 40)
NOBODY = ("李四", "七年级1班", 1, 1, 1)


@pytest.fixture
def school(folder, open_school):
    return open_school(folder)


@pytest.fixture
def window(qtbot, school):
    return show_window(qtbot, school)


@pytest.fixture
def book(tmp_path):
    def make(*rows, name="期中成绩.xlsx") -> Path:
        with xlsxwriter.Workbook(str(tmp_path / name), {"strings_to_formulas": False}) as made:
            sheet = made.add_worksheet()
            for at, cells in enumerate([HEAD, *rows]):
                sheet.write_row(at, 0, cells)
        return tmp_path / name

    return make


@pytest.fixture
def look_at(window, qtbot):
    def look(path: Path) -> ScoresDialog:
        scores.look_at(window.desk, window.tab(RiskTab), path)
        return wait_dialog(qtbot, ScoresDialog)

    return look


def count(dialog, key):
    return dialog._tiles[key].number.text()


def test_the_preview_says_what_would_happen_and_writes_nothing(look_at, book, school):
    dialog = look_at(book(WANG, ZHANG, NOBODY))
    assert [count(dialog, key) for key in ("children", "absent", "replaced", "refused")] == [
        "2", "1", "0", "1",
    ]  # fmt: skip
    assert dialog.form.take()["name"] == "期中考试"
    assert dialog.form.take()["day"] == factory.TODAY
    assert dialog.take.words() == "导入2人"
    said = texts(dialog)
    assert "语文78　数学52.5　物理61" in said
    assert any("里没有“李四”" in each for each in said)
    assert clipped(dialog) == []
    press(Key.Key_Escape)
    assert exams.listed(school) == []
    assert undo.undoable(school) is None


def test_the_file_is_chosen_by_typing_its_path(window, qtbot, book, school):
    scores.open_scores_import(window.desk, window.tab(RiskTab))
    wait_dialog(qtbot, QFileDialog)
    write(str(book(WANG, ZHANG)))
    press(Key.Key_Return)
    wait_dialog(qtbot, ScoresDialog)
    press(Key.Key_Return, held=CTRL)
    box = wait_dialog(qtbot, Box)
    assert "写入2人（其中有缺考的1人）" in box.text.text()
    press(Key.Key_Return)
    wait_quiet(qtbot, window)
    assert [each.children for each in exams.listed(school)] == [2]
    press(Key.Key_Z, held=CTRL)
    assert exams.listed(school) == []


def test_another_name_is_another_exam(look_at, book, qtbot, school, window):
    look_at(book(WANG)).take.click()
    wait_dialog(qtbot, Box)
    press(Key.Key_Return)
    dialog = look_at(book(WANG))
    assert count(dialog, "replaced") == "1"
    dialog.form.inputs["name"].setText("期末考试")
    qtbot.waitUntil(lambda: count(dialog, "replaced") == "0")
    dialog.take.click()
    wait_dialog(qtbot, Box)
    assert len(exams.listed(school)) == 2


def test_full_marks_are_changed_and_rows_looked_at_again(look_at, book, qtbot):
    dialog = look_at(book(WANG, ZHANG))
    assert "物理100" in dialog.full.text()
    dialog.form.inputs["full"].setText("物理60 语文 150")
    qtbot.waitUntil(lambda: count(dialog, "refused") == "1")
    assert "物理60" in dialog.full.text()
    assert "语文150" in dialog.full.text()
    assert any("满分60" in each for each in texts(dialog))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "请填写考试名称"),
        ("day", "2026-11-21", "今天之后"),
        ("day", "", "请填写考试日期"),
        ("full", "八十", "例如 物理80"),
        ("full", "体育60", "没有“体育”这一科"),
        ("full", "语文0", "满分要在"),
    ],
)
def test_what_cannot_be_is_said_below_its_field(look_at, book, school, field, typed, said):
    dialog = look_at(book(WANG))
    dialog.form.inputs[field].setText(typed)
    dialog.take.click()
    assert said in dialog.form.faults[field].text()
    assert dialog.isVisible()
    assert exams.listed(school) == []


def test_a_file_without_results_is_refused_in_a_box(window, qtbot, book, school):
    scores.look_at(window.desk, window.tab(RiskTab), book())
    box = wait_dialog(qtbot, Box)
    assert "没有找到成绩" in box.text.text()
    press(Key.Key_Return)
    wait_quiet(qtbot, window)


def test_with_refused_rows_only_there_is_nothing_to_import(look_at, book):
    dialog = look_at(book(NOBODY))
    assert not dialog.take.isEnabled()
    assert dialog.take.words() == "没有可导入的"


def test_names_that_look_like_mark_up_are_shown_as_they_are(look_at, book, red_name, reds):
    rows = [(name, "七年级1班", 60, 60, 60) for name in (*factory.HOSTILE, red_name[:50])]
    dialog = look_at(book(*rows, name="<img src=x>.xlsx"))
    assert reds(dialog) == 0
    assert clipped(dialog) == []
