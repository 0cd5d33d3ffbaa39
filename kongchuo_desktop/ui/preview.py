"""A paper on the screen before it is printed or saved."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QKeySequence,
    QPageLayout,
    QPainter,
    QPixmap,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.ui import files, look
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.jobs import Progress
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel, PlainPicture

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

RenderPage = Callable[[int, float], tuple[int, int, bytes]]
"""Page number (from 0) and px per point (1/72 inch) → width, height, RGB bytes."""

SMALL = 0.1  # px per point
EDGE = 24
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
PRINT_DPI = 300
KEPT_PAGES = 6


class PaperPreview(QDialog):
    """One page at a time, fitted to the width; PgUp/PgDn, Ctrl+P prints, Ctrl+S saves.

    `save(path)` writes the PDF; `printed()` is told when the printer has taken all pages.
    A draft is given `issue`: it can only be numbered and kept, not printed or saved. With `each`,
    its sheets can be saved one by one into a folder.
    """

    def __init__(
        self,
        desk: Desk,
        page: RenderPage,
        count: int,
        title: str,
        save: Callable[[Path], object],
        parent: QWidget | None = None,
        *,
        printed: Callable[[], object] | None = None,
        note: str = "",
        issue: Callable[[], object] | None = None,
        each: Callable[[Path], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page, self.count, self._title = page, count, title
        self._save, self._printed, self._issue, self._each = save, printed, issue, each
        self.number = 0
        self.zoom: float | None = None
        self._kept: dict[tuple[int, float], QImage] = {}
        self._widths: dict[int, float] = {}  # in points, of pages looked at
        self.paper = PlainPicture("file-text")
        self.paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.where = PlainLabel("", "second")
        self._build(note)
        self._keys()

    def sizeHint(self) -> QSize:
        screen = self.screen() or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        return QSize(min(900, room.width() - 40), min(960, room.height() - 60))

    def turn(self, by: int) -> None:
        """Go on or back by so many pages."""
        wanted = max(0, min(self.count - 1, self.number + by))
        if wanted != self.number:
            self.number = wanted
            self._show()
            self._scroll.verticalScrollBar().setValue(0)

    def magnify(self, by: int) -> None:
        """The next larger (1) or smaller (-1) size; 0 fits the width again."""
        now = self._factor()
        if by == 0:
            self.zoom = None
        elif by > 0:
            self.zoom = next((one for one in ZOOMS if one > now + 0.01), ZOOMS[-1])
        else:
            self.zoom = next((one for one in reversed(ZOOMS) if one < now - 0.01), ZOOMS[0])
        self._show()

    def _build(self, note: str) -> None:
        self.back = PlainButton("", "quiet", icon="chevron-left")
        self.on = PlainButton("", "quiet", icon="chevron-right")
        smaller = PlainButton("", "quiet", icon="zoom-out")
        larger = PlainButton("", "quiet", icon="zoom-in")
        fit = PlainButton("适合宽度", "link")
        self.print = PlainButton("打印", "primary", icon="printer")
        self.save = PlainButton("保存为PDF", icon="device-floppy")
        self.save_each = PlainButton("逐份保存", icon="folder-open")
        self.number_it = PlainButton("编号、存档", "primary", icon="file-check")
        for button, wanted in (
            (self.number_it, self._issue is not None),
            (self.print, self._issue is None),
            (self.save, self._issue is None),
            (self.save_each, self._each is not None),
        ):
            button.setVisible(wanted)
        for button, said in (
            (self.back, "上一页（PgUp）"),
            (self.on, "下一页（PgDn）"),
            (smaller, "缩小（Ctrl+-）"),
            (larger, "放大（Ctrl++）"),
        ):
            button.setToolTip(said)
            button.setAccessibleName(said)
        for button, act in (
            (self.back, partial(self.turn, -1)),
            (self.on, partial(self.turn, 1)),
            (smaller, partial(self.magnify, -1)),
            (larger, partial(self.magnify, 1)),
            (fit, partial(self.magnify, 0)),
            (self.print, self.ask_printer),
            (self.save, self.ask_place),
            (self.save_each, self.ask_folder),
            (self.number_it, self.issue),
        ):
            button.does(act)
        head = look.role(QFrame(), "tabs")
        row = QHBoxLayout(head)
        row.setContentsMargins(look.MARGIN, 8, look.MARGIN, 8)
        row.setSpacing(8)
        row.addWidget(self.number_it)
        row.addWidget(self.print)
        row.addWidget(self.save)
        row.addWidget(self.save_each)
        row.addWidget(PlainLabel(note, "third", elide=True), 1)
        for part in (self.back, self.where, self.on):
            row.addWidget(part)
        row.addSpacing(12)
        for part in (smaller, fit, larger):
            row.addWidget(part)
        self._scroll = look.role(QScrollArea(), "desk")
        self._scroll.setWidgetResizable(True)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(look.role(self.paper, "desk"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self._scroll, 1)

    def _keys(self) -> None:
        for keys, act in (
            ("PgDown", partial(self._leaf, 1)),
            ("PgUp", partial(self._leaf, -1)),
            ("Ctrl+P", self.ask_printer if self._issue is None else self.issue),
            ("Ctrl+S", self.ask_place if self._issue is None else self.issue),
            ("Ctrl++", partial(self.magnify, 1)),
            ("Ctrl+=", partial(self.magnify, 1)),
            ("Ctrl+-", partial(self.magnify, -1)),
            ("Ctrl+0", partial(self.magnify, 0)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _leaf(self, way: int) -> None:
        """Scroll within the page first, then turn it."""
        bar = self._scroll.verticalScrollBar()
        end = bar.maximum() if way > 0 else bar.minimum()
        if bar.value() == end:
            self.turn(way)
        else:
            bar.setValue(bar.value() + way * bar.pageStep())

    def _factor(self) -> float:
        if self.zoom is not None:
            return self.zoom
        if self.number not in self._widths:
            self._widths[self.number] = self._page(self.number, SMALL)[0] / SMALL
        room = self._scroll.viewport().width() - 2 * EDGE
        return max(0.3, room / self._widths[self.number])

    def _show(self) -> None:
        ratio = self.devicePixelRatioF()
        picture = QPixmap.fromImage(self._image(self.number, self._factor() * ratio))
        picture.setDevicePixelRatio(ratio)
        self.paper.setPixmap(picture)
        self.where.setText(f"第 {self.number + 1} 页，共 {self.count} 页")
        self.back.setEnabled(self.number > 0)
        self.on.setEnabled(self.number < self.count - 1)

    def _image(self, number: int, scale: float) -> QImage:
        wanted = (number, round(scale, 3))
        if wanted not in self._kept:
            self._kept[wanted] = image(self._page(*wanted))
            while len(self._kept) > KEPT_PAGES:
                self._kept.pop(next(iter(self._kept)))
        return self._kept[wanted]

    def showEvent(self, event: QShowEvent) -> None:
        self.resize(self.sizeHint())
        super().showEvent(event)
        self._show()
        self._scroll.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible() and self.zoom is None:
            self._show()

    def issue(self) -> None:
        """Number and keep the draft that was looked at; the issued copy is shown in its place."""
        if self._issue is not None:
            self.accept()
            self._issue()

    def ask_place(self) -> None:
        name = f"{_file_name(self._title)}.pdf"
        files.to_save(self.desk, self, "paper", "保存为PDF", name, self._save_to)

    def ask_folder(self) -> None:
        """Where every sheet goes as a file of its own."""
        if self._each is not None:
            files.folder(self.desk, self, "papers", "逐份保存到文件夹", self._each)

    def _save_to(self, chosen: Path) -> None:
        try:
            self._save(chosen)
        except Refused as refused:
            self.desk.report(self, refused)
        else:
            self.desk.tell(f"已保存：{chosen.name}")

    def ask_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName(self._title)
        self._printer.setFullPage(True)
        dialog = QPrintDialog(self._printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setMinMax(1, self.count)
        dialog.accepted.connect(lambda: self.print_on(self._printer))
        QDialog.open(dialog)

    def print_on(self, printer: "QPrinter") -> None:
        """Send the chosen pages, each drawn at the printer's own resolution."""
        job = self.desk.run(
            f"打印：{self._title}",
            partial(_print, printer, self._page, self.count),
            parent=self,
            text="停止后，已经送到打印机的页可能仍会印出。",
        )
        job.succeeded.connect(lambda _pages: self._printed() if self._printed else None)


