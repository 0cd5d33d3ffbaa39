"""One palette, one style sheet, sharp icons, faces for every character."""

import os
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication

import kongchuo_desktop.ui as ui
from kongchuo_desktop import resources
from kongchuo_desktop.ui import faces, look
from kongchuo_desktop.ui.look import Ink
from kongchuo_desktop.ui.plain import PlainLabel

SOURCES = sorted(Path(ui.__file__).parent.rglob("*.py"))
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*[\"'0-9]|GlobalColor\.(?!transparent)|\brgba?\(")


def test_colours_are_named_in_one_place_only():
    named = {file.name for file in SOURCES if COLOUR.search(file.read_text(encoding="utf-8"))}
    assert named == {"look.py"}


def test_every_icon_that_is_named_is_shipped():
    shipped = {file.stem for file in resources.path("icons").glob("*.svg")}
    named = set()
    for file in SOURCES:
        text = file.read_text(encoding="utf-8")
        named |= set(re.findall(r'icon(?:=|: ClassVar\[str\] = )"([a-z-]+)"', text))
        named |= set(re.findall(r'(?:look\.icon|look\.pixmap|PlainPicture)\(\s*"([a-z-]+)"', text))
    assert len(named) > 10
    assert named <= shipped
    assert resources.path("licenses/tabler.txt").is_file()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_icons_are_drawn_for_the_screen_they_are_on(ratio):
    picture = look.pixmap("users", Ink.ACCENT, 18, ratio)
    assert picture.width() == int(18 * ratio + 0.5)
    assert picture.deviceIndependentSize().height() == pytest.approx(18, abs=0.5)
    shown = picture.toImage()
    inks = {
        shown.pixelColor(x, y).name().upper()
        for x in range(shown.width())
        for y in range(shown.height())
        if shown.pixelColor(x, y).alpha() == 255
    }
    assert inks == {Ink.ACCENT.value}


def test_words_of_qt_itself_are_chinese():
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_a_rare_character_finds_a_face():
    rare = "㛃䶮𬱟𠅤"
    PlainLabel(rare)
    loaded = faces.Faces()
    loaded.ensure(rare)
    assert all(map(loaded._can_draw, rare))
    assert not loaded.ensure(rare)


def test_the_bundled_face_is_used(qapp):
    assert QFontInfo(qapp.font()).family() == "KongChuo Sans"
    assert QApplication.font().pixelSize() == look.TEXT_SIZE


def test_fcitx_is_asked_for_through_ibus(monkeypatch):
    monkeypatch.setenv("QT_IM_MODULE", "fcitx5")
    look.prepare_environment()
    assert os.environ["QT_IM_MODULE"] == "ibus"


def test_an_unknown_tone_is_grey():
    assert look.tone("purple") == look.tone("grey")
