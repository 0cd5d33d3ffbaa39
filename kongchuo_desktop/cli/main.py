"""Running one command: open the data, do it, say what was done, close the data."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, time

from kongchuo_desktop import paths
from kongchuo_desktop.cli import parser
from kongchuo_desktop.cli.answer import Answer, say
from kongchuo_desktop.cli.usage import verb_first
from kongchuo_desktop.domain.errors import Exit, Invalid, Refused
from kongchuo_desktop.domain.faces import FaceChoice
from kongchuo_desktop.domain.school import Person
from kongchuo_desktop.services import demo, faces, saving, schools
from kongchuo_desktop.services.context import Context

WHO = Person(name="命令行")
EVENING = time(18)  # a day that is replayed is looked at after school


def run(words: Sequence[str]) -> int:
    """Do what the words say; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    args = _read(words)
    try:
        answer = _answer(args)
        say(json.dumps(answer.data, ensure_ascii=False) if args.json else answer.words, sys.stdout)
    except Invalid as wrong:
        return _refuse(args, str(wrong), Exit.of(wrong), wrong.fields)
    except Refused as refused:
        return _refuse(args, str(refused), Exit.of(refused))
    except UnicodeEncodeError:  # bytes on the command line that are no text
        return _refuse(args, "写的内容里有残缺的字符，没有改动。请重新输入。", Exit.REFUSED)
    except OSError as error:
        return _refuse(args, saving.sentence(error), Exit.MACHINE)
    return Exit.DONE


def _read(words: Sequence[str]) -> argparse.Namespace:
    """What the words say; SystemExit with code 2 when they are not understood."""
    reader = parser.build()
    try:
        args = reader.parse_args(verb_first(words))
    except SystemExit:
        say("", sys.stdout, end="")
        raise
    if wrong := args.check(args) if hasattr(args, "check") else "":
        reader.error(wrong)
    return args


def _answer(args: argparse.Namespace) -> Answer:
    act: Callable[..., Answer] = args.run
    if hasattr(args, "faces"):
        faces.choose(FaceChoice(args.faces), paths.fonts())
    if not getattr(args, "opens", True):
        return act(args)
    ctx = _open(args)
    try:
        with ctx.reading():
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
        say(json.dumps({"error": words, "fields": fields or {}}, ensure_ascii=False), sys.stdout)
    else:
        say(words, sys.stderr)
    return code
