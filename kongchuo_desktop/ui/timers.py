"""Timers that belong to a widget and die with it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def after(owner: QObject, ms: int, act: Callable[[], object]) -> QTimer:
    """A timer that fires once, `ms` after each `start()`."""
    timer = every(owner, ms, act)
    timer.setSingleShot(True)
    return timer


def every(owner: QObject, ms: int, act: Callable[[], object]) -> QTimer:
    """A timer that fires again and again, once started."""
    timer = QTimer(owner)
    timer.setInterval(ms)
    timer.timeout.connect(act)
    return timer
