"""A workbook read as a sheet of results: which columns are subjects, and each child's cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kongchuo_desktop.domain import class_names, exams
from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.exam_import import MOST, ScoreRow
from kongchuo_desktop.spreadsheets import columns, header, rows, values
from kongchuo_desktop.spreadsheets.header import Header
from kongchuo_desktop.spreadsheets.reader import Sheet, Workbook
from kongchuo_desktop.spreadsheets.roster_table import class_of_sheet

IDENTITY = ("student_no", "id_no", "seat_no", "class", "grade")
_ALSO = {
    "道法": "道德与法治",
    "品德": "道德与法治",
    "思想品德": "道德与法治",
    "外语": "英语",
    "体育": "体育与健康",
    "信息技术": "信息科技",
    "信息": "信息科技",
    "生物学": "生物",
}
_WORD_OF_SCORE = re.compile(r"(?:科目|学科)?(?:成绩|分数|得分|卷面分?|原始分)$")
_FULL = re.compile(r"\((?:满分|总分)?:?(\d{2,3})分?\)")
_REMARK = re.compile(r"\([^()]*\)")
_NO_SUBJECT = re.compile(
    r"总|合计|平均|均分|名次|排名|排序|位次|名$|[班级校年]名|序号|编号|考号|学号|证号|考场|座|"
    r"等级|等第|等次|评价|^[A-Z]{1,2}列$|人数|备注|率$|进退|升降|差$|电话|年龄|折合|赋分"
)
_ABSENT = frozenset(
    {"缺考", "缺", "缺席", "未考", "未参加", "旷考", "免考", "请假", "病假", "事假", "—", "——", "-",
     "--", "–", "/"}
)  # fmt: skip
_NUMBER = re.compile(r"-?\d{1,4}(?:\.\d{1,16})?")
_FULL_ROW = re.compile(r"(?:各科|卷面|试卷)?满分(?:值)?")
_FIGURES = re.compile(
    r"(?:全班|班级|年级|全校|学校|本班|参加|参考|应考|实考|缺考)?"
    r"(?:平均|均分|最高|最低|人数|标准差|难度|(?:及格|优秀|良好|合格|低分)[率人]).*"
)
_GRADE = re.compile(r"(?:[一二三四五六七八九]年级|初[一二三])")


@dataclass(frozen=True, slots=True)
class _Subject:
    """A column of results: its place from 0, and the subject in words."""

    place: int
    name: str


@dataclass(slots=True)
class ScoreTable:
    """Results as read, before anything is compared with the roll.

    `full` are full marks that the sheet itself tells, in a heading or a row 满分; `titles` are the
    lines above the headings, from which the exam may be guessed.
    """

    name: str
    rows: list[ScoreRow] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    full: dict[str, float] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_table(workbook: Workbook, school_year: int) -> ScoreTable:
    """The results in a workbook; Refused if no visible sheet has a column 姓名 and one of scores.

    `school_year` is the year in which the school year began, to count from 2024级.
    """
    table = ScoreTable(workbook.name)
    named = False
    for sheet in workbook.sheets:
        found = _header(sheet) if sheet.rows else None
        if sheet.hidden or found is None:
            if sheet.rows:
                why = "是隐藏的" if sheet.hidden else "没有“姓名”一列"
                table.notes.append(f"工作表“{sheet.name}”{why}，没有读")
            continue
        named = True
        _SheetReading(table, sheet, found, school_year).run()
    table.subjects = exams.order(set(table.subjects))
    if not table.subjects:
        raise Refused(_no_scores(table, named=named))
    return table


def _header(sheet: Sheet) -> Header | None:
    """The headings; 班名 over bare numbers is a rank in the class, not the class's name."""
    found = header.find(sheet, {})
    column = found.column("class") if found else None
    if found is None or column is None or column.title != "班名":
        return found
    named = any("班" in values.plain(row[column.place]) for row in sheet.rows[found.end :])
    return found if named else header.find(sheet, {"班名": ""})


