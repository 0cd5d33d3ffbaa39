"""python -m kongchuo_desktop: a verb is a command; none opens the window."""

from __future__ import annotations

import sys


def main() -> int:
    """The program's one entrance; its exit code (0 done, 1 refused, 2 usage, 3 machine)."""
    words = sys.argv[1:]
    if words and not words[0].startswith("--data"):
        from kongchuo_desktop.cli import main as cli

        return cli.run(words)
    from kongchuo_desktop import app

    return app.main(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
