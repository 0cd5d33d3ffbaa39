"""Workbooks out: tables, the roster that comes back as no change, refused rows to be mended."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from kongchuo_desktop.domain import class_names, codes, words
from kongchuo_desktop.domain import roster as roll
from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.roster import Guardian, Student, Tag
from kongchuo_desktop.domain.roster_import import Fault
from kongchuo_desktop.spreadsheets import sheet_writer, values
from kongchuo_desktop.spreadsheets.header import Header
from kongchuo_desktop.spreadsheets.reader import Sheet
from kongchuo_desktop.spreadsheets.roster_table import RosterTable

OWN_ID = "系统编号"
REASON = "原因"
_KINDS = {Tag.DISABLED: ("残疾类型", codes.disabled), Tag.INCLUSIVE: ("随班就读", codes.inclusive)}
_TAGS = {
    "是否进城务工人员随迁子女": Tag.MIGRANT,
    "是否孤儿": Tag.ORPHAN,
    "是否事实无人抚养": Tag.DE_FACTO_UNSUPPORTED,
    "是否烈士或优抚子女": Tag.MARTYR_FAMILY,
    "是否低保": Tag.DIBAO,
    "是否特困供养": Tag.TEKUN,
    "是否监测户": Tag.MONITORED_HOUSEHOLD,
    "是否脱贫户": Tag.LIFTED_HOUSEHOLD,
    "是否单亲家庭": Tag.SINGLE_PARENT,
    "是否需要申请资助": Tag.AID_WANTED,
}
_MOST_GUARDIANS = 4
_STEP = 500
Progress = Callable[[int, int], None] | None


def table(
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    text_columns: Collection[str] = (),
    heading: bool = False,
    hidden_columns: Collection[str] = (),
    progress: Progress = None,
) -> bytes:
    """A workbook of one sheet; `progress` may raise Cancelled.

    `title` names the sheet and, with `heading`, stands above the headings. Numbers under
    `text_columns` are written as text.
    """

    def fill(book: Any) -> None:
        sheet = sheet_writer.Sheet(book, title)
        if heading:
            sheet.heading(title, len(headers))
        sheet.headers(headers, hidden_columns)
        as_text = {place for place, header in enumerate(headers) if header in text_columns}
        listed = list(rows)
        for number, row in enumerate(listed):
            if progress is not None and number % _STEP == 0:
                progress(number, len(listed))
            sheet.row(row, as_text)
        sheet.fit()

    return sheet_writer.workbook(fill)


def tables(
    title: str,
    parts: Sequence[tuple[str, Sequence[str], Sequence[Sequence[object]]]],
    *,
    progress: Progress = None,
) -> bytes:
    """A workbook of a sheet for each part (name, headings, rows), `title` above each; strings
    stay text, numbers numbers. `progress` may raise Cancelled."""

    def fill(book: Any) -> None:
        for done, (name, headers, rows) in enumerate(parts):
            sheet = sheet_writer.Sheet(book, name)
            sheet.heading(title, len(headers))
            sheet.headers(headers)
            for row in rows:
                sheet.row(row)
            sheet.fit()
            if progress is not None:
                progress(done + 1, len(parts))

    return sheet_writer.workbook(fill)


def roster(
    students: Iterable[Student],
    classes: Mapping[str, ClassName | str],
    *,
    progress: Progress = None,
) -> bytes:
    """A workbook of the children under the standard headings of the 学籍 system.

    `classes` maps class ids to names. Read again and compared with the same children, the file
    changes nothing; a hidden column keeps our ids, so that even names may be mended in it.
    """
    listed = list(students)
    most = max((len(student.guardians) for student in listed), default=0)
    standard = _columns(_class_names(classes), min(max(most, 2), _MOST_GUARDIANS))
    others = dict.fromkeys(key for student in listed for key in student.more)
    extra = [key for key in others if key not in standard]
    headers = [*standard, *extra]
    rows = [
        [*(read(student) for read in standard.values()), *(student.more.get(k, "") for k in extra)]
        for student in listed
    ]
    return table(
        "花名册",
        headers,
        rows,
        text_columns=headers,
        hidden_columns={OWN_ID},
        progress=progress,
    )


def refused_rows(table: RosterTable, faults: Sequence[Fault]) -> bytes:
    """The refused rows in their own columns, the faulty cells red, the reasons beside.

    One sheet for each sheet they came from, so that mended it can be imported as it is.
    """

    def fill(book: Any) -> None:
        for sheet in table.workbook.sheets:
            own = [fault for fault in faults if fault.sheet == sheet.name]
            if own and sheet.name in table.headers:
                _refused_sheet(
                    sheet_writer.Sheet(book, sheet.name), sheet, table.headers[sheet.name], own
                )

    return sheet_writer.workbook(fill)


def _refused_sheet(
    out: sheet_writer.Sheet, sheet: Sheet, header: Header, faults: Sequence[Fault]
) -> None:
    for row in sheet.rows[: header.start]:  # a title may be all that names the class
        out.plain(" ".join(filter(None, map(values.plain, row))))
    titles = [column.title for column in header.columns]
    out.headers([*titles, REASON])
    by_row: dict[int, list[Fault]] = {}
    for fault in faults:
        by_row.setdefault(fault.row, []).append(fault)
    for number, found in sorted(by_row.items()):
        row = sheet.rows[number - 1]
        cells = [values.plain(row[column.place]) for column in header.columns]
        red = {titles.index(fault.column) for fault in found if fault.column in titles}
        reasons = "；".join(f"{fault.column}：{fault.reason}" for fault in found)
        out.row([*cells, reasons], red={*red, len(titles)})
    out.fit()


def _columns(classes: Mapping[str, ClassName], members: int) -> dict[str, Callable[[Student], str]]:
    """The standard headings, and how each is filled."""
    found: dict[str, Callable[[Student], str]] = {
        OWN_ID: lambda s: s.id,
        "姓名": lambda s: s.name,
        "性别": lambda s: words.SEXES[s.sex] if s.sex else "",
        "出生日期": lambda s: s.birth.isoformat() if s.birth else "",
        "民族": lambda s: s.ethnicity,
        "身份证件号": lambda s: s.id_no,
        "全国学籍号": lambda s: s.student_no,
        "班内学号": lambda s: s.seat_no,
        "年级": lambda s: _grade(classes.get(s.class_id)),
        "班级": lambda s: _class(classes.get(s.class_id)),
        "就读方式": lambda s: "" if s.boarding is None else codes.BOARDING_WORDS[s.boarding],
        "现住址": lambda s: s.address,
        "村组": lambda s: s.village,
        "联系电话": lambda s: s.phone,
        "上下学距离": lambda s: "" if s.distance_km is None else f"{s.distance_km}",
        "是否留守儿童": _left_behind,
    }
    for heading, tag in _TAGS.items():
        found[heading] = lambda s, tag=tag: "是" if tag in s.tags else ""  # type: ignore[misc]
    for tag, (heading, decide) in _KINDS.items():
        found[heading] = _kind(tag, heading, decide)
    for number in range(members):
        found |= _member_columns(number)
    found["学生状态"] = lambda s: words.STATUSES[s.status]
    return found


def _left_behind(student: Student) -> str:
    both = (Tag.LEFT_BEHIND_ONE, Tag.LEFT_BEHIND_BOTH)
    return "、".join(words.TAGS[tag] for tag in both if tag in student.tags)


def _kind(tag: Tag, heading: str, decide: Callable[[str], bool | None]) -> Callable[[Student], str]:
    """The words on file, where they agree with the tag; the tag alone counts."""

    def read(student: Student) -> str:
        text = student.more.get(heading, "")
        has = tag in student.tags
        if text and decide(values.compact(text)) == has:
            return text
        return ("是" if has else "否") if text or has else ""

    return read


def _member_columns(number: int) -> dict[str, Callable[[Student], str]]:
    nobody = Guardian(name="")

    def of(student: Student) -> Guardian:
        return student.guardians[number] if number < len(student.guardians) else nobody

    prefix = f"成员{number + 1}"
    return {
        f"{prefix}姓名": lambda s: of(s).name,
        f"{prefix}关系": lambda s: of(s).relation,
        f"{prefix}联系电话": lambda s: of(s).phone,
        f"{prefix}是否监护人": lambda s: _flag(of(s), nobody),
        f"{prefix}身份证件号": lambda s: of(s).id_no,
        f"{prefix}工作单位": lambda s: of(s).work,
    }


def _flag(guardian: Guardian, nobody: Guardian) -> str:
    return "" if guardian is nobody else "是" if guardian.is_guardian else "否"


def _class_names(classes: Mapping[str, ClassName | str]) -> dict[str, ClassName]:
    """Classes as the roster names them; one that cannot be read keeps its name without a grade."""
    return {
        class_id: name
        if isinstance(name, ClassName)
        else class_names.parse(name) or ClassName(0, 0, name)
        for class_id, name in classes.items()
    }


def _grade(name: ClassName | None) -> str:
    return f"{roll.NUMERALS[name.grade]}年级" if name and name.grade else ""


def _class(name: ClassName | None) -> str:
    if name is None:
        return ""
    return roll.class_name(name.grade, name.number) if name.number else name.full