class _SheetReading:
    def __init__(self, table: ScoreTable, sheet: Sheet, found: Header, year: int) -> None:
        self.table, self.sheet, self.year = table, sheet, year
        self.titles = _titles(sheet, found)
        self.header = _below_second_line(sheet, found)
        self.grade = _grade_of(sheet, found)
        self.place = {c.field: c.place for c in found.columns if c.field in (*IDENTITY, "name")}

    def run(self) -> None:
        self._refuse_two_blocks()
        rows.fill_merged(self.sheet, self.header)
        picked = rows.pick(self.sheet, self.header)
        self.table.notes += picked.notes
        children = [place for place in picked.rows if not self._is_about_marks(place)]
        subjects = list(self._subjects(children))
        for place in picked.rows:
            if place not in children:
                self._read_full(place, subjects)
        self.table.subjects += [subject.name for subject in subjects]
        if subjects:
            self.table.titles += _lines_above(self.sheet, self.header)
            self.table.rows += [self._row(place, subjects) for place in children]

    def _refuse_two_blocks(self) -> None:
        name = self.place["name"]
        for place, title in self.titles.items():
            known = columns.vocabulary().field_of(_plain(title))
            if place != name and known == "name":
                raise Refused(
                    f"工作表“{self.sheet.name}”有两列“姓名”（分左右两栏），容易对错行，没有读。"
                    "请把右边一栏剪切到左边下面，排成一栏再导入。没有导入任何内容。"
                )

    def _is_about_marks(self, place: int) -> bool:
        """Whether a row under the headings is 满分, 平均分 or the like, and no child."""
        row = self.sheet.rows[place]
        name = values.compact(row[self.place["name"]])
        first = next((text for cell in row if (text := values.compact(cell))), "")
        return any(_FULL_ROW.fullmatch(text) or _FIGURES.fullmatch(text) for text in (name, first))

    def _read_full(self, place: int, subjects: Sequence[_Subject]) -> None:
        row = self.sheet.rows[place]
        if any(_FULL_ROW.fullmatch(values.compact(cell)) for cell in row):
            for subject in subjects:
                full = read_points(row[subject.place])
                if isinstance(full, float) and 0 < full <= MOST:
                    self.table.full[subject.name] = full
        else:
            first = next((text for cell in row if (text := values.plain(cell))), "")
            note = f"{self.sheet.name}第{place + 1}行不是学生（“{first[:20]}”），没有读"
            self.table.notes.append(note)

    def _subjects(self, children: Sequence[int]) -> Iterator[_Subject]:
        taken: dict[str, str] = {}
        for place, title in self.titles.items():
            name, full = _subject_of(title)
            if not name or place in self.place.values():
                continue
            cells = [self.sheet.rows[row][place] for row in children]
            if not _are_scores(cells):
                if name in exams.SUBJECTS and any(cell not in ("", None) for cell in cells):
                    note = f"{self.sheet.name}的“{title}”一列没有分数（可能是等级），没有读"
                    self.table.notes.append(note)
                continue
            if name in taken:
                raise Refused(
                    f"工作表“{self.sheet.name}”里“{taken[name]}”和“{title}”两列都像{name}成绩，"
                    "不知道以哪一列为准。请删掉或改名其中一列再导入。没有导入任何内容。"
                )
            taken[name] = title
            if full:
                self.table.full[name] = full
            yield _Subject(place, name)

    def _row(self, place: int, subjects: Sequence[_Subject]) -> ScoreRow:
        row = self.sheet.rows[place]
        texts = {
            field: text
            for field in ("student_no", "id_no", "seat_no")
            if field in self.place
            and not values.damage(
                row[self.place[field]], text := values.compact(row[self.place[field]])
            )
        }
        class_name, fault = self._class_of(row)
        name = values.name(row[self.place["name"]])
        return ScoreRow(
            row=place + 1,
            sheet=self.sheet.name,
            name=name if isinstance(name, str) else values.plain(row[self.place["name"]]),
            class_name=class_name,
            class_fault=fault,
            cells={
                subject.name: points
                for subject in subjects
                if (points := read_points(row[subject.place])) != ""
            },
            **texts,
        )

    def _class_of(self, row: Sequence[object]) -> tuple[ClassName | None, str]:
        """The class a row names, else that of the sheet; and why it cannot be told."""
        text, grade = (
            values.plain(row[self.place[field]]) if field in self.place else ""
            for field in ("class", "grade")
        )
        if text:
            reading = class_names.read(text, grade or self.grade, self.year)
            if reading.found is None and not grade and self.grade:
                alone = class_names.read(text, "", self.year)
                reading = alone if alone.found else reading
            return reading.found, reading.fault
        found = class_of_sheet(self.sheet, self.header.start, grade, self.year)
        if found is None and grade and (number := class_names.read_grade(grade, self.year)):
            found = class_names.whole_grade(number)
        return found, ""


