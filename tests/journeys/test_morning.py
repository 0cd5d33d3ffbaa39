"""A teacher's morning in the real window, by keyboard alone, and all of it taken back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from screen import CTRL, Key, go_to, press, show_window, texts, wait_dialog, wait_quiet, write

from kongchuo_desktop.exchange import keys, post, township_key
from kongchuo_desktop.services import exchange, today
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.importing import ImportDialog
from kongchuo_desktop.ui.paper_chooser import PaperChooser
from kongchuo_desktop.ui.preview import PaperPreview
from kongchuo_desktop.ui.tabs.attendance import AttendanceTab
from kongchuo_desktop.ui.tabs.exchange import ExchangeTab
from kongchuo_desktop.ui.tabs.leave import LeaveTab
from kongchuo_desktop.ui.tabs.papers import PapersTab
from kongchuo_desktop.ui.tabs.roster import RosterTab
from kongchuo_desktop.ui.tabs.today import TodayTab

NAMES = ("王小花", "李<b>大</b>壮", "𬱟小梅", "张三民", "=HYPERLINK(1)")


def workbook(path: Path) -> Path:
    """Two classes as a school keeps them in a spreadsheet, with one row beyond repair."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "性别", "出生日期", "班级", "监护人姓名", "联系电话"])
    for number, name in enumerate(NAMES):
        seven = "七年级1班" if number < 3 else "七年级2班"
        sheet.append([name, "女", f"2014-05-0{number + 1}", seven, "王大山", "10000000001"])
    sheet.cell(len(NAMES) + 1, 1).data_type = "s"  # typed as text, as one types a name
    sheet.append(["", "女", "2014-05-09", "七年级2班", "李大山", "10000000002"])
    book.save(path)
    return path


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_a_morning_by_keyboard_and_everything_taken_back(new_school, tmp_path, qtbot):
    ctx = new_school
    window = show_window(qtbot, ctx)

    # Import the roster.
    go_to(RosterTab)
    press(Key.Key_I, held=CTRL)
    wait_dialog(qtbot, QFileDialog)
    write(str(workbook(tmp_path / "roster.xlsx")))
    press(Key.Key_Return)
    wait_dialog(qtbot, ImportDialog)
    press(Key.Key_Return)
    said = wait_dialog(qtbot, Box)
    assert "新增5人" in said.text.text()
    press(Key.Key_Return)
    wait_quiet(qtbot, window)
    roster = window.page()
    assert isinstance(roster, RosterTab)
    assert {roster.table.index(n, 0).data() for n in range(5)} == set(NAMES)

    # Call the roll of both classes.
    go_to(AttendanceTab)
    write("wxh1")
    press(Key.Key_Return)
    write("zsm2")
    press(Key.Key_Return)
    page = today.today(ctx)
    assert (page.totals.unexcused, page.totals.leave, page.unmarked) == (1, 1, [])

    # A leave slip for the afternoon.
    go_to(LeaveTab)
    press(Key.Key_N, held=CTRL)
    editor = wait_dialog(qtbot, Editor)
    write("xm")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    press(Key.Key_Return)
    assert editor.form.inputs["student"].value()
    press(Key.Key_Return, Key.Key_Return, Key.Key_Return, Key.Key_Return)
    write("发烧")
    press(Key.Key_Return, held=CTRL)
    wait_quiet(qtbot, window)
    assert window.status_line.message.text() == "已保存：登记 𬱟小梅 请假"

    # What is to be done first, done.
    go_to(TodayTab)
    press(Key.Key_Return)
    editor = wait_dialog(qtbot, Editor)
    assert "王小花" in editor.form.inputs["student"].text()
    write("爸爸")
    press(Key.Key_Return, held=CTRL)
    wait_quiet(qtbot, window)
    assert not [t for t in today.today(ctx).todos if t.duty.does == "contact"]

    # The notice: looked at, numbered, saved.
    go_to(PapersTab)
    press(Key.Key_N, held=CTRL)
    wait_dialog(qtbot, PaperChooser)
    write("F02")
    press(Key.Key_Return)
    write("wxh")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    press(Key.Key_Return)
    press(Key.Key_Return, held=CTRL)
    draft = wait_dialog(qtbot, PaperPreview)
    assert draft.number_it.isVisible()
    press(Key.Key_P, held=CTRL)
    wait_dialog(qtbot, PaperPreview, lambda copy: copy.print.isVisible())
    press(Key.Key_S, held=CTRL)
    wait_dialog(qtbot, QFileDialog)
    press(Key.Key_A, held=CTRL)
    write(str(tmp_path / "notice.pdf"))
    press(Key.Key_Return)
    qtbot.waitUntil((tmp_path / "notice.pdf").exists)
    pdf = pypdfium2.PdfDocument((tmp_path / "notice.pdf").read_bytes())
    printed = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    assert "王小花" in printed
    assert "校复通〔2026〕第 001 号" in printed
    press(Key.Key_Escape)
    wait_dialog(qtbot, PaperChooser)
    press(Key.Key_Escape)
    wait_quiet(qtbot, window)

    # The township's key, and the file for it.
    identity = keys.new_township_identity()
    office = township_key.township_key("石桥乡中心校", identity)
    stick = tmp_path / "stick"
    stick.mkdir()
    key_file = township_key.write_township_key(stick, office)
    press(Key.Key_K, held=CTRL)
    write("公钥")
    press(Key.Key_Return)
    wait_dialog(qtbot, QFileDialog)
    write(str(key_file))
    press(Key.Key_Return)
    asked = wait_dialog(qtbot, Box)
    assert office.fingerprint in asked.text.text()
    press(Key.Key_Return)
    wait_quiet(qtbot, window)
    assert exchange.office(ctx).name == "石桥乡中心校"
    press(Key.Key_K, held=CTRL)
    write("写到文件夹")
    press(Key.Key_Return)
    wait_dialog(qtbot, QFileDialog)
    press(Key.Key_A, held=CTRL)
    write(str(stick))
    press(Key.Key_Return)
    done = wait_dialog(qtbot, Box)
    assert "第1号" in done.heading.text()
    press(Key.Key_Return)
    wait_quiet(qtbot, window)
    assert isinstance(window.page(), ExchangeTab)
    (parcel,) = [each for each in stick.iterdir() if each != key_file]
    received = post.unwrap(parcel.read_bytes(), [identity])
    children = received.parcel.tables["student"]
    assert {child["name"] for child in children} == set(NAMES)

    # Everything taken back, the import too; the number stays given.
    labels = []
    while window.status_line.undo.isVisible():
        labels.append(window.status_line.undo.words())
        assert len(labels) < 10
        press(Key.Key_Z, held=CTRL)
    assert "导入花名册" in labels[-1]
    go_to(RosterTab)
    assert roster.table.rowCount() == 0
    assert "花名册还是空的" in texts(roster)
    register = window.tab(PapersTab)
    assert "校复通〔2026〕第 001 号" in texts(register.view)
