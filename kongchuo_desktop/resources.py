"""Where the files shipped with the program are: beside the package, or inside it once installed."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@cache
def folder() -> Path:
    """The `resources` folder of this installation."""
    inside = PACKAGE / "resources"
    return inside if inside.is_dir() else PACKAGE.parent / "resources"


def path(name: str) -> Path:
    """A shipped file, by its name below `resources`, such as `law/law.toml`."""
    return folder() / name
