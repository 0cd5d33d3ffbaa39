"""Font files as a machine may have them: cut from a shipped font and given other names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

from kongchuo_desktop import resources

CHINESE, ENGLISH = 0x804, 0x409
FANG = ("仿宋_GB2312", "FangSong_GB2312")
FOUNDER_FANG = ("方正仿宋_GBK", "FZFangSong-Z02")
TITLE = ("方正小标宋简体", "FZXBSJW--GB1-0")
TEXT = "学校通知书，。：0123456789张三民家长孩子班级年月日责任共同"


def font(names: tuple[str, str] = FANG, text: str = TEXT) -> TTFont:
    """A TrueType font of these characters, called by its Chinese and its English name."""
    made = TTFont(resources.path("fonts/KongChuoKai.ttf"))
    options = Options()
    options.notdef_outline = True
    cutter = Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(made)
    chinese, english = names
    held = made["name"]
    held.names = []
    for kind, name in ((1, english), (2, "Regular"), (4, english), (6, english)):
        held.setName(name, kind, 3, 1, ENGLISH)
    held.setName(chinese, 1, 3, 1, CHINESE)
    made["OS/2"].fsType = 8  # may be embedded
    return made


def install(
    folder: Path,
    names: tuple[str, str] = FANG,
    text: str = TEXT,
    change: Callable[[TTFont], object] = lambda _font: None,
) -> Path:
    """The font as a file of this folder; `change` is done to it first."""
    made = font(names, text)
    change(made)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{names[1]}.ttf"
    made.save(path)
    return path


def collection(path: Path, *fonts: TTFont) -> None:
    made = TTCollection()
    made.fonts = list(fonts)
    made.save(path)
