"""U盘交换: the township's key is compared before it is taken over; every parcel is registered."""

from __future__ import annotations

import factory
import pytest
from PySide6.QtWidgets import QFileDialog
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

from kongchuo_desktop.exchange import keys, post, township_key
from kongchuo_desktop.services import exchange, roster
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.tabs.exchange import ExchangeTab

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
IDENTITY = keys.new_township_identity()


@pytest.fixture
def school(folder, open_school):
    return open_school(folder)


@pytest.fixture
def window(qtbot, school):
    return show_window(qtbot, school)


@pytest.fixture
def tab(window):
    return go_to(ExchangeTab)


@pytest.fixture
def key_file(tmp_path):
    return township_key.write_township_key(
        tmp_path, township_key.township_key("石桥乡<b>中心校</b>", IDENTITY)
    )


def enrol(tab, qtbot, key_file):
    tab.acts["enrol"].trigger()
    wait_dialog(qtbot, QFileDialog)
    write(str(key_file))
    press(Key.Key_Return)
    return wait_dialog(qtbot, Box)


def test_the_fingerprint_is_asked_about_before_a_key_is_taken_over(
    window, tab, qtbot, school, key_file
):
    box = enrol(tab, qtbot, key_file)
    fingerprint = exchange.read_office(key_file).fingerprint
    assert fingerprint in box.text.text()
    assert "石桥乡<b>中心校</b>" in box.heading.text()
    press(Key.Key_Escape)
    wait_quiet(qtbot, window)
    assert exchange.office(school) is None
    enrol(tab, qtbot, key_file)
    press(Key.Key_Return)
    wait_quiet(qtbot, window)
    assert exchange.office(school).recipient == keys.recipient_of(IDENTITY)
    qtbot.waitUntil(lambda: f"公钥指纹　{fingerprint}" in texts(tab))
    assert clipped(window) == []


def test_a_file_that_is_no_key_is_refused_in_a_box(tab, qtbot, tmp_path):
    wrong = tmp_path / "wrong.kckey"
    wrong.write_text("什么也不是", encoding="utf-8")
    box = enrol(tab, qtbot, wrong)
    assert box.text.text().startswith("这不是乡镇公钥文件")
    press(Key.Key_Return)


def test_without_a_key_nothing_is_written(window, tab, qtbot, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    tab._export(stick)
    box = wait_dialog(qtbot, Box)
    assert "还没有登记乡镇中心校的公钥" in box.text.text()
    press(Key.Key_Return)
    wait_quiet(qtbot, window)
    assert list(stick.iterdir()) == []


def test_each_parcel_is_written_read_back_and_listed(
    window, tab, qtbot, school, tmp_path, key_file
):
    exchange.enrol_office(school, exchange.read_office(key_file))
    stick = tmp_path / "stick"
    stick.mkdir()
    for seq in (1, 2):
        tab.acts["write_folder"].trigger()
        wait_dialog(qtbot, QFileDialog)
        press(Key.Key_A, held=CTRL)
        write(str(stick))
        press(Key.Key_Return)
        box = wait_dialog(qtbot, Box)
        assert box.heading.text() == f"第{seq}号上报文件已写好"
        press(Key.Key_Return)
        wait_quiet(qtbot, window)
        assert tab.table.rowCount() == seq
    parcels = sorted(stick.iterdir())
    assert len(parcels) == 2
    for path in parcels:
        received = post.unwrap(path.read_bytes(), [IDENTITY])
        assert received.parcel.manifest.school_code == school.school.code
    assert tab.table.index(0, 0).data() == "2"
    assert window.focusWidget() is tab.view
    assert clipped(window) == []


def test_a_folder_that_cannot_be_written_to_is_told_and_uses_no_number(
    window, tab, qtbot, school, tmp_path, key_file
):
    exchange.enrol_office(school, exchange.read_office(key_file))
    tab._export(tmp_path / "pulled out")
    box = wait_dialog(qtbot, Box)
    assert box.heading.text() == "文件或磁盘有问题"
    press(Key.Key_Return)
    wait_quiet(qtbot, window)
    assert exchange.written(school) == []


def test_what_goes_out_is_counted(tab, school):
    said = texts(tab)
    for kind, count in exchange.contents(school).items():
        assert f"{count}条" in said, kind
    assert "关注分数、谈话内容、请假事由不写出。" in said


def test_the_count_follows_the_roster(tab, school, qtbot):
    before = texts(tab).count("7条")
    roster.add(school, factory.student(name="新来的"))
    assert exchange.contents(school)["student"] == 7
    qtbot.waitUntil(lambda: "7条" in texts(tab))
    assert before == 0


def test_looking_for_sticks_again_keeps_the_focus(window, tab):
    assert window.focusWidget() is tab.first
    press(Key.Key_F5)
    assert window.focusWidget() is tab.first
