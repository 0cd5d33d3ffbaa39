"""People's names as rosters write them: made comparable without losing a character."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LONGEST = 50
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
# What takes no room, and what turns the direction of writing (U+202E shows 王小花 as 花小王).
UNSEEN = dict.fromkeys([0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F)], "")
UNSEEN |= dict.fromkeys([*range(0x2060, 0x2070), 0xFEFF], "")
_SPACES = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA1), *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F], " "
)
_TIDY = _FULL_WIDTH | _SPACES | UNSEEN | dict.fromkeys(map(ord, "•‧・･﹒⋅∙᛫・●"), "·")
_HAN = r"[\u2e80-\ufaff\U00020000-\U0003ffff]"
_PLAIN = re.compile(r"[\u3400-\u9fff]{1,4}")
_GAP = rf"(?<={_HAN}) +(?={_HAN})| *· *"
_DOT = rf"(?<={_HAN})\.(?={_HAN})"
_NOTE = rf"(.*{_HAN}) ?[(\[【〔]([^()]*{_HAN}[^()]*)[)\]】〕]"


def is_plain(text: str) -> bool:
    """Whether a name is one to four common characters, which nothing can be the matter with."""
    return _PLAIN.fullmatch(text) is not None


def seen(text: str) -> str:
    """A name that is kept as it was typed, but for what cannot be seen."""
    return text.translate(UNSEEN).strip()


def clean(text: str) -> tuple[str, str]:
    """The name, and a note that stood behind it in brackets: 王　明（转）is 王明 and 转.

    Spaces between Chinese characters only align columns; every kind of middle dot becomes U+00B7.
    Everything else stays, rare characters above all.
    """
    if is_plain(text):
        return text, ""
    tidy = " ".join(text.translate(_TIDY).split())
    name, note = tidy, ""
    gap, dot, noted = _patterns()
    if found := noted.fullmatch(tidy):
        name, note = found[1], found[2].strip()
    return gap.sub(_closed, dot.sub("·", name)).strip(), note


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Compiled when first wanted: so large ranges take 9 ms, at the start of the program."""
    return re.compile(_GAP), re.compile(_DOT), re.compile(_NOTE)


def key(name: str) -> str:
    """What two spellings of one name share: width, case, spaces and dots do not count."""
    if is_plain(name):
        return name
    plain = unicodedata.normalize("NFKC", name).casefold()
    return plain.translate(_KEY)


def _closed(gap: re.Match[str]) -> str:
    return "·" if "·" in gap[0] else ""


_KEY = dict.fromkeys(map(ord, " ·."), "") | {ord("○"): "〇"}
