"""改文字: paragraphs in the school's words, the sheet beside them, what may not be said."""

from __future__ import annotations

import pytest
from screen import Key, clipped, press, show_window, texts, wait_dialog

from kongchuo_desktop.services import forms
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.wording import WordingDialog, open_wording

FORM = "persuasion_letter"


@pytest.fixture
def dialog(qtbot, demo_ctx):
    window = show_window(qtbot, demo_ctx)
    open_wording(window.desk, window, FORM)
    return wait_dialog(qtbot, WordingDialog)


def keys(dialog):
    return list(dialog._rows.held)


def test_fields_stand_by_their_names_and_statutes_cannot_be_touched(dialog):
    assert "【学生姓名】" in dialog.text.toPlainText()
    locked = next(t.key for t in dialog._held.values() if t.locked)
    dialog.list.choose(locked)
    assert dialog.text.isReadOnly()
    assert "不能改动" in "".join(texts(dialog))
    assert clipped(dialog) == []


def test_what_is_typed_shows_on_the_sheet_before_it_is_kept(dialog, qtbot, demo_ctx):
    dialog.list.choose("hardship")
    dialog._show_sheet()
    before = dialog.sheet.pixmap().toImage()
    dialog.text.setPlainText("家里困难的，学校帮【学生姓名】申请补助。")
    qtbot.waitUntil(lambda: dialog.sheet.pixmap().toImage() != before)
    assert forms.worded(demo_ctx, FORM).reworded({}, {}) == forms.shipped()[FORM]

    dialog.save.click()
    held = {text.key: text.text for text in forms.paragraphs(demo_ctx, FORM)}
    assert held["hardship"] == "家里困难的，学校帮{{student}}申请补助。"
    assert dialog._rows.held["hardship"]["state"][0] == "已改"

    dialog.restore.click()
    assert dialog._rows.held["hardship"]["state"][0] == "原文"
    assert "不收学费" in dialog.text.toPlainText()


def test_a_field_is_put_in_by_its_name(dialog):
    dialog.list.choose("hardship")
    dialog.text.setPlainText("电话：")
    dialog.text.moveCursor(dialog.text.textCursor().MoveOperation.End)
    dialog.fields.put("学校电话")
    dialog._insert()
    assert dialog.text.toPlainText() == "电话：【学校电话】"


@pytest.mark.parametrize("text", ["责令您送孩子上学", "问【邻居】", "{{nobody}}"])
def test_what_may_not_be_said_is_told_and_not_kept(dialog, demo_ctx, text):
    dialog.list.choose("hardship")
    dialog.text.setPlainText(text)
    dialog.save.click()
    assert dialog.fault.text()
    assert forms.worded(demo_ctx, FORM) == forms.shipped()[FORM]


def test_what_was_typed_of_another_paragraph_is_not_lost(dialog, qtbot):
    dialog.list.choose("hardship")
    dialog.text.setPlainText("家里困难的，请说出来。")
    assert dialog._rows.held["hardship"]["state"][0] == "没保存"
    dialog.list.choose("learning")
    dialog.list.choose("hardship")
    assert dialog.text.toPlainText() == "家里困难的，请说出来。"

    press(Key.Key_Escape)
    box = wait_dialog(qtbot, Box)
    assert "1段改了还没有保存" in box.text.text()
    press(Key.Key_Escape)
    assert wait_dialog(qtbot, WordingDialog).text.toPlainText() == "家里困难的，请说出来。"


def test_a_statute_may_be_said_in_a_second_language(dialog, demo_ctx):
    locked = next(t.key for t in dialog._held.values() if t.locked)
    dialog.list.choose(locked)
    dialog.second.setPlainText("Fazliz gangj")
    dialog.save.click()
    held = {text.key: text for text in forms.paragraphs(demo_ctx, FORM)}
    assert (held[locked].second, held[locked].text) == (
        "Fazliz gangj", forms.shipped_text(FORM, locked)
    )  # fmt: skip


def test_escape_closes_it(dialog, qtbot):
    with qtbot.waitSignal(dialog.destroyed):
        press(Key.Key_Escape)
