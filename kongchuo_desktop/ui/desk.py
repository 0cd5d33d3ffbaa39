"""What every page works with: the open file, long work, the news of changes, and errors."""

import logging
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain.changes import Changes
from kongchuo_desktop.domain.errors import Cancelled, FileTrouble, Invalid, Refused
from kongchuo_desktop.ui import boxes
from kongchuo_desktop.ui.jobs import Job, Jobs, Progress, ProgressDialog
from kongchuo_desktop.ui.look import Ink

if TYPE_CHECKING:
    from kongchuo_desktop.services.context import Context
    from kongchuo_desktop.ui.editor import Drafts

BUG = (
    "程序遇到没有料到的情况，刚才这一步没有做成，已经保存的内容都在。"
    "可以接着用；如果再次出现，请把下面的文字发给维护人员。"
)

log = logging.getLogger(__name__)


class Desk(QObject):
    """Given to every page. `go` asks for a tab by its title and a record; `told` is a message."""

    changed = Signal(object)
    go = Signal(str, str)
    told = Signal(str)
    _heard = Signal(object)

    def __init__(
        self,
        ctx: "Context",
        jobs: Jobs | None = None,
        *,
        settings: QSettings | None = None,
        drafts: "Drafts | None" = None,
        log_place: str = "",
        font_folders: Sequence[Path] = (),
    ) -> None:
        super().__init__()
        self.ctx = ctx
        self.jobs = jobs or Jobs()
        self.settings = settings
        self.drafts = drafts
        self.font_folders = font_folders
        self._log_place = log_place
        # A worker tells of its changes from its own thread; our own slot brings them over.
        self._heard.connect(self._pass_on)
        ctx.listen(self._heard.emit)

    def tell(self, text: str) -> None:
        """A message in the status line that nobody has to answer."""
        self.told.emit(text)

    def report(self, parent: QWidget | None, error: BaseException) -> boxes.Box | None:
        """The only place that makes an error box; Cancelled needs none."""
        if isinstance(error, Cancelled):
            return None
        if isinstance(error, (Refused, Invalid)):
            heading = "文件或磁盘有问题" if isinstance(error, FileTrouble) else "不能这样做"
            log.info("refused: %s", type(error).__name__)
            return boxes.say(parent, heading, str(error), icon="alert-triangle", ink=Ink.AMBER)
        return self._report_bug(parent, error)

    def run(
        self,
        title: str,
        work: Callable[[Progress], Any],
        *,
        parent: QWidget | None = None,
        then: Callable[[Any], object] | None = None,
        text: str = "",
    ) -> Job:
        """Do long `work` in the worker behind a progress dialog; `then(result)` when it is done."""
        job = self.jobs.start(title, work)
        dialog = ProgressDialog(job, parent, text)
        job.failed.connect(lambda error: self.report(parent, error))
        if then is not None:
            job.succeeded.connect(then)
        dialog.open()
        return job

    def _pass_on(self, changes: Changes) -> None:
        self.changed.emit(changes)

    def _report_bug(self, parent: QWidget | None, error: BaseException) -> boxes.Box:
        # Frames only: the message of an unforeseen error may carry a child's name.
        frames = traceback.extract_tb(error.__traceback__)
        where = "\n".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        log.error("%s\n%s", type(error).__name__, where)
        text = BUG
        if self._log_place:
            text += f"\n记录在：{self._log_place}"
        detail = f"{type(error).__name__}\n{where}".strip()
        return boxes.say(parent, "程序出错", text, icon="alert-circle", ink=Ink.RED, detail=detail)
