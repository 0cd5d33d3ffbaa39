"""One rotating log: names of operations, ids, durations, versions; never names or numbers."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from kongchuo_desktop import __version__

SIZE = 512 * 1024


class Bare(logging.Formatter):
    """Tracebacks without the values in them: an exception's text may hold a child's name."""

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        return frames(ei[1]) if ei[1] else ""


def frames(error: BaseException) -> str:
    """Where an unforeseen error happened and of what kind it is, without what it says."""
    lines = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"  {Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return "\n".join([*lines, type(error).__name__])


def start(folder: Path) -> Path | None:
    """Begin to log into a folder; the file, or None where there can be none: work goes on."""
    path = folder / "kongchuo.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=SIZE, backupCount=3, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(Bare("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("kongchuo_desktop")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    root.info("start %s", __version__)
    return path
