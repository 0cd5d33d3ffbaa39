"""Pictures of a home visit: shrunk in memory, shown, added, taken away; no file is ever written."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QImageReader,
    QKeySequence,
    QPainter,
    QPixmap,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.domain.changes import Changes
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.visits import LONGEST_EDGE, MOST_BYTES, MOST_PHOTOS, Photo
from kongchuo_desktop.services import visit_photos, visits
from kongchuo_desktop.ui import boxes, look
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel, PlainPicture
from kongchuo_desktop.ui.tabs.told import short_day

KINDS = "图片 (*.jpg *.jpeg *.png *.bmp *.webp)"
QUALITIES = (85, 70, 55, 40)


def shrunk(path: str) -> bytes:
    """A picture as JPEG of at most 1600 px and 2 MB, upright, without what the camera added."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > LONGEST_EDGE:
        reader.setScaledSize(
            size.scaled(LONGEST_EDGE, LONGEST_EDGE, Qt.AspectRatioMode.KeepAspectRatio)
        )
    found = reader.read()
    if found.isNull():
        raise Refused("这张图片打不开，没有存。请选 JPG、PNG 一类的图片。")
    # Painted on a new sheet: texts and places a file carries are not pixels.
    bare = QImage(found.size(), QImage.Format.Format_RGB32)
    bare.fill(look.color(look.Ink.SURFACE))
    painter = QPainter(bare)
    painter.drawImage(0, 0, found)
    painter.end()
    for quality in QUALITIES:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        bare.save(buffer, "JPEG", quality)  # type: ignore[call-overload]
        jpeg = bytes(buffer.data().data())
        if len(jpeg) <= MOST_BYTES:
            break
    return jpeg


def open_photos(desk: Desk, parent: QWidget, visit_id: str) -> PhotosDialog:
    dialog = PhotosDialog(desk, parent, visit_id)
    dialog.open()
    return dialog


class PhotosDialog(QDialog):
    """One picture at a time; PgUp and PgDn turn."""

    def __init__(self, desk: Desk, parent: QWidget, visit_id: str) -> None:
        super().__init__(parent)
        self.desk, self.visit_id = desk, visit_id
        visit = visits.get(desk.ctx, visit_id)
        self.setWindowTitle(f"家访照片　{short_day(visit.day, desk.ctx.today())}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look.role(self, "page")
        self.at = 0
        self.photos: list[Photo] = []
        self.picture = PlainPicture("eye")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumSize(200, 160)
        self.where = PlainLabel("", "second")
        self._image = QImage()
        self._build()
        self._read()
        desk.changed.connect(self._hear)

    def sizeHint(self) -> QSize:
        room = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        return QSize(min(900, room.width() - 60), min(700, room.height() - 80))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._paint()

    def _build(self) -> None:
        self.add = PlainButton("添加照片", "primary", icon="plus")
        self.add.does(self.choose)
        self.back = PlainButton("上一张", icon="chevron-left")
        self.back.does(lambda: self.turn(-1))
        self.next = PlainButton("下一张", icon="chevron-right")
        self.next.does(lambda: self.turn(1))
        self.drop = PlainButton("删除", icon="trash")
        self.drop.does(self.ask_drop)
        close = PlainButton("关闭")
        close.does(self.accept)
        for keys, by in (("PgUp", -1), ("PgDown", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.turn, by))
        bar = QHBoxLayout()
        for button in (self.add, self.back, self.next, self.drop):
            bar.addWidget(button)
        bar.addWidget(self.where, 1)
        bar.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.BETWEEN)
        whole.setSpacing(look.BETWEEN)
        whole.addWidget(self.picture, 1)
        whole.addLayout(bar)

    def _hear(self, changes: Changes) -> None:
        if changes.tables & {"visit", "visit_photo"}:
            try:
                self._read()
            except Refused:  # the visit itself was taken back
                self.reject()

    def _read(self) -> None:
        self.photos = list(visit_photos.of_visit(self.desk.ctx, self.visit_id))
        self.at = max(0, min(self.at, len(self.photos) - 1))
        self._show()

    def _show(self) -> None:
        count = len(self.photos)
        void = bool(visits.get(self.desk.ctx, self.visit_id).void_why)
        self.add.setEnabled(count < MOST_PHOTOS and not void)
        self.drop.setEnabled(count > 0)
        self.back.setEnabled(self.at > 0)
        self.next.setEnabled(self.at + 1 < count)
        self._image = QImage()
        if count:
            photo = self.photos[self.at]
            self._image.loadFromData(visit_photos.picture(self.desk.ctx, photo.id))
            day = short_day(photo.at.date(), self.desk.ctx.today())
            self.where.setText(f"第{self.at + 1}张，共{count}张　{day} {photo.who} 存")
        else:
            self.where.setText(f"还没有照片。最多{MOST_PHOTOS}张，存在加密的数据里，不带拍摄地点。")
        self._paint()

    def _paint(self) -> None:
        if self._image.isNull():
            self.picture.clear()
            return
        ratio = self.devicePixelRatioF()
        shown = self._image.scaled(
            self.picture.size() * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(QPixmap.fromImage(shown))

    def turn(self, by: int) -> None:
        self.at = max(0, min(len(self.photos) - 1, self.at + by))
        self._show()

    def choose(self) -> None:
        dialog = QFileDialog(self, "选照片", "", KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.take)
        dialog.open()

    def take(self, paths: list[str]) -> None:
        """Shrink and keep; what cannot be kept is said, and nothing is."""
        try:
            visit_photos.add(self.desk.ctx, self.visit_id, [shrunk(path) for path in paths])
        except Refused as refused:
            self.desk.report(self, refused)
            return
        self.at = len(self.photos) - 1
        self._show()

    def ask_drop(self) -> None:
        photo = self.photos[self.at].id
        boxes.ask(
            self,
            "删除这张照片？",
            "关闭程序以前可以用 Ctrl+Z 恢复；下次打开时从数据里清掉。",
            "删除",
            lambda: visit_photos.remove(self.desk.ctx, photo),
        )
