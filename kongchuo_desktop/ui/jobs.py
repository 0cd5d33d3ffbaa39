"""Long work in one worker thread, with progress and a way to stop it."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from kongchuo_desktop.domain.errors import Cancelled
from kongchuo_desktop.ui.boxes import fit_height, keep
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel

Report = Callable[[int, int], None]
log = logging.getLogger(__name__)


class Progress:
    """Handed to the work; the only thing of ours it may touch from its thread.

    It may be called, too, so that it serves wherever a `progress(done, of)` is taken.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._stop = threading.Event()

    def step(self, done: int, of: int) -> None:
        """Report how far the work is; raises Cancelled when it is asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self._report(done, of)

    __call__ = step

    def stop(self) -> None:
        self._stop.set()


Work = Callable[[Progress], Any]


class Job(QObject):
    """One piece of work; its public signals arrive in the thread of the window."""

    progressed = Signal(int, int)
    succeeded = Signal(object)
    failed = Signal(object)
    ended = Signal()

    _stepped = Signal(int, int)
    _finished = Signal(object, object)

    def __init__(self, title: str, work: Work, close: Callable[[], object] | None) -> None:
        super().__init__()
        self.title = title
        self.over = False
        self._work, self._close = work, close
        self.progress = Progress(self._stepped.emit)
        # Queued and through our own slots: a lambda connected to a public signal is then
        # never run by the worker.
        self._stepped.connect(self._pass_step, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._pass_end, Qt.ConnectionType.QueuedConnection)

    def run(self) -> None:
        result: Any = None
        wrong: BaseException | None = None
        try:
            self.progress.step(0, 0)
            result = self._work(self.progress)
        except BaseException as error:  # noqa: BLE001 - the window shows it; a panic of Rust code too
            wrong = error
        try:
            if self._close is not None:
                self._close()
        except BaseException as error:  # noqa: BLE001 - what the work did stands all the same
            # Its text may carry a name, so no log.exception.
            log.error("closing after work: %s", type(error).__name__)  # noqa: TRY400
        finally:
            self._finished.emit(result, wrong)

    def cancel(self) -> None:
        """Ask the work to stop at its next step; what it has begun is rolled back."""
        self.progress.stop()

    def _pass_step(self, done: int, of: int) -> None:
        if not self.over:
            self.progressed.emit(done, of)

    def _pass_end(self, result: object, wrong: object) -> None:
        self.over = True
        if wrong is None:
            self.succeeded.emit(result)
        else:
            self.failed.emit(wrong)
        self.ended.emit()


class _Runner(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.run()


class Jobs(QObject):
    """One worker thread for all long work, so that no two pieces ever meet.

    `close` is called in the worker after each piece of work: there its connection is closed.
    """

    started = Signal(object)
    idle = Signal()

    def __init__(self, close: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._close = close
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._open: list[Job] = []

    @property
    def busy(self) -> bool:
        return bool(self._open)

    def start(self, title: str, work: Work) -> Job:
        job = Job(title, work, self._close)
        self._open.append(job)
        job.ended.connect(lambda: self._forget(job))
        self._pool.start(_Runner(job))
        self.started.emit(job)
        return job

    def cancel(self) -> None:
        for job in self._open:
            job.cancel()

    def stop(self) -> None:
        """Cancel everything and wait for the worker; nothing of ours runs afterwards."""
        self.cancel()
        self._pool.waitForDone()

    def _forget(self, job: Job) -> None:
        self._open.remove(job)
        if not self._open:
            self.idle.emit()


class ProgressDialog(QDialog):
    """What is being done and how far it is; closing it cancels the job."""

    def __init__(self, job: Job, parent: QWidget | None, text: str = "") -> None:
        super().__init__(parent or QApplication.activeWindow())
        keep(self)
        self.setWindowTitle("请稍候")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(420)
        self._job = job
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.how_far = PlainLabel("正在准备…", "third")
        self.cancel = PlainButton("停止")
        self.cancel.clicked.connect(self.reject)
        words = PlainLabel(
            text or "停止后，已经做的会全部撤回，不会只做一半。", "second", wrap=True
        )
        row = QHBoxLayout()
        row.addWidget(self.how_far, 1)
        row.addWidget(self.cancel)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(20, 20, 20, 16)
        inside.setSpacing(12)
        inside.addWidget(PlainLabel(job.title, "heading", wrap=True))
        inside.addWidget(words)
        inside.addWidget(self.bar)
        inside.addLayout(row)
        job.progressed.connect(self._show)
        # Connected before anybody else's: the dialog is gone when the result is dealt with.
        job.succeeded.connect(self.accept)
        job.failed.connect(self.accept)

    def showEvent(self, event: QShowEvent) -> None:
        fit_height(self)
        super().showEvent(event)

    def reject(self) -> None:
        """Stay until the work has really stopped."""
        self.cancel.setEnabled(False)
        self.how_far.setText("正在停止…")
        self._job.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._job.over:
            event.ignore()
            self.reject()

    def _show(self, done: int, of: int) -> None:
        if not self.cancel.isEnabled():
            return
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.how_far.setText(f"第 {done} 项，共 {of} 项" if of else "正在准备…")
