"""File dialogs speak Chinese and begin where one was last chosen for the same purpose."""

import re

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QToolButton, QWidget
from screen import Key, press, wait_dialog, write

from kongchuo_desktop.ui import files
from kongchuo_desktop.ui.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


@pytest.fixture
def page(shown):
    return shown(QWidget())


@pytest.fixture
def place(tmp_path):
    made = tmp_path / "教务处"
    made.mkdir()
    (made / "名单.csv").write_text("姓名")
    return made


ASK = {
    "open": lambda desk, page, then: files.to_open(desk, page, "a", "选择", "表格 (*.csv)", then),
    "save": lambda desk, page, then: files.to_save(desk, page, "a", "保存", "名单.xlsx", then),
    "folder": lambda desk, page, then: files.folder(desk, page, "a", "选择文件夹", then),
}


def answer(qtbot, typed):
    dialog = wait_dialog(qtbot, QFileDialog)
    write(typed)
    press(Key.Key_Return)
    return dialog


def begins(qtbot):
    dialog = wait_dialog(qtbot, QFileDialog)
    found = dialog.directory().absolutePath()
    dialog.reject()
    return found


@pytest.mark.parametrize("how", ASK)
def test_the_next_dialog_for_the_same_purpose_begins_there(desk, page, qtbot, place, how):
    chosen = []
    files.to_open(desk, page, "a", "选择", "表格 (*.csv)", chosen.append)
    answer(qtbot, str(place / "名单.csv"))
    qtbot.waitUntil(lambda: chosen == [place / "名单.csv"])
    ASK[how](desk, page, chosen.append)
    assert begins(qtbot) == str(place)
    files.to_open(desk, page, "other", "选择", "表格 (*.csv)", chosen.append)
    assert begins(qtbot) != str(place)


def test_a_folder_that_is_gone_is_forgotten(desk, page, qtbot, place):
    desk.settings.setValue("places/a", str(place / "拔走的U盘"))
    ASK["open"](desk, page, print)
    assert begins(qtbot) not in {"", str(place / "拔走的U盘")}


def test_the_name_proposed_is_saved_under_where_it_was_last(desk, page, qtbot, place):
    desk.settings.setValue("places/a", str(place))
    chosen = []
    ASK["save"](desk, page, chosen.append)
    wait_dialog(qtbot, QFileDialog)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: chosen == [place / "名单.xlsx"])


def test_without_settings_a_file_is_chosen_all_the_same(ctx, page, qtbot, place):
    desk, chosen = Desk(ctx), []
    ASK["open"](desk, page, chosen.append)
    answer(qtbot, str(place / "名单.csv"))
    qtbot.waitUntil(lambda: chosen == [place / "名单.csv"])
    desk.jobs.stop()


@pytest.mark.parametrize("how", ASK)
def test_every_word_of_the_dialog_is_chinese(desk, page, qtbot, how):
    ASK[how](desk, page, print)
    dialog = wait_dialog(qtbot, QFileDialog)
    parts = [w for kind in (QLabel, QPushButton) for w in dialog.findChildren(kind)]
    said = [w.text() for w in parts] + [w.toolTip() for w in dialog.findChildren(QToolButton)]
    assert len("".join(said)) > 10
    assert [words for words in said if re.search(r"[A-Za-z]{2}", words)] == []
    dialog.reject()
