"""The village group (村组) inside an address."""

from __future__ import annotations

import re
from functools import lru_cache

_VILLAGE = re.compile(
    r"(?:.*(?:[省市县区州盟旗乡镇]|街道|办事处))?"
    r"([^0-9村]{1,12}?(?:村|社区|居委会))"
    r"(第?[0-9〇一二三四五六七八九十]{1,3}(?:村民)?(?:小组|组|社|队)|(?!民)[^0-9村号]{1,6}组)?"
)


def village_of(address: str) -> str:
    """岩脚村二组 from 石门乡岩脚村二组12号; empty if the address names no village."""
    return _village(address[: address.find("组") + 1] or address)


@lru_cache(maxsize=4096)
def _village(address: str) -> str:
    found = _VILLAGE.match(address)
    return found[1] + (found[2] or "") if found else ""