def image(page: tuple[int, int, bytes]) -> QImage:
    width, height, rgb = page
    return QImage(rgb, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _print(printer: "QPrinter", page: RenderPage, count: int, progress: Progress) -> int:
    from PySide6.QtPrintSupport import QPrinter

    first, last = printer.fromPage() or 1, printer.toPage() or count
    numbers = list(range(first - 1, min(last, count)))
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        numbers.reverse()
    scale = min(PRINT_DPI, printer.resolution()) / 72
    painter = QPainter()
    try:
        for done, number in enumerate(numbers):
            progress.step(done, len(numbers))
            drawn = image(page(number, scale))
            _turn(printer, drawn)
            if done:
                printer.newPage()
            elif not painter.begin(printer):
                raise Refused(
                    "打印机没有接受这份文书，什么也没有印出。请检查打印机是否开机、缺纸，再试一次。"
                )
            painter.drawImage(painter.viewport(), drawn)
    finally:
        if painter.isActive():
            painter.end()
    return len(numbers)


def _turn(printer: "QPrinter", drawn: QImage) -> None:
    """Upright or across, as the page that comes next is."""
    way = QPageLayout.Orientation
    printer.setPageOrientation(way.Landscape if drawn.width() > drawn.height() else way.Portrait)


def _file_name(title: str) -> str:
    return "".join("_" if char in '\\/:*?"<>|' or ord(char) < 32 else char for char in title)[:80]
