"""Running one command: open the data, do it, say what was done, close the data."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, time

from kongchuo_desktop import paths
from kongchuo_desktop.cli import parser
from kongchuo_desktop.cli.answer import Answer
from kongchuo_desktop.domain.errors import FileTrouble, Invalid, Refused
from kongchuo_desktop.domain.school import Person
from kongchuo_desktop.services import demo, schools
from kongchuo_desktop.services.context import Context

DONE, REFUSED, USAGE, MACHINE = range(4)
WHO = Person(name="命令行")
EVENING = time(18)  # a day that is replayed is looked at after school


def run(words: Sequence[str]) -> int:
    """Do what the words say; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    reader = parser.build()
    args = reader.parse_args(words)
    if wrong := args.check(args) if hasattr(args, "check") else "":
        reader.error(wrong)
    try:
        answer = _answer(args)
    except FileTrouble as trouble:
        return _refuse(args, str(trouble), MACHINE)
    except Invalid as wrong:
        return _refuse(args, "；".join(wrong.fields.values()), REFUSED, wrong.fields)
    except Refused as refused:
        return _refuse(args, str(refused), REFUSED)
    except OSError as error:
        return _refuse(args, f"读写“{error.filename}”出错：{error.strerror}。", MACHINE)
    print(json.dumps(answer.data, ensure_ascii=False) if args.json else answer.words)
    return DONE


def _answer(args: argparse.Namespace) -> Answer:
    act: Callable[..., Answer] = args.run
    if not getattr(args, "opens", True):
        return act(args)
    ctx = _open(args)
    try:
        return act(ctx, args)
    finally:
        ctx.close()


def _open(args: argparse.Namespace) -> Context:
    folder = paths.data(args.data)
    if args.date is None:
        return demo.open_any(folder, WHO)
    now = datetime.combine(args.date, EVENING).astimezone()
    return schools.open_school(folder, WHO, lambda: now)


def _refuse(
    args: argparse.Namespace, words: str, code: int, fields: dict[str, str] | None = None
) -> int:
    if args.json:
        print(json.dumps({"error": words, "fields": fields or {}}, ensure_ascii=False))
    else:
        print(words, file=sys.stderr)
    return code
