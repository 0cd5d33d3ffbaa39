"""How words are read, and what is said in Chinese about words that are not understood."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from kongchuo_desktop.domain.errors import Exit

BEFORE_VERB = {"--data": True, "--date": True, "--json": False}  # whether a value follows
_SAID = (
    (r"^argument (.+?): ", r"\1："),
    (r"^the following arguments are required: (.+)", r"还要写：\1"),
    (r"one of the arguments (.+) is required", r"要写其中一个：\1"),
    (r"unrecognized arguments: (.+)", r"看不懂多出来的：\1"),
    (r"invalid \w+ value: '(.*)'", r"“\1”不是数"),
    (r"expected one argument", "后面要写内容"),
    (r"expected at least one argument", "后面至少写一个"),
    (r"expected at most one argument", "后面最多写一个"),
    (r"ignored explicit argument .*", "后面不要写内容"),
    (r"not allowed with argument (.+)", r"不能和 \1 一起用"),
    (r"ambiguous option: (\S+) could match (.+)", r"“\1”没有写全，可能是 \2"),
)
_CHOICE = re.compile(r"invalid choice: '(.*)' \(choose from (.*)\)")


class Words(argparse.HelpFormatter):
    """The help, under Chinese headings."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Reader(argparse.ArgumentParser):
    """A parser that speaks Chinese; so do the parsers of its verbs."""

    def __init__(self, *, add_help: bool = True, **more: Any) -> None:
        super().__init__(add_help=False, formatter_class=Words, **more)
        self._positionals.title = "要写的"
        self._optionals.title = "可以加的"
        if add_help:
            self.add_argument("-h", "--help", action="help", help="显示这些说明")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(Exit.USAGE, f"{self.prog}：用法不对。{in_chinese(message)}\n")


def in_chinese(message: str) -> str:
    """A message of argparse; one that is Chinese already stays as it is."""
    for said, chinese in _SAID:
        message = re.sub(said, chinese, message)
    return _CHOICE.sub(_choices, message)


def _choices(found: re.Match[str]) -> str:
    return f"“{found[1]}”不行，可以写：" + found[2].replace("'", "").replace(", ", "、")


def verb_first(words: Sequence[str]) -> list[str]:
    """The same words with the options that stand before the verb behind it."""
    rest, moved = list(words), []
    while rest and (name := rest[0].partition("=")[0]) in BEFORE_VERB:
        takes_next = BEFORE_VERB[name] and "=" not in rest[0]
        moved += [rest.pop(0) for _ in rest[: 1 + takes_next]]
    end = rest.index("--") if "--" in rest else len(rest)
    return [*rest[:end], *moved, *rest[end:]]
