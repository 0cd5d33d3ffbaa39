"""A paper on the screen: turning pages, zoom, saving, and printing at the printer's resolution."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.preview import PaperPreview

COLOURS = (b"\xff\x00\x00", b"\x00\xff\x00", b"\x00\x00\xff")


@pytest.fixture
def asked():
    return []


@pytest.fixture
def preview(desk, asked, qtbot):
    def page(number, scale):
        asked.append((number, scale))
        width, height = round(595 * scale), round(842 * scale)
        return width, height, COLOURS[number] * (width * height)

    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    owner.saved = []
    made = PaperPreview(desk, page, 3, "通知书/石㓞", owner.saved.append, owner)
    made.owner = owner
    made.open()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def middle(preview):
    shown = preview.paper.pixmap().toImage()
    return shown.pixelColor(shown.width() // 2, shown.height() // 2).name()


def test_page_up_and_down_scroll_first_and_then_turn(preview, qtbot):
    assert middle(preview) == "#ff0000"
    assert preview.where.text() == "第 1 页，共 3 页"
    for _ in range(20):
        qtbot.keyClick(preview, Qt.Key.Key_PageDown)
    assert middle(preview) == "#0000ff"
    assert not preview.on.isEnabled()
    for _ in range(20):
        qtbot.keyClick(preview, Qt.Key.Key_PageUp)
    assert preview.number == 0


def test_zoom_goes_in_steps_and_back_to_the_width(preview, qtbot):
    fitted = preview.paper.pixmap().width()
    preview.magnify(1)
    larger = preview.paper.pixmap().width()
    assert larger > fitted
    preview.magnify(0)
    assert preview.paper.pixmap().width() == fitted


def test_a_page_seen_before_is_not_drawn_again(preview, asked):
    preview.turn(1)
    preview.turn(-1)
    assert len(asked) == len(set(asked))


def test_the_file_goes_where_it_was_asked_for(preview, tmp_path):
    preview._save_to(tmp_path / "a.pdf")
    assert preview.owner.saved == [tmp_path / "a.pdf"]


def test_a_full_disk_is_told(preview, tmp_path):
    def refuse(_path):
        raise Refused("磁盘满了，没有保存。")

    preview._save = refuse
    preview._save_to(tmp_path / "a.pdf")
    (box,) = preview.findChildren(Box)
    assert box.text.text() == "磁盘满了，没有保存。"


def test_all_pages_are_printed_at_the_printers_resolution(preview, asked, tmp_path, qtbot):
    pypdfium2 = pytest.importorskip("pypdfium2")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(96)
    printer.setFullPage(True)
    told = []
    preview._printed = lambda: told.append(True)
    asked.clear()
    with qtbot.waitSignal(preview.desk.jobs.idle):
        preview.print_on(printer)
    assert [(number, round(scale, 3)) for number, scale in asked] == [
        (0, 1.333),
        (1, 1.333),
        (2, 1.333),
    ]
    assert told == [True]
    with pypdfium2.PdfDocument(tmp_path / "out.pdf") as printed:
        assert len(printed) == 3


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_is_gone_is_told_and_the_paper_stays_open(preview, tmp_path, qtbot):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no folder" / "out.pdf"))
    preview._printed = lambda: pytest.fail("nothing was printed")
    with qtbot.waitSignal(preview.desk.jobs.idle):
        preview.print_on(printer)
    qtbot.waitUntil(lambda: preview.findChildren(Box) != [])
    assert "没有接受这份文书，什么也没有印出" in preview.findChildren(Box)[0].text.text()
    assert preview.isVisible()
