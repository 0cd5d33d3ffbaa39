"""Photos on screen: shrunk, upright, without what the camera added; no file written."""

import struct

import factory
import pytest
from PySide6.QtGui import QColor, QImage
from screen import Key, press, show_window, wait_dialog

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.visits import LONGEST_EDGE, MOST_BYTES
from kongchuo_desktop.services import lookup, visit_photos, visits
from kongchuo_desktop.ui.boxes import Box
from kongchuo_desktop.ui.photos import PhotosDialog, shrunk
from kongchuo_desktop.ui.tabs.visits import VisitsTab

TURNED = 6  # EXIF orientation: the camera was held upright
EXIF = b"Exif\0\0II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, TURNED, 0, 0)


def photo(path, width=2400, height=1200):
    """A JPEG as a camera writes it: wide, told by EXIF to be turned, with a text."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    image.setText("Description", "在张三民家门口")
    image.save(str(path), "JPEG", 90)
    plain = path.read_bytes()
    block = b"\xff\xe1" + struct.pack(">H", len(EXIF) + 2) + EXIF
    path.write_bytes(plain[:2] + block + plain[2:])
    return str(path)


def test_a_picture_is_small_upright_and_tells_nothing_of_the_camera(qtbot, tmp_path):
    path = photo(tmp_path / "家访.jpg")
    jpeg = shrunk(path)
    found = QImage.fromData(jpeg)

    assert (found.width(), found.height()) == (LONGEST_EDGE // 2, LONGEST_EDGE)
    assert len(jpeg) <= MOST_BYTES
    assert b"Exif" not in jpeg
    assert "张三民".encode() not in jpeg
    assert [each.name for each in tmp_path.iterdir()] == ["家访.jpg"]


def test_what_is_no_picture_is_refused(qtbot, tmp_path):
    path = tmp_path / "表.jpg"
    path.write_bytes(b"PK" + bytes(100))

    with pytest.raises(Refused, match="打不开"):
        shrunk(str(path))


def test_photos_are_added_looked_at_and_removed(qtbot, demo_ctx, tmp_path):
    window = show_window(qtbot, demo_ctx)
    made = visits.record(demo_ctx, factory.visit(student=lookup.one(demo_ctx, "石㛃")))
    tab = window.tab(VisitsTab)
    tab.find(made.id)
    tab.acts["photos"].trigger()
    dialog = wait_dialog(qtbot, PhotosDialog)
    assert "还没有照片" in dialog.where.text()
    dialog.take([photo(tmp_path / "a.jpg"), photo(tmp_path / "b.jpg", 600, 800)])
    assert "第2张，共2张" in dialog.where.text()
    assert not dialog.picture.pixmap().isNull()
    press(Key.Key_PageUp)
    assert "第1张，共2张" in dialog.where.text()
    dialog.drop.click()
    wait_dialog(qtbot, Box)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: "第1张，共1张" in dialog.where.text())
    dialog.take([str(tmp_path / "没有.jpg")])
    assert "打不开" in wait_dialog(qtbot, Box).text.text()
    assert len(visit_photos.of_visit(demo_ctx, made.id)) == 1
