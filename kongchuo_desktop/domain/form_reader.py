"""From a declaration (a parsed TOML table) to a Form; Refused, naming what is wrong in it.

Short ways of writing keep a declaration close to the page it describes:
`"姓名|20"` a label of 20 shares, `"={{student}}|34"` what is filled in, `"={{x}}//校长（章）：|80"`
with a place to sign at its lower right, `"^25"` the least height of the row in mm, `"^25+"` a row
that takes what room is left, `"#20"` larger type, `"一、基本情况"` alone a heading across. A column
of a list is `"日期|20|{{day}}"`, `"人数|12|+{{count}}"` added up, `"序号|9|{{n}}|center"` aligned;
`blank` is the number of its blank rows, or what stands in them. `when` names fields that must have
something to say, `-field` those that must not, `cause=厌学` a choice. `needs` names its
grounds, all of which it must have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.forms import (
    QUOTES,
    About,
    Cell,
    Column,
    Counterfoil,
    Field,
    FieldKind,
    Form,
    Issuer,
    Listing,
    NewPage,
    Page,
    Part,
    Row,
    Rows,
    Seal,
    Signs,
    Text,
    When,
)

CODE = re.compile(r"F\d\d(-[0-9A-Z]+)*")
Table = Mapping[str, Any]
MEND = "请改正模板，或者重新安装本程序恢复原来的模板。"
WRONG = (KeyError, ValueError, TypeError, AttributeError, OverflowError)


def read_fields(tables: Mapping[str, Table]) -> dict[str, Field]:
    """The vocabulary of all forms; Refused when it cannot be understood."""
    return {id_: _field(id_, table) for id_, table in tables.items()}


def _field(id_: str, table: Table) -> Field:
    try:
        return Field(
            id=id_,
            words=table["words"],
            kind=FieldKind(table.get("kind", "text")),
            room=float(table.get("room", 8.0)),
            options=tuple(table.get("options", ())),
        )
    except WRONG as error:
        raise Refused(f"文书项目“{id_}”写得不对（{error}），没有打印。{MEND}") from error


def read_form(id_: str, table: Table) -> Form:
    """A form; Refused when the declaration cannot be understood."""
    try:
        return _form(id_, table)
    except WRONG as error:
        raise Refused(f"文书模板“{id_}”写得不对（{error}），没有打印。{MEND}") from error


def _form(id_: str, table: Table) -> Form:
    foil = table.get("counterfoil")
    if not CODE.fullmatch(table["form"]):
        raise ValueError(f"编号“{table['form']}”不对")
    return Form(
        id=id_,
        code=table["form"],
        words=table.get("words", table["title"]),
        title=table["title"],
        about=About(table["about"]),
        page=Page(table["page"]),
        group=table["group"],
        series=table.get("series", ""),
        issuer=Issuer(table.get("issuer", "school")),
        copies=int(table.get("copies", 1)),
        head=table.get("head", ""),
        particulars=tuple(table.get("particulars", ())),
        parts=tuple(_part(at, part) for at, part in enumerate(table.get("part", ()), 1)),
        counterfoil=_counterfoil(foil) if foil else None,
        extra=tuple(table.get("extra", ())),
        needs=tuple(str(table.get("needs", "")).split()),
        once=bool(table.get("once", False)),
        note=table.get("note", ""),
    )


def _part(at: int, table: Table) -> Part:
    for kind, read in PARTS.items():
        if kind in table:
            return read(f"p{at}", table)
    raise ValueError(f"第{at}部分不知道是什么：{'、'.join(table)}")


def _text(_key: str, table: Table) -> Text:
    """A paragraph without a name of its own is known by its words, so that a school's wording
    never comes to stand in another one's place."""
    return Text(
        key=table.get("key") or sha256(table["text"].encode()).hexdigest()[:8],
        text=table["text"],
        when=_when(table),
        indent=float(table.get("indent", 2.0)),
        align=table.get("align", "justify"),
        bold=bool(table.get("bold", False)),
        before=float(table.get("before", 0.0)),
        locked=bool(table.get("locked", False)) or QUOTES.search(table["text"]) is not None,
    )


def _rows(_key: str, table: Table) -> Rows:
    return Rows(rows=tuple(_row(cells) for cells in table["rows"]), when=_when(table))


def _row(cells: Sequence[str]) -> Row:
    height, grows, size = 9.0, False, 0.0
    found = []
    for cell in cells:
        if cell.startswith("^"):
            grows = cell.endswith("+")
            height = float(cell[1:].rstrip("+"))
        elif cell.startswith("#"):
            size = float(cell[1:])
        else:
            found.append(_cell(cell))
    if len(found) == 1 and found[0].label:
        height = min(height, 8.0)
    return Row(cells=tuple(found), height=height, grows=grows, size=size)


def _cell(written: str) -> Cell:
    words, _, share = written.rpartition("|")
    if not words:
        words, share = written, "1"
    filled = words.startswith("=")
    text, _, sign = words.removeprefix("=").partition("//")
    return Cell(text=text, share=float(share), label=not filled, sign=sign)


def _listing(_key: str, table: Table) -> Listing:
    blank = table.get("blank", 10)
    printed = tuple(map(tuple, blank)) if isinstance(blank, list) else ()
    return Listing(
        field=table["list"],
        columns=tuple(map(_column, table["columns"])),
        blank=len(printed) or int(blank),
        printed=printed,
        strong=table.get("strong", ""),
        spare=int(table.get("spare", 0)),
        least=float(table.get("least", 8.0)),
        size=float(table.get("size", 10.0)),
        heading=table.get("heading", ""),
        when=_when(table),
    )


def _column(written: str) -> Column:
    title, share, text, *align = written.split("|")
    return Column(
        title=title,
        share=float(share),
        text=text.removeprefix("+"),
        align=align[0] if align else "left",
        total=text.startswith("+"),
    )


def _signs(_key: str, table: Table) -> Signs:
    return Signs(labels=tuple(table["signs"]), when=_when(table))


def _seal(_key: str, table: Table) -> Seal:
    return Seal(who=table["seal"], day=table.get("day", "{{issued}}"), when=_when(table))


def _new_page(_key: str, table: Table) -> NewPage:
    return NewPage(title=table["new_page"], when=_when(table))


PARTS: Mapping[str, Callable[[str, Table], Part]] = {
    "text": _text,
    "rows": _rows,
    "list": _listing,
    "signs": _signs,
    "seal": _seal,
    "new_page": _new_page,
}


def _counterfoil(table: Table) -> Counterfoil:
    return Counterfoil(
        title=table["title"],
        texts=tuple(
            _text(f"r{at}", text if isinstance(text, Mapping) else {"text": text})
            for at, text in enumerate(table.get("text", ()), 1)
        ),
        signs=tuple(tuple(row) for row in table.get("signs", ())),
        note=table.get("note", ""),
    )


def _when(table: Table) -> When:
    has: list[str] = []
    lacks: list[str] = []
    field, values = "", ""
    for term in str(table.get("when", "")).split():
        name, equals, chosen = term.partition("=")
        if equals:
            field, values = name, chosen
        elif name.startswith("-"):
            lacks.append(name[1:])
        else:
            has.append(name)
    return When(has=tuple(has), lacks=tuple(lacks), field=field, values=tuple(values.split(",")))
