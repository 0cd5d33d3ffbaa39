"""Commands about the school and its roster."""

from __future__ import annotations

import argparse

from kongchuo_desktop import paths
from kongchuo_desktop.cli.answer import Answer
from kongchuo_desktop.domain.errors import FileTrouble, Invalid
from kongchuo_desktop.domain.school import School
from kongchuo_desktop.domain.transitions import Listed
from kongchuo_desktop.services import demo as demo_school
from kongchuo_desktop.services import roster_import as imports
from kongchuo_desktop.services import saving, schools, transitions
from kongchuo_desktop.services.context import Context


def init(args: argparse.Namespace) -> Answer:
    folder = paths.data(args.data)
    school = School(
        name=args.school,
        code=args.code,
        township=args.township,
        county=args.county,
        bureau=args.bureau,
        principal=args.principal,
        phone=args.phone,
        edition=args.edition,
    )
    schools.create(folder, school).close()
    words = f"已新建“{args.school}”。数据在：{folder}\n下一步：kongchuo roster import 花名册文件"
    return Answer(words, {"school": args.school, "code": args.code, "data": str(folder)})


def demo(args: argparse.Namespace) -> Answer:
    """Each step is told as it is done, since the whole takes some seconds."""
    from kongchuo_desktop.services.demo import tour

    made = []
    lines = []
    for step in tour.run(args.out, args.date or demo_school.DAY):
        line = step.words + (f"\n    → {step.path}" if step.path else "")
        lines.append(line)
        if step.path:
            made.append(str(step.path))
    lines.append(f"全部完成，文件都在：{args.out}")
    return Answer("\n".join(lines), {"out": str(args.out), "files": made})


def roster_import(ctx: Context, args: argparse.Namespace) -> Answer:
    if args.failed_out:
        saving.check(args.failed_out, new=True)
    seen = imports.look(ctx, args.file, _mapping(args.map))
    if not args.dry_run:
        imports.take_in(ctx, seen)
    if args.failed_out and seen.plan.refused:
        try:
            imports.refused_rows(seen, args.failed_out)
        except FileTrouble as trouble:
            taken = "" if args.dry_run else "花名册已经导入，只有退回的行没有写出。"
            raise FileTrouble(f"{trouble}{taken}") from trouble
    counts = seen.counts
    head = "预览（没有写入）：" if args.dry_run else "已导入："
    lines = [
        f"{head}新增{counts['added']}人，更新{counts['changed']}人，相同{counts['same']}人，"
        f"退回{counts['refused']}行，待确认{counts['doubtful']}行"
    ]
    lines += imports.warnings(ctx, seen)
    lines += [f"  退回 第{f.row}行 {f.column}“{f.value}”：{f.reason}" for f in seen.plan.refused]
    lines += [f"  待确认 第{d.entry.row}行：{d.reason}" for d in seen.plan.doubtful]
    lines += [f"  说明 {remark}" for remark in imports.remarks(seen)]
    return Answer("\n".join(lines), imports.as_json(seen))


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals:
            raise Invalid(map=f"“{pair}”应写成 列=字段，例如 --map 家长姓名=guardian1_name")
        mapping[column] = field
    return mapping


def roster_export(ctx: Context, args: argparse.Namespace) -> Answer:
    count = imports.export(ctx, args.file)
    return Answer(f"已导出{count}人：{args.file}", {"students": count, "file": str(args.file)})


def transition(ctx: Context, args: argparse.Namespace) -> Answer:
    """衔接核对: the names in between."""
    grade = args.grade
    found = transitions.compare(ctx, args.leaving, args.arriving, grade)
    if args.out:
        transitions.save(found, args.out)
    lines = [transitions.told(found)]
    lines += [f"没有到：{each.class_name} {each.child.name}" for each in found.between]
    lines += [f"同名待核对：{each.class_name} {each.child.name}" for each, _ in found.doubtful]
    data = {
        "arrived": len(found.arrived),
        "between": [_listed(each) for each in found.between],
        "doubtful": [_listed(each) for each, _ in found.doubtful],
        "new": len(found.new),
    }
    return Answer("\n".join(lines), data)


def _listed(each: Listed) -> dict[str, str]:
    return {"student": each.child.name, "class": each.class_name}
