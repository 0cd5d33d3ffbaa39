"""The other columns of the roster: each heading is kept once, a child's cells stand in their order.

Headings are only ever added, and outside the journal: a cell means its place among them, which
taking an import back must not shift.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from kongchuo_desktop.store.models import proxy

_CELLS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _every() -> list[str]:
    rows = proxy.connection().execute("SELECT name FROM heading ORDER BY id")
    return [name for (name,) in rows]


def packed(children: Sequence[Mapping[str, str]]) -> list[str]:
    """Each child's columns (heading → what it says, never empty) as they are kept; "" for none."""
    every = _every()
    known = set(every)
    new = dict.fromkeys(
        name for more in children if not more.keys() <= known for name in more if name not in known
    )
    proxy.connection().executemany(
        "INSERT INTO heading (id, name) VALUES (?, ?)", enumerate(new, start=len(every))
    )
    every += new
    return [_packed(more, every) if more else "" for more in children]


def _packed(more: Mapping[str, str], every: Sequence[str]) -> str:
    cells = list(map(more.get, every))
    while cells[-1] is None:
        cells.pop()
    return _CELLS.encode(cells)


def unpacking() -> Callable[[str], dict[str, str]]:
    """How columns are read back, with the headings there are now."""
    every = _every()

    def unpacked(text: str) -> dict[str, str]:
        if not text:
            return {}
        cells = json.loads(text)
        return {name: said for name, said in zip(every, cells, strict=False) if said}

    return unpacked
