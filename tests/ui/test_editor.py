"""The dialog of one record: faults, refusals, asking before typed text is lost, drafts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.form import Field, line


class KeptDrafts:
    def __init__(self):
        self.all = {}

    def save(self, form, fields):
        self.all[form] = fields

    def load(self, form):
        return self.all.get(form)

    def clear(self, form):
        self.all.pop(form, None)


@pytest.fixture
def page(desk, qtbot, shown):
    made = QWidget()
    made.desk = desk
    return shown(made)


@pytest.fixture
def open_editor(page, qtbot):
    def make(save=lambda _values: None, **more):
        fields = [Field("name", "姓名", line(), required=True), Field("reason", "事由", line())]
        editor = Editor("登记请假", fields, save, page, **more)
        editor.open()
        qtbot.waitUntil(editor.isActiveWindow)
        return editor

    return make


def boxes(widget):
    return [box for box in widget.findChildren(Box) if box.isVisible()]


def test_what_is_typed_is_saved_and_the_dialog_closes(open_editor, qtbot):
    kept = []
    editor = open_editor(kept.append, values={"reason": "发烧"})
    assert editor.save.words() == "登记"
    assert editor.form.inputs["name"].hasFocus()
    qtbot.keyClicks(editor.form.inputs["name"], "Li")
    qtbot.keyClick(
        editor.form.inputs["name"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    assert kept == [{"name": "Li", "reason": "发烧"}]
    assert not editor.isVisible()


def test_faults_stay_in_the_dialog(open_editor, qtbot):
    def refuse(_values):
        raise Invalid(reason="请写明事由", other="这周已经请过假")

    editor = open_editor(refuse)
    editor.save.click()
    assert editor.form.faults["name"].text() == "请填写姓名"
    editor.form.put({"name": "石㓞"})
    editor.save.click()
    assert editor.form.faults["reason"].text() == "请写明事由"
    assert editor.form.faults["name"].text() == ""
    assert editor.rest.text() == "这周已经请过假"
    assert editor.isVisible()
    editor.form.put({"reason": "发烧"})
    editor._save = lambda _values: None
    editor.save.click()
    assert not editor.isVisible()


def test_a_refusal_is_a_box_and_nothing_is_lost(open_editor):
    def refuse(_values):
        raise Refused("<b>文件</b>正被别的程序占用，没有改动。")

    editor = open_editor(refuse, values={"name": "石㓞"})
    editor.save.click()
    (box,) = boxes(editor)
    assert box.text.text() == "<b>文件</b>正被别的程序占用，没有改动。"
    box.accept()
    assert editor.isVisible()
    assert editor.form.take()["name"] == "石㓞"


def test_escape_asks_only_when_something_was_typed(open_editor, qtbot):
    editor = open_editor(values={"name": "石㓞"})
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()

    editor = open_editor()
    qtbot.keyClicks(editor.form.inputs["name"], "Li")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    (box,) = boxes(editor)
    box.reject()
    assert editor.isVisible()
    editor.close()
    (box,) = boxes(editor)
    box.accept()
    assert not editor.isVisible()


def test_a_draft_outlives_the_program_and_not_the_saving(open_editor, desk, qtbot):
    desk.drafts = drafts = KeptDrafts()
    editor = open_editor()
    qtbot.keyClicks(editor.form.inputs["reason"], "fever")
    qtbot.waitUntil(lambda: drafts.all == {"登记请假": {"name": "", "reason": "fever"}})
    again = open_editor()
    assert again.form.draft()["reason"] == "fever"
    assert again.note.isVisible()
    again.form.put({"name": "石㓞"})
    again.save.click()
    assert drafts.all == {}
    editor.touched = False


def test_a_tall_form_stays_on_the_screen(page, qtbot):
    fields = [Field(f"f{n}", f"第{n}项", line()) for n in range(60)]
    editor = Editor("很长", fields, lambda _values: None, page)
    editor.open()
    qtbot.waitUntil(editor.isActiveWindow)
    assert editor.height() <= editor.screen().availableGeometry().height()
    assert editor.save.isVisible()
