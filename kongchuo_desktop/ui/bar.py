"""Rows of buttons above a list: actions left, filters right; what does not fit folds away."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.plain import PlainButton, caption
from kongchuo_desktop.ui.searchline import SearchLine
from kongchuo_desktop.ui.table import ChipLike

GAP = 8
SEARCH_LEAST = 132
SEARCH_MOST = 264
HINT_EDGES = 52


class ActionButton(PlainButton):
    """A button that is a QAction on the screen."""

    def __init__(self, action: QAction, role: str = "", icon: str = "") -> None:
        super().__init__(action.text().replace("&&", "&"), role, icon=icon)
        self.action = action
        action.changed.connect(self.follow)
        self.does(action.trigger)
        self.follow()

    def follow(self) -> None:
        self.setText(self.action.text())
        self.setEnabled(self.action.isEnabled())
        self.setCheckable(self.action.isCheckable())
        self.setChecked(self.action.isChecked())
        self.setToolTip(self.action.statusTip())


class FoldingRow(QWidget):
    """Buttons in a row; the last ones give way to a menu when it is narrow, or beyond `most`."""

    def __init__(
        self, more: str, role: str = "", *, icon: str = "", most: int = 99, to_right: bool = False
    ) -> None:
        super().__init__()
        self.buttons: list[ActionButton] = []
        self._most, self._to_right = most, to_right
        self._filling = False
        self._more_text = more
        self.menu = QMenu(self)
        self.more = PlainButton(more, role, icon=icon)
        self.more.setParent(self)
        self.more.setProperty("menu", True)
        self.more.setMenu(self.menu)
        self.more.hide()

    def fill(self, buttons: Sequence[ActionButton]) -> None:
        for old in self.buttons:
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self.buttons = list(buttons)
        for button in self.buttons:
            button.setParent(self)
            button.action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        """An action has changed; of many that change together only the last one arranges."""
        if not self._filling:
            self.arrange()

    def sizeHint(self) -> QSize:
        shown = self.buttons if len(self.buttons) <= self._most else self.buttons[: self._most - 1]
        folds = len(shown) < len(self.buttons)
        return QSize(_width([*shown, *([self.more] if folds else [])]), look.CONTROL)

    def minimumSizeHint(self) -> QSize:
        few = self.buttons if len(self.buttons) < 2 else [self.buttons[0], self.more]
        return QSize(_width(few), look.CONTROL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Show what fits from the left; the rest is in the menu."""
        fitting = self._fitting()
        shown, folded = self.buttons[:fitting], self.buttons[fitting:]
        self.menu.clear()
        self.menu.addActions([button.action for button in folded])
        for button in folded:
            button.hide()
        self._say_more([button.action for button in folded])
        row: list[PlainButton] = [*shown, *([self.more] if folded else [])]
        left = max(0, self.width() - _width(row)) if self._to_right else 0
        for one in row:
            size = one.sizeHint()
            one.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())
            one.show()
            left += size.width() + GAP
        self.more.setVisible(bool(folded))

    def _say_more(self, folded: list[QAction]) -> None:
        checked = [action for action in folded if action.isChecked()]
        self.more.setText(checked[0].text() if checked else caption(self._more_text))
        self.more.setCheckable(bool(checked))
        self.more.setChecked(bool(checked))

    def _fitting(self) -> int:
        widths = [button.sizeHint().width() + GAP for button in self.buttons]
        if len(widths) <= self._most and sum(widths) - GAP <= self.width():
            return len(widths)
        room = self.width() - self.more.sizeHint().width()
        kept = list(accumulate(widths[: self._most - 1]))
        return bisect_right(kept, room, hi=max(0, min(len(kept), len(widths) - 1)))


def _width(buttons: Sequence[PlainButton]) -> int:
    return sum(button.sizeHint().width() for button in buttons) + GAP * max(0, len(buttons) - 1)


class Chips(FoldingRow):
    """Filters, one of which is on; `picked` is told its key."""

    def __init__(self, picked: Callable[[str], object]) -> None:
        super().__init__("更多筛选", "chip", icon="filter", to_right=True)
        self._picked = picked
        self.actions_: dict[str, QAction] = {}
        self._shown: list[tuple[str, str, bool]] = []

    def show_chips(self, chips: Sequence[ChipLike], chosen: str) -> None:
        wanted = [(chip.key, _chip_words(chip), chip.key == chosen) for chip in chips]
        if wanted == self._shown and all(
            self.actions_[key].isChecked() == on for key, _words, on in wanted
        ):
            return
        self._filling = True
        if [chip.key for chip in chips] != list(self.actions_):
            self.actions_ = {chip.key: self._action(chip.key) for chip in chips}
            self.fill([ActionButton(action, "chip") for action in self.actions_.values()])
        for key, words, on in wanted:
            self.actions_[key].setText(words)
            self.actions_[key].setChecked(on)
        self._filling = False
        self._shown = wanted
        self.updateGeometry()
        self.arrange()

    def _action(self, key: str) -> QAction:
        action = QAction(self)
        action.setCheckable(True)
        action.triggered.connect(lambda: self._picked(key))
        return action


def _chip_words(chip: ChipLike) -> str:
    return caption(chip.label) + ("" if chip.count is None else f" {chip.count}")


class ToolRow(QWidget):
    """Actions, search and filters in one line; filters fold first, actions last."""

    def __init__(self, actions: FoldingRow, search: SearchLine, chips: FoldingRow) -> None:
        super().__init__()
        self.bar, self.search, self.chips = actions, search, chips
        for part in (actions, search, chips):
            part.setParent(self)
        self.setFixedHeight(look.CONTROL)

    def minimumSizeHint(self) -> QSize:
        parts = (self.bar.minimumSizeHint().width(), self.chips.minimumSizeHint().width())
        return QSize(sum(parts) + SEARCH_LEAST + 2 * look.BETWEEN, look.CONTROL)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        gap, room = look.BETWEEN, self.width()
        hints = self.bar.sizeHint().width(), self.chips.sizeHint().width()
        least = self.chips.minimumSizeHint().width()
        chips = max(least, min(hints[1], room - hints[0] - self._search_wants() - 2 * gap))
        actions = min(hints[0], room - chips - SEARCH_LEAST - 2 * gap)
        search = min(SEARCH_MOST, room - actions - chips - 2 * gap)
        self.bar.setGeometry(0, 0, actions, look.CONTROL)
        self.search.setGeometry(actions + (gap if actions else 0), 0, search, look.CONTROL)
        self.chips.setGeometry(room - chips, 0, chips, look.CONTROL)

    def _search_wants(self) -> int:
        """Room for the hint that says what can be searched for."""
        hint = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        return max(SEARCH_LEAST, min(hint + HINT_EDGES, SEARCH_MOST))
