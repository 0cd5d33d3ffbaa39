"""Commands about papers that print none: which are due, which one it was, how they are worded."""

from __future__ import annotations

import argparse

from kongchuo_desktop.cli.answer import Answer
from kongchuo_desktop.cli.papers import CALLED
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.services import (
    due_papers,
    forms,
    lookup,
    paper_kinds,
    paper_register,
    papers,
    saving,
)
from kongchuo_desktop.services.context import Context


def key_wanted(args: argparse.Namespace) -> str:
    """What is wrong with the words, if anything: a text belongs to a paragraph."""
    return "--text 要和 --key 一起用" if args.text is not None and not args.key else ""


def due(ctx: Context, args: argparse.Namespace) -> Answer:
    """The papers that stand ready now, of the school or of one child."""
    student = lookup.one(ctx, args.student) if args.student else ""
    found = due_papers.due(ctx, student)
    lines = [
        f"{one.kind.code} {one.kind.words}　{one.class_name} {one.name}　"
        f"{'下一教学日　' if one.soon else ''}{one.why}"
        for one in found
    ]
    rows = [
        {"form": d.kind.code, "kind": d.kind.id, "student": d.student, "why": d.why, "soon": d.soon}
        for d in found
    ]
    return Answer("\n".join(lines) or "没有要准备的文书", {"due": rows})


def find(ctx: Context, args: argparse.Namespace) -> Answer:
    """The line of the register for a code or a number; the copy with --out."""
    sheet = paper_register.find(ctx, args.code)
    if args.out:
        saving.write(args.out, papers.sheet_copy(ctx, sheet.id))
    state = words.SHEET_STATES[sheet.state]
    return Answer(
        f"{sheet.words}　{sheet.class_name} {sheet.name}　{state}",
        {
            "number": sheet.words,
            "student": sheet.student,
            "issued_on": papers.issued_on(sheet).isoformat(),
            "state": sheet.state,
            "page": sheet.page,
            "file": str(args.out) if args.out else "",
        },
    )


def kinds(ctx: Context, args: argparse.Namespace) -> Answer:
    """Every form that may be printed here."""
    found = paper_kinds.found(ctx, args.text)
    return Answer(
        "\n".join(f"{kind.code}\t{kind.words}\t{kind.group}" for kind in found),
        {"forms": [{"form": k.code, "kind": k.id, "words": k.words} for k in found]},
    )


def word(ctx: Context, args: argparse.Namespace) -> Answer:
    """The paragraphs of a form; with --key and --text one of them in the school's own words."""
    kind = paper_kinds.called(ctx, CALLED.get(args.form, args.form))
    if kind.form is None:
        raise Refused(f"“{kind.words}”的文字不能改。")
    if args.reset:
        forms.reset(ctx, kind.id, args.key, second=args.second)
    elif args.text is not None:
        said = forms.written(kind.id, args.text)
        forms.reword(ctx, kind.id, args.key, said, second=args.second)
    held = forms.paragraphs(ctx, kind.id)
    return Answer(
        "\n".join(f"{t.key}\t{'法条' if t.locked else ''}\t{t.text}" for t in held),
        {
            "paragraphs": [
                {"key": t.key, "text": t.text, "second": t.second, "locked": t.locked} for t in held
            ]
        },
    )