def read_points(cell: object) -> float | str | None:
    """A cell's points; None for absent, "" for nothing, the cell's text for what is no score."""
    text = values.compact(cell)
    if not text or text in _ABSENT:
        return None if text else ""
    found = text.removesuffix("分")
    if isinstance(cell, bool) or not _NUMBER.fullmatch(found):
        return values.plain(cell)
    return round(float(found), exams.DECIMALS)


def _are_scores(cells: Sequence[object]) -> bool:
    """Whether a column holds scores: some numbers, none too large, few cells of other words."""
    found = [points for cell in cells if (points := read_points(cell)) not in ("", None)]
    numbers = [points for points in found if isinstance(points, float)]
    within = [points for points in numbers if points <= MOST]
    return bool(within) and len(within) * 2 > len(found)


def _subject_of(title: str) -> tuple[str, float]:
    """The subject a heading names, empty if none, and the full marks it tells, 0 if none."""
    plain = _plain(title)
    told = _FULL.search(plain)
    name = _WORD_OF_SCORE.sub("", _REMARK.sub("", plain))
    known = next((s for s in (*exams.SUBJECTS, *_ALSO) if name == s), "")
    if not known and not _NO_SUBJECT.search(name):
        known = next((s for s in exams.SUBJECTS if name.endswith(s)), name)
    if not known or columns.vocabulary().field_of(name) is not None:
        return "", 0
    return _ALSO.get(known, known), float(told[1]) if told else 0


def _plain(title: str) -> str:
    return values.compact(title).replace(":", "").replace("*", "")


def _titles(sheet: Sheet, found: Header) -> dict[int, str]:
    """Each column's heading as it stands, its second line behind the first: 语文成绩."""
    first = {c.place: re.sub(r"\(\d\)$", "", c.title) for c in found.columns}
    if not _second_line(sheet, found):
        return first
    titles: dict[int, str] = {}
    above = ""
    for place, cell in enumerate(sheet.rows[found.end]):
        below = values.compact(cell)
        top = _heading(sheet, found, place)
        above = top or (above if below else "")
        if above or below:
            titles[place] = above + below
    return titles


def _heading(sheet: Sheet, found: Header, place: int) -> str:
    return values.compact(sheet.rows[found.end - 1][place])


def _second_line(sheet: Sheet, found: Header) -> bool:
    """Whether the row under the headings goes on with them: words, but nobody's name."""
    name = found.column("name")
    if name is None or found.end >= len(sheet.rows):
        return False
    row = sheet.rows[found.end]
    told = [text for cell in row if (text := values.compact(cell))]
    words = [text for text in told if _subject_of(text)[0] in exams.SUBJECTS or _says_score(text)]
    return not values.plain(row[name.place]) and len(words) * 2 > len(told)


def _says_score(text: str) -> bool:
    return bool(_WORD_OF_SCORE.search(text) or _NO_SUBJECT.search(text))


def _below_second_line(sheet: Sheet, found: Header) -> Header:
    if not _second_line(sheet, found):
        return found
    return Header(found.start, found.end + 1, found.columns, found.relations)


def _grade_of(sheet: Sheet, found: Header) -> str:
    """The only grade the sheet's name and the lines above tell: for classes called 1班, 2班."""
    told = {g for text in (sheet.name, *_lines_above(sheet, found)) for g in _GRADE.findall(text)}
    return told.pop() if len(told) == 1 else ""


def _lines_above(sheet: Sheet, found: Header) -> list[str]:
    return [
        text for row in sheet.rows[: found.start] for cell in row if (text := values.plain(cell))
    ]


def _no_scores(table: ScoreTable, *, named: bool) -> str:
    if not named:
        return (
            f"文件“{table.name}”里没有找到“姓名”一列，认不出是成绩表。"
            "请看看表头是不是在前20行里。没有导入任何内容。"
        )
    return (
        f"文件“{table.name}”里没有找到成绩：要有一列的表头是科目（语文、数学……），下面是分数。"
        "只有总分、名次或等级的表不能导入。没有导入任何内容。"
    )
