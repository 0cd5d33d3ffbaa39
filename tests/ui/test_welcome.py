"""The first start: a school of one's own, or the demo to try things with."""

from __future__ import annotations

import pytest
from screen import Key, clipped, dialogs, press, wait_dialog, write

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.services import demo, schools
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.jobs import ProgressDialog
from kongchuo_desktop.ui.welcome import Welcome


@pytest.fixture
def make(qtbot, tmp_path):
    made = []

    def welcome(make_demo=lambda folder, progress: demo.empty(folder)[0]):
        dialog = Welcome(tmp_path / "own", tmp_path / "demo", make_demo)
        qtbot.addWidget(dialog)
        made.append(dialog)
        dialog.open()
        return wait_dialog(qtbot, Welcome)

    yield welcome
    for dialog in made:
        dialog._jobs.stop()
        if dialog.context is not None:
            dialog.context.close()


def test_a_school_is_made_by_keyboard_alone(make, tmp_path):
    dialog = make()
    write("石桥乡中心小学")
    press(Key.Key_Return)
    write("9999990001")
    press(*[Key.Key_Return] * 5)
    assert dialog.focusWidget() is dialog.make
    press(Key.Key_Return)
    assert dialog.result() == Welcome.DialogCode.Accepted
    assert (dialog.context.school.name, dialog.context.school.demo) == ("石桥乡中心小学", False)
    assert schools.exists(tmp_path / "own")


def test_what_is_wrong_stands_below_its_field_and_nothing_is_made(make, tmp_path):
    dialog = make()
    dialog.make.click()
    assert dialog.form.faults["name"].text() == "请填写学校全称"
    write("石桥乡中心小学")
    dialog.form.inputs["code"].setText("0123")
    dialog.make.click()
    assert dialog.form.faults["name"].text() == ""
    assert "10位" in dialog.form.faults["code"].text()
    assert dialog.isVisible()
    assert not schools.exists(tmp_path / "own")
    assert clipped(dialog) == []


def test_the_demo_is_made_in_its_own_folder(make, tmp_path, qtbot):
    dialog = make()
    dialog.demo.click()
    qtbot.waitUntil(lambda: dialog.context is not None)
    assert dialog.context.school.demo
    assert dialog.context.folder == tmp_path / "demo"
    assert not schools.exists(tmp_path / "own")


def test_a_demo_that_cannot_be_made_is_told_and_the_dialog_stays(make, qtbot):
    def fail(_folder, _progress):
        raise Refused("磁盘满了，没有建成。")

    dialog = make(fail)
    dialog.demo.click()
    box = wait_dialog(qtbot, Box)
    assert box.text.text() == "磁盘满了，没有建成。"
    press(Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.context is None


def test_the_demo_can_be_stopped(make, qtbot):
    def long(_folder, progress):
        progress(1, 2)
        progress._stop.wait(5)
        progress(2, 2)

    dialog = make(long)
    dialog.demo.click()
    wait_dialog(qtbot, ProgressDialog)
    press(Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog._jobs.busy)
    assert dialog.isVisible()
    assert dialog.context is None
    assert dialogs() == [dialog]  # who stops something need not be told of it


def test_nothing_is_clipped(make):
    assert clipped(make()) == []
