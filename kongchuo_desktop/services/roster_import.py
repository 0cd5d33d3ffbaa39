"""Taking in a roster workbook: look, decide, take in; one import is one undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kongchuo_desktop import collector
from kongchuo_desktop.domain import roster_import as rules
from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.records import new_id, new_ids
from kongchuo_desktop.domain.roster import SchoolClass, Student
from kongchuo_desktop.domain.roster_import import Fault, Plan
from kongchuo_desktop.services import roster, saving, searching
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import classes, students

if TYPE_CHECKING:
    from kongchuo_desktop.spreadsheets.roster_table import RosterTable

Progress = Callable[[int, int], None]
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Inspection:
    """A workbook read and compared with the roll; nothing has been written."""

    path: Path
    table: RosterTable
    plan: Plan
    op: int  # the journal's latest entry when it was compared
    mapping: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[Place, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        return self.plan.counts


def look(
    ctx: Context,
    path: Path,
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Inspection:
    """Read a file and say what importing it would do; `mapping` overrides columns by hand."""
    from kongchuo_desktop.spreadsheets import reader, roster_table

    with collector.at_rest():  # throughout: between the steps it would find nothing either
        workbook = reader.read(path, progress)
        table = roster_table.read_table(workbook, mapping, roster.year(ctx), progress)
        op = ctx.last_op()
        return Inspection(path, table, _plan(table, {}), op, mapping or {})


def decide(inspection: Inspection, decisions: Mapping[Place, str]) -> Inspection:
    """The same file, with doubtful rows settled by a person: a child's id, new, or skip."""
    every = {**inspection.decisions, **decisions}
    return replace(inspection, plan=_plan(inspection.table, every), decisions=every)


def _plan(table: RosterTable, decisions: Mapping[Place, str]) -> Plan:
    with collector.at_rest():
        return rules.plan(
            table.entries,
            students.everybody(None).values(),
            roster.class_names(classes.everything().values()),
            refused=table.refused,
            decisions=decisions,
        )


def fields() -> list[tuple[str, str]]:
    """The fields a column can be given, with their words, for changing what was found."""
    from kongchuo_desktop.spreadsheets import columns

    return columns.choices()


def warnings(ctx: Context, inspection: Inspection) -> list[str]:
    """What a person should know before taking the file in: it is another school's, children of
    its classes are missing from it, cells were read with a reservation."""
    told = []
    codes = inspection.table.school_codes
    if codes and ctx.school.code not in codes:
        told.append(f"注意：文件里的学校标识码是{min(codes)}，不是本校的。请确认没有拿错文件。")
    if missing := len(inspection.plan.missing):
        told.append(f"这些班里有{missing}名学生不在文件里，不会删除，请核对是否转出。")
    if odd := len(inspection.table.remarks):
        told.append(f"有{odd}处没有读懂或改了写法，这些行照常导入，请看“说明”。")
    return told


def remarks(inspection: Inspection) -> list[str]:
    """What was read with a reservation, passed over or is missing, a sentence for each."""
    table, plan = inspection.table, inspection.plan
    return [
        *table.notes,
        *(f"工作表“{name}”{why}" for name, why in table.sheets_skipped),
        *(f"{r.sheet}第{r.row}行 {r.column}“{r.value}”：{r.reason}" for r in table.remarks),
        *plan.notes,
        *(f"文件里没有：{child.name}" for child in plan.missing),
    ]


def take_in(
    ctx: Context, inspection: Inspection, progress: Progress | None = None
) -> dict[str, int]:
    """Do what the inspection showed, as one operation; its counts.

    Refused when anything has been written since it was looked at.
    """
    plan = inspection.plan
    if ctx.scope is not None:
        raise Refused("花名册要由教务处或校长导入，没有写入任何内容。")
    if not (plan.added or plan.changed):
        return plan.counts
    with (
        collector.at_rest(),
        ctx.write(f"导入花名册（新增{len(plan.added)}人，更新{len(plan.changed)}人）"),
    ):
        if ctx.last_op() != inspection.op:
            raise Refused("看过这份文件以后又有别的改动，没有导入任何内容。请重新选择文件导入。")
        every = _classes(plan)
        ids = {name: id_ for id_, name in roster.class_names(every.values()).items()}
        _add(plan, every, ids, progress)
        _save(plan, every, ids)
    return plan.counts


def _classes(plan: Plan) -> dict[str, SchoolClass]:
    for name in plan.new_classes:
        classes.add(SchoolClass(id=new_id(), grade=name.grade, number=name.number, name=name.full))
    return classes.everything()


def _add(
    plan: Plan,
    every: Mapping[str, SchoolClass],
    ids: Mapping[ClassName, str],
    progress: Progress | None,
) -> None:
    if progress:
        progress(0, len(plan.added))
    children, places = [], []
    for entry, id_ in zip(plan.added, new_ids(len(plan.added)), strict=True):
        if entry.class_name is None:
            raise Refused(f"第{entry.row}行没有班级，整份文件没有导入。")
        class_id = ids[entry.class_name]
        children.append((entry.student, searching.spelling(entry.student, every[class_id])))
        places.append((id_, class_id))
    students.add(children, places)
    if progress:
        progress(len(plan.added), len(plan.added))


def _save(plan: Plan, every: Mapping[str, SchoolClass], ids: Mapping[ClassName, str]) -> None:
    changed = []
    for found in plan.changed:
        child = found.after
        if not child.class_id and found.entry.class_name:
            child = replace(child, class_id=ids[found.entry.class_name])
        changed.append((child, roster.spelling(every, child)))
    if changed:
        students.save(changed)


def refused_rows(inspection: Inspection, path: Path) -> None:
    """The refused rows as a workbook, with the reason beside them, to be mended and imported.

    Refused where they would take the place of the very file they came from.
    """
    from kongchuo_desktop.spreadsheets import writer

    if path.exists() and inspection.path.exists() and path.samefile(inspection.path):
        raise Refused(f"“{path.name}”就是导入的那份文件，没有覆盖它。请换个文件名。")
    saving.write(path, writer.refused_rows(inspection.table, inspection.plan.refused))


def export(ctx: Context, path: Path, progress: Progress | None = None) -> int:
    """The roster as a workbook in the columns of the registration system; how many children.

    Importing it again changes nothing.
    """
    from kongchuo_desktop.spreadsheets import writer

    saving.check(path)
    children: Sequence[Student] = list(students.everybody(ctx.scope).values())
    names = roster.class_names(classes.everything().values())
    saving.write(path, writer.roster(children, names, progress=progress))
    return len(children)


def as_json(inspection: Inspection) -> dict[str, Any]:
    """The contract of `roster import --json`."""
    plan = inspection.plan
    return {
        **{key: plan.counts[key] for key in ("added", "changed", "same")},
        "refused": [_told(fault) for fault in plan.refused],
        "remarks": [_told(remark) for remark in inspection.table.remarks],
        "doubtful": [
            {
                "row": doubt.entry.row,
                "name": doubt.entry.student.name,
                "reason": doubt.reason,
                "candidates": [c.student_no or c.id_no or c.name for c in doubt.candidates],
            }
            for doubt in plan.doubtful
        ],
        "columns": dict(inspection.table.columns),
        "classes": inspection.table.classes,
    }


def _told(fault: Fault) -> dict[str, Any]:
    return {
        "row": fault.row,
        "column": fault.column,
        "value": fault.value,
        "reason": fault.reason,
    }
