"""A dressed application without a screen, and small stand-ins for what the kit is given."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from kongchuo_desktop.domain.changes import Changes
from kongchuo_desktop.domain.school import Person, School
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.table import Chip

LONG = "迪丽热巴·阿不都热合曼·艾尔肯·吐尔逊江·买合木提·库尔班"


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    look.dress(qapp)


@dataclass
class OpenFile:
    """The half of `services.context.Context` that the kit itself uses."""

    day: date = date(2026, 11, 20)
    demo: bool = True
    listeners: list[Callable[[Changes], None]] = field(default_factory=list)

    who = Person(name="张老师")

    @property
    def school(self) -> School:
        return School(name="石门乡九年一贯制学校", code="1234567890", demo=self.demo)

    def today(self) -> date:
        return self.day

    def now(self) -> datetime:
        return datetime(2026, 11, 20, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))

    def listen(self, callback: Callable[[Changes], None]) -> None:
        self.listeners.append(callback)

    def tell(self, label: str, *tables: str) -> None:
        for listener in self.listeners:
            listener(Changes(1, label, frozenset(tables)))


class Children:
    """A list in memory; counts how often its rows are asked for."""

    def __init__(self, count: int = 412) -> None:
        names = ("石㓞", "王𬱟", "张三民", "<b>马小红</b>", LONG, '<img src="/etc/hostname">')
        self.all = {
            f"s{n}": {
                "name": names[n % len(names)],
                "age": 7 + n % 9,
                "status": ("缺课待核", "red") if n % 5 == 0 else "在校",
                "tags": ("留守", "住宿") if n % 2 else (),
            }
            for n in range(count)
        }
        self.asked = 0

    def keys(self, text: str, order: str, descending: bool, chip: str) -> list[str]:
        found = [
            key
            for key, row in self.all.items()
            if text in row["name"] and (not chip or chip in row["tags"])
        ]
        if order:
            found.sort(key=lambda key: str(self.all[key][order]), reverse=descending)
        return found

    def rows(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        self.asked += 1
        return {key: self.all[key] for key in keys if key in self.all}

    def chips(self) -> list[Chip]:
        return [Chip("", "全部", len(self.all)), Chip("留守", "留守")]

    def foot(self, text: str, chip: str) -> str:
        return f"{len(self.keys(text, '', False, chip))}人"


@pytest.fixture
def children() -> Children:
    return Children()


@pytest.fixture
def empty_list() -> Children:
    return Children(0)


@pytest.fixture
def ctx() -> OpenFile:
    return OpenFile()


@pytest.fixture
def desk(ctx: OpenFile, tmp_path: Path) -> Iterator[Desk]:
    settings = QSettings(str(tmp_path / "kit.ini"), QSettings.Format.IniFormat)
    made = Desk(ctx, settings=settings)
    yield made
    made.jobs.stop()


@pytest.fixture
def shown(qtbot: Any) -> Callable[..., Any]:
    """Show a widget as the active window; it is closed after the test."""

    def show(widget: QWidget, width: int = 0, height: int = 0) -> QWidget:
        qtbot.addWidget(widget)
        if width:
            widget.resize(width, height)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        return widget

    return show


@pytest.fixture
def commit() -> Callable[[QWidget, str], None]:
    """Type Chinese: what an input method does at its end."""

    def say(widget: QWidget, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    return say


@pytest.fixture
def red_name(tmp_path: Path) -> str:
    """A name that shows a red square wherever it is taken for HTML."""
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(0xFFFF0000)
    picture.save(str(tmp_path / "red.png"))
    return f'<img src="{(tmp_path / "red.png").as_posix()}">'


@pytest.fixture
def reds() -> Callable[[QWidget], int]:
    """How many purely red pixels a widget shows; the palette has none."""

    def count(widget: QWidget) -> int:
        shown = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        return sum(
            shown.pixel(x, y) == 0xFFFF0000
            for x in range(shown.width())
            for y in range(shown.height())
        )

    return count
