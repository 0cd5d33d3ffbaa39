"""Words on the screen, never mark-up: the only labels, buttons and menu texts the program uses."""

import html
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QStyle

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.faces import ensure_glyphs
from kongchuo_desktop.ui.look import Ink

ICON_GAP = 3


def caption(text: str) -> str:
    """`text` for a button, a menu or a tab, where `&` would mark a key."""
    return text.replace("&", "&&")


def tooltip(text: str) -> str:
    """`text` for a tool tip, which Qt would otherwise take for HTML when it looks like it."""
    return f'<p style="margin:0; white-space:pre-wrap">{html.escape(text)}</p>' if text else ""


class PlainLabel(QLabel):
    """A label that shows every character as it is, and has a face for each."""

    def __init__(
        self, text: str = "", role: str = "", *, elide: bool = False, wrap: bool = False
    ) -> None:
        super().__init__()
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if role:
            look.role(self, role)
        self.setText(text)

    def setText(self, text: str) -> None:
        ensure_glyphs(text)
        super().setText(text)
        if self._elide:
            self._tell_whole()

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        if self._elide:
            least.setWidth(min(least.width(), self.fontMetrics().horizontalAdvance("国国…")))
        return least

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self._elide:
            self._tell_whole()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(QStyle.visualAlignment(self.layoutDirection(), self.alignment()).value)
            | Qt.TextFlag.TextSingleLine.value,
            self.palette(),
            self.isEnabled(),
            self._shown(),
            self.foregroundRole(),
        )

    def _shown(self) -> str:
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)

    def _tell_whole(self) -> None:
        self.setToolTip(tooltip(self.text()) if self._shown() != self.text() else "")


class PlainButton(QPushButton):
    """A button reached by Tab, not by a click: the ring shows only where the keyboard is."""

    def __init__(self, text: str = "", role: str = "", *, icon: str = "") -> None:
        super().__init__(caption(text))
        ensure_glyphs(text)
        self._name = icon
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        if role in ("link", "status"):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_role(role)

    def set_role(self, role: str) -> None:
        look.role(self, role)
        if self._name:
            gap = ICON_GAP if self.text() else 0
            self.setIcon(look.icon(self._name, _ink(role), gap=gap))
            self.setIconSize(QSize(18 + gap, 18))

    def set_words(self, text: str) -> None:
        ensure_glyphs(text)
        self.setText(caption(text))

    def does(self, act: Callable[[], object]) -> None:
        """What a click does; the button's own state is not passed on."""
        self.clicked.connect(lambda: act())  # noqa: PLW0108 - clicked() would pass a bool

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as the space bar does; without this a
        dialog would press its default button instead."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            if not event.isAutoRepeat():
                self.click()
            return
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.group() is None:
            event.ignore()  # for the page around it, which has a list to go through
            return
        super().keyPressEvent(event)

    def words(self) -> str:
        return self.text().replace("&&", "&")


def _ink(role: str) -> Ink:
    if role in ("primary", "danger"):
        return Ink.SURFACE
    return Ink.ACCENT if role == "link" else Ink.SECOND


class PlainPicture(QLabel):
    """An icon on its own."""

    def __init__(self, name: str, ink: Ink = Ink.SECOND, size: int = 18) -> None:
        super().__init__()
        self._name, self._size = name, size
        self.set_ink(ink)

    def set_ink(self, ink: Ink, name: str = "") -> None:
        self._name = name or self._name
        self.setPixmap(look.pixmap(self._name, ink, self._size, self.devicePixelRatioF()))
