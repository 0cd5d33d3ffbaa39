"""The main window: head, tabs, pages, undo and the status line; it knows nothing about any tab."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QVBoxLayout

from kongchuo_desktop import resources
from kongchuo_desktop.domain.changes import Changes
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.ui import boxes, look
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.head import Head
from kongchuo_desktop.ui.palette import Hit, Provider
from kongchuo_desktop.ui.status import StatusLine
from kongchuo_desktop.ui.tabbar import TabRow
from kongchuo_desktop.ui.tabs.page import Page, Tab
from kongchuo_desktop.ui.timers import every

MINUTE = 60_000
GEOMETRY = "window/geometry"


class Undo(Protocol):
    """`services.undo`: labels of what can be taken back or done again, None where nothing can."""

    def undoable(self, ctx: Any) -> str | None: ...
    def undo(self, ctx: Any) -> Any: ...
    def redoable(self, ctx: Any) -> str | None: ...
    def redo(self, ctx: Any) -> Any: ...


class MainWindow(QMainWindow):
    """`tabs` in the order shown; a page is built when it is first looked at."""

    def __init__(self, desk: Desk, tabs: Sequence[Tab], undo: Undo | None = None) -> None:
        super().__init__()
        self.desk = desk
        self._undo = undo
        self._tabs = tuple(tabs)
        self._pages: dict[int, Page] = {}
        self._leaving = False
        school = desk.ctx.school
        self.setWindowTitle(f"控辍保学台账　{school.name}")
        self.head = Head(school.name, demo=school.demo)
        self.tabs = TabRow([(tab.title, tab.icon) for tab in tabs])
        self.status_line = StatusLine(demo=school.demo)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._tick()
        self._show_undo()
        self.resize(1366, 768)
        kept = desk.settings.value(GEOMETRY) if desk.settings is not None else None
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)
        if tabs:
            self.open_tab(0)

    def tab(self, kind: type[Page]) -> Page:
        """The page of this kind, in front."""
        number = self._number(kind.title)
        self.open_tab(number)
        return self._pages[number]

    def _number(self, title: str) -> int:
        return [tab.title for tab in self._tabs].index(title)

    def open_tab(self, number: int) -> Page | None:
        if not 0 <= number < len(self._tabs):
            return None
        if number not in self._pages:
            self._pages[number] = self._tabs[number].kind()(self.desk)
            self._stack.addWidget(self._pages[number])
        page = self._pages[number]
        self.tabs.choose(number)
        self._stack.setCurrentWidget(page)
        page.shown()
        return page

    def page(self) -> Page | None:
        """The page in front."""
        current = self._stack.currentWidget()
        return current if isinstance(current, Page) else None

    def add_provider(self, provider: Provider) -> None:
        """One more source of hits for Ctrl+K, before the pages and actions."""
        self.head.search.providers.insert(len(self.head.search.providers) - 2, provider)

    def show_term(self, text: str) -> None:
        """School year, term and week, beside the school's name."""
        self.head.say_term(text)

    def show_backup(self, text: str, tone: str = "green") -> None:
        """When the file was last backed up; amber or red when that is long ago."""
        self.head.say_backup(text, tone)

    def show_right(self, text: str) -> None:
        """The right end of the status line."""
        self.status_line.right.setText(text)

    def _lay_out(self) -> None:
        middle = look.role(QFrame(), "page")
        whole = QVBoxLayout(middle)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.tabs)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self.status_line)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.open_tab)
        self.head.search.providers = [self._find_pages, self._find_actions]
        self.status_line.undo.clicked.connect(self.undo)
        self.desk.changed.connect(self._changed)
        self.desk.told.connect(self.status_line.tell)
        self.desk.go.connect(self._go)
        keys = {
            "Ctrl+K": self.head.search.open,
            "Ctrl+Z": self.undo,
            "Ctrl+Shift+Z": self.redo,
            "Ctrl+Y": self.redo,
            "F1": self.help,
            "Ctrl+Tab": lambda: self._step(1),
            "Ctrl+Shift+Tab": lambda: self._step(-1),
        }
        for keys_, act in keys.items():
            QShortcut(QKeySequence(keys_), self).activated.connect(act)
        for number in range(min(9, len(self._tabs))):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self)
            shortcut.activated.connect(partial(self.open_tab, number))
        self._clock = every(self, MINUTE, self._tick)
        self._clock.start()

    def _step(self, by: int) -> None:
        page = self.page()
        if page is not None:
            self.open_tab((self._number(page.title) + by) % len(self._tabs))

    def _go(self, title: str, record: str) -> None:
        for number, tab in enumerate(self._tabs):
            if tab.title == title:
                page = self.open_tab(number)
                if page is not None and record:
                    page.find(record)

    def _tick(self) -> None:
        self.head.say_day(self.desk.ctx.today())
        who = self.desk.ctx.who
        self.head.say_who(who.name, who.role_words)

    def _changed(self, changes: Changes) -> None:
        self._show_undo()
        turned = changes.label.startswith(("撤销", "恢复"))
        self.status_line.tell(f"已{'' if turned else '保存：'}{changes.label}")

    def _show_undo(self) -> None:
        label = self._undo.undoable(self.desk.ctx) if self._undo is not None else None
        self.status_line.say_undo(label)

    def undo(self) -> None:
        """Take the last operation back."""
        if self._undo is not None and self._undo.undoable(self.desk.ctx):
            self._turn(self._undo.undo)

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._undo is not None and self._undo.redoable(self.desk.ctx):
            self._turn(self._undo.redo)

    def _turn(self, act: Any) -> None:
        try:
            act(self.desk.ctx)
        except Refused as refused:
            self.desk.report(self, refused)
        self._show_undo()

    def help(self) -> None:
        """What the page in front is for and how it is used."""
        from kongchuo_desktop.ui.help import Help

        page = self.page()
        if page is not None:
            Help(page.title, resources.path(f"help/{page.help_name()}.md"), self).open()

    def _find_pages(self, text: str) -> list[Hit]:
        return [
            Hit("页面", tab.title, _keys(number), tab.icon, partial(self.open_tab, number))
            for number, tab in enumerate(self._tabs)
            if text in tab.title
        ]

    def _find_actions(self, text: str) -> list[Hit]:
        found = []
        for number, tab in enumerate(self._tabs):
            for one in tab.kind().actions_ if text else ():
                if text in one.text and not one.needs_selection:
                    act = partial(self._act, number, one.method)
                    found.append(Hit("动作", one.text, tab.title, one.icon or tab.icon, act))
        return found

    def _act(self, number: int, method: str) -> None:
        page = self.open_tab(number)
        if page is not None:
            page.acts[method].trigger()

    def closeEvent(self, event: QCloseEvent) -> None:
        lost = "" if self._leaving else self._unsaved()
        if lost:
            event.ignore()
            boxes.ask(
                self,
                "还有没有登记的内容",
                f"{lost}现在关闭，这些改动就没有了。",
                "放弃并关闭",
                self._leave,
                stay="回去登记",
                danger=True,
            )
            return
        if not self.desk.jobs.busy or self._leaving:
            if self.desk.settings is not None:
                self.desk.settings.setValue(GEOMETRY, self.saveGeometry())
            super().closeEvent(event)
            return
        event.ignore()
        boxes.ask(
            self,
            "还有工作没有做完",
            "现在关闭会停下它，已经做的全部撤回，不会只做一半。",
            "停下并关闭",
            self._leave,
            stay="等它做完",
            danger=True,
        )

    def _unsaved(self) -> str:
        """What a page would lose; that page comes to the front."""
        for number, page in self._pages.items():
            if said := page.unsaved():
                self.open_tab(number)
                return said
        return ""

    def _leave(self) -> None:
        self._leaving = True
        self.desk.jobs.idle.connect(self.close)
        self.desk.jobs.cancel()
        if not self.desk.jobs.busy:
            self.close()


def _keys(number: int) -> str:
    return f"Ctrl+{number + 1}" if number < 9 else ""
