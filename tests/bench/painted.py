"""A process that says when its window has been painted: the program's, or an empty one."""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QEvent, QObject, QStringListModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QWidget

SIZE = (1366, 768)
HEAVY = (
    "chinese_calendar", "cryptography", "kongchuo_desktop.documents", "kongchuo_desktop.exchange",
    "kongchuo_desktop.spreadsheets", "pypinyin", "pyrage", "pypdfium2", "python_calamine",
    "reportlab", "xlsxwriter",
)  # fmt: skip


class Watch(QObject):
    """Sees the first paint event of one widget."""

    seen = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False


def tell_when_painted(widget: QWidget) -> None:
    """Run the event loop's rounds until the widget was painted and nothing waits any more."""
    watch = Watch()
    widget.installEventFilter(watch)
    while not watch.seen:
        QApplication.processEvents()
    QApplication.processEvents()
    told = {"heavy": [name for name in HEAVY if name in sys.modules], "modules": len(sys.modules)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    os._exit(0)


def empty() -> None:
    qt = QApplication(sys.argv[:1])
    window, view = QMainWindow(), QTableView()
    view.setModel(QStringListModel(view))
    window.setCentralWidget(view)
    window.resize(*SIZE)
    window.show()
    tell_when_painted(view.viewport())
    qt.exec()


def program(folder: str) -> None:
    """The program's own `main`; where it would wait for the user, the paint is told of."""
    from kongchuo_desktop import __main__

    def first_round(_qt: object = None) -> int:
        from kongchuo_desktop.ui.window import MainWindow

        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        page = window.page()
        assert page is not None
        tell_when_painted(page)
        return 0

    QApplication.exec = first_round  # type: ignore[method-assign, assignment]
    sys.argv[1:] = ["--data", folder]
    sys.exit(__main__.main())


if __name__ == "__main__":
    program(sys.argv[2]) if sys.argv[1] == "program" else empty()
