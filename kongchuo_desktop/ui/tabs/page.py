"""A page: what the window knows of a tab; it reloads when something it shows has changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain.changes import Changes
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.plain import caption


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a page can do: `method` is called without arguments.

    `keys` as in `Ctrl+N`; `needs_selection` keeps it grey while nothing is selected.
    """

    text: str
    method: str
    keys: str = ""
    icon: str = ""
    primary: bool = False
    needs_selection: bool = False


class Page(QWidget):
    """Declare `title`, `icon`, `watches` (words of `Changes.tables`) and `actions_`; build in
    `build()`, fill in `reload()`, which is called at the first showing and after changes."""

    title: ClassVar[str] = ""
    icon: ClassVar[str] = "file-text"
    watches: ClassVar[frozenset[str]] = frozenset()
    actions_: ClassVar[Sequence[Action]] = ()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.role(self, "page")
        self.desk = desk
        self.stale = True
        self.acts: dict[str, QAction] = {one.method: self._act(one) for one in self.actions_}
        self.build()
        desk.changed.connect(self._hear)

    @classmethod
    def help_name(cls) -> str:
        """The help text is `resources/help/<this>.md`."""
        return cls.__module__.rpartition(".")[2]

    def build(self) -> None:
        """Make the widgets; nothing is read here."""

    def reload(self) -> None:
        """Read again and show."""

    def shown(self) -> None:
        """The page has come to the front; put the focus where work begins."""

    def find(self, text: str) -> None:  # type: ignore[override] # Qt's finds a window by number
        """Show one record (its id) or what `text` matches; asked for from elsewhere."""

    def unsaved(self) -> str:
        """What would be lost if the window closed now, as a sentence; empty when nothing."""
        return ""

    def _act(self, declared: Action) -> QAction:
        action = QAction(caption(declared.text), self)
        if declared.icon:
            action.setIcon(look.icon(declared.icon))
        if declared.keys:
            action.setShortcut(QKeySequence(declared.keys))
            action.setStatusTip(declared.keys)
        action.triggered.connect(lambda: self._do(declared.method))
        # Belonging to the page, it hears its keys only while the page is in front.
        self.addAction(action)
        return action

    def _do(self, method: str) -> None:
        try:
            getattr(self, method)()
        except Refused as refused:
            self.desk.report(self, refused)

    def _hear(self, changes: Changes) -> None:
        if changes.tables & self.watches:
            self.stale = True
            if self.isVisible():
                self._refresh()

    def _refresh(self) -> None:
        self.stale = False
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        if self.stale:
            self._refresh()
        super().showEvent(event)


@dataclass(frozen=True, slots=True)
class Tab:
    """A page as the row of tabs names it; `kind` loads its code, which is wanted when it is first
    looked at."""

    title: str
    icon: str
    kind: Callable[[], type[Page]]
