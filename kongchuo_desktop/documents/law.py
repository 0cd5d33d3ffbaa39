"""The statutes shipped with the program, ready to be quoted."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kongchuo_desktop import resources
from kongchuo_desktop.domain.errors import FileTrouble
from kongchuo_desktop.domain.law import Law, Verified


@cache
def load_law() -> Mapping[str, Law]:
    """Every statute of `resources/law/law.toml` by its id, such as LAW-YW-5-2."""
    try:
        rows = tomllib.loads(resources.path("law/law.toml").read_text(encoding="utf-8"))
        laws = {id_: _law(id_, row) for id_, row in rows.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileTrouble(
            "程序自带的法律条文文件损坏或丢失，什么也没有打印。请用安装包重新安装本程序，台账数据不受影响。"
        ) from error
    return MappingProxyType(laws)


def _law(id_: str, row: Mapping[str, str]) -> Law:
    return Law(
        id=id_,
        title=row["title"],
        text=row["text"],
        lead=row.get("lead", ""),
        verified=Verified(row["verified"]),
    )
