"""How the program looks: the palette, spacing, icons; the only place a colour is named."""

import math
import os
import tempfile
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Template
from typing import TypeVar

from PySide6.QtCore import QLibraryInfo, QLocale, QRectF, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from kongchuo_desktop import resources
from kongchuo_desktop.ui import faces
from kongchuo_desktop.ui.sheet import SHEET

W = TypeVar("W", bound=QWidget)


class Ink(StrEnum):
    """Every colour of the screen."""

    BACKGROUND = "#F4F5F7"
    SURFACE = "#FFFFFF"
    LINE = "#E4E7EC"
    FAINT_LINE = "#EEF0F3"
    FIRM_LINE = "#CBD1DA"
    HOVER = "#F7F9FC"
    TEXT = "#1F2329"
    SECOND = "#5C6470"
    THIRD = "#8B929C"
    ACCENT = "#2B5FD9"
    ACCENT_HOVER = "#2453C2"
    ACCENT_DOWN = "#1D46A8"
    FOCUS = "#12307A"
    ACCENT_SOFT = "#EAF0FE"
    RED = "#D03B2F"
    RED_DOWN = "#B32F25"
    RED_SOFT = "#FDECEA"
    AMBER = "#A86A00"
    AMBER_SOFT = "#FFF3DC"
    GREEN = "#237A4B"
    GREEN_SOFT = "#E6F4EC"
    GREY_SOFT = "#EEF0F3"


class Tone(StrEnum):
    """What a pill, a mark or a message says by its colour, always beside a word or an icon."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"


TONES = {
    Tone.RED: (Ink.RED, Ink.RED_SOFT),
    Tone.AMBER: (Ink.AMBER, Ink.AMBER_SOFT),
    Tone.GREEN: (Ink.GREEN, Ink.GREEN_SOFT),
    Tone.BLUE: (Ink.ACCENT, Ink.ACCENT_SOFT),
    Tone.GREY: (Ink.SECOND, Ink.GREY_SOFT),
}

GAP = 4
MARGIN = 16
BETWEEN = 12
INSIDE = 14
ROW = 36
CONTROL = 32

TEXT_SIZE = 14
SMALL_SIZE = 12

ICON_SIZES = (16, 18, 20, 24)
SHEET_PICTURES = {
    "check-white": ("check", Ink.SURFACE),
    "minus-white": ("minus", Ink.SURFACE),
    "down": ("chevron-down", Ink.SECOND),
    "down-faint": ("chevron-down", Ink.THIRD),
    "up": ("chevron-up", Ink.SECOND),
    "left": ("chevron-left", Ink.SECOND),
    "right": ("chevron-right", Ink.SECOND),
}


def prepare_environment() -> None:
    """Before QApplication: fcitx is asked for through ibus, whose plugin Qt brings along."""
    for name in ("QT_IM_MODULE", "QT_IM_MODULES"):
        if "fcitx" in os.environ.get(name, ""):
            os.environ[name] = "ibus"
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )


def dress(app: QApplication) -> None:
    """Give the whole program its style, faces, palette and Chinese standard buttons."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(font())
    app.setPalette(_palette())
    app.setStyleSheet(_sheet())
    app.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)


def font(size: int = TEXT_SIZE, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The interface face, `size` in px."""
    made = QFont()
    made.setFamilies(faces.families())
    made.setPixelSize(size)
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def color(ink: Ink) -> QColor:
    return QColor(ink.value)


def tone(name: str) -> tuple[QColor, QColor]:
    """The text colour and the soft background of a tone; an unknown name is grey."""
    known = name in Tone.__members__.values()
    ink, soft = TONES[Tone(name) if known else Tone.GREY]
    return color(ink), color(soft)


def role(widget: W, name: str) -> W:
    """Let the style sheet see a widget as `name` (`primary`, `quiet`, `card` …)."""
    if widget.property("role") != name:
        widget.setProperty("role", name)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it is yet to be
            widget.style().unpolish(widget)
            widget.style().polish(widget)
    return widget


@cache
def _drawing(name: str) -> str:
    return resources.path(f"icons/{name}.svg").read_text(encoding="utf-8")


@cache
def pixmap(
    name: str, ink: Ink = Ink.SECOND, size: int = 18, ratio: float = 1.0, gap: int = 0
) -> QPixmap:
    """An icon in one colour, `size` in px, sharp at the screen's `ratio`, `gap` px behind it."""
    # Rounded as QIcon rounds: a pixel more or less, and it would scale the picture.
    pixels = max(1, math.floor(size * ratio + 0.5))
    picture = QPixmap(max(1, math.floor((size + gap) * ratio + 0.5)), pixels)
    picture.fill(Qt.GlobalColor.transparent)
    svg = _drawing(name).replace("currentColor", ink.value)
    painter = QPainter(picture)
    QSvgRenderer(svg.encode()).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def icon(name: str, ink: Ink = Ink.SECOND, chosen: Ink = Ink.ACCENT, gap: int = 0) -> QIcon:
    """An icon for buttons and menus: grey when disabled, `chosen` when checked.

    `gap` px stay free behind it, for a button whose text would stand too near.
    """
    made = QIcon()
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    for size in ICON_SIZES:
        for mode, state, shade in (
            (QIcon.Mode.Normal, QIcon.State.Off, ink),
            (QIcon.Mode.Normal, QIcon.State.On, chosen),
            (QIcon.Mode.Disabled, QIcon.State.Off, Ink.FIRM_LINE),
        ):
            made.addPixmap(pixmap(name, shade, size, ratio, gap), mode, state)
    return made


def _palette() -> QPalette:
    made = QPalette()
    part = QPalette.ColorRole
    for where, ink in (
        (part.Window, Ink.BACKGROUND),
        (part.WindowText, Ink.TEXT),
        (part.Base, Ink.SURFACE),
        (part.AlternateBase, Ink.HOVER),
        (part.Text, Ink.TEXT),
        (part.Button, Ink.SURFACE),
        (part.ButtonText, Ink.TEXT),
        (part.Highlight, Ink.ACCENT),
        (part.HighlightedText, Ink.SURFACE),
        (part.PlaceholderText, Ink.THIRD),
        (part.ToolTipBase, Ink.SURFACE),
        (part.ToolTipText, Ink.TEXT),
        (part.Link, Ink.ACCENT),
        (part.Accent, Ink.ACCENT),
        (part.Mid, Ink.LINE),
        (part.Dark, Ink.FIRM_LINE),
    ):
        made.setColor(where, color(ink))
    for where in (part.WindowText, part.Text, part.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, color(Ink.THIRD))
    return made


@cache
def _pictures() -> tempfile.TemporaryDirectory[str]:
    """A style sheet takes pictures from files only: the recoloured ones live as long as we do."""
    folder = tempfile.TemporaryDirectory(prefix="kongchuo-", ignore_cleanup_errors=True)
    for name, (drawing, ink) in SHEET_PICTURES.items():
        svg = _drawing(drawing).replace("currentColor", ink.value)
        (Path(folder.name) / f"{name}.svg").write_text(svg, encoding="utf-8")
    return folder


def _sheet() -> str:
    inks = {name.lower(): ink.value for name, ink in Ink.__members__.items()}
    pictures = Path(_pictures().name).as_posix()
    return Template(SHEET).substitute(inks, pictures=pictures)
