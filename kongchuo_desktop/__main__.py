"""python -m kongchuo_desktop: a verb is a command; none opens the window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from kongchuo_desktop.domain.errors import Exit

BUG = (
    "程序遇到没有料到的情况，刚才这一步没有做成，已经保存的内容都在。"
    "如果再次出现，请把下面的文字发给维护人员。"
)


def main() -> int:
    """The program's one entrance; its exit code, as README.md lists them."""
    try:
        return _run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("已停止，没有做完的一步没有保存。\n")
        return Exit.STOPPED
    except Exception as error:  # noqa: BLE001 - nobody is left to catch it
        from kongchuo_desktop import logs

        missing = f"：{error}" if isinstance(error, ImportError) else ""  # a system library
        sys.stderr.write(f"{BUG}\n{logs.frames(error)}{missing}\n")
        return Exit.UNFORESEEN


def _run(words: Sequence[str]) -> int:
    if _opens_window(words):
        gc.disable()  # what is made until the window is painted stays; `app.settle` turns it on
        from kongchuo_desktop import app

        return app.main(sys.argv)
    from kongchuo_desktop.cli import main as cli

    return cli.run(words)


def _opens_window(words: Sequence[str]) -> bool:
    """Nothing but, at most, which data folder."""
    match words:
        case []:
            return True
        case ["--data", folder]:
            return not folder.startswith("--")
        case [word]:
            return word.startswith("--data=")
    return False


if __name__ == "__main__":
    sys.exit(main())
