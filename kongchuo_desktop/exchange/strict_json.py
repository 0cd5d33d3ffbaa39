"""One JSON object a line, written in one way only and read with every trap refused."""

import json
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any, NoReturn

MAX_DEPTH = 16
MAX_INT = 2**63 - 1  # what one column of SQLite holds
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)  # linear, also when unclosed


class Malformed(ValueError):
    """The line is not what a parcel may hold; the text is a Chinese reason without a full stop."""


def dump(value: Mapping[str, object]) -> bytes:
    """`value` in its one canonical form: keys sorted, no spaces, UTF-8, without a line end.

    Malformed if it holds something a reader would refuse to take for text or a number.
    """
    try:
        text = json.dumps(
            value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
        )
        return text.encode()
    except UnicodeEncodeError:
        raise Malformed("文字里有残缺的字符") from None
    except ValueError:
        raise Malformed("数值不是有限的数") from None


def parse(line: bytes) -> dict[str, Any]:
    """The object of one line, or Malformed with the reason."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raise Malformed("文字不是 UTF-8 编码") from None
    _refuse_depth(text)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError:
        raise Malformed("不是完整的 JSON") from None
    if not isinstance(value, dict):
        raise Malformed("不是一条记录")
    if "\\u" in text:  # only an escape can smuggle half a surrogate pair through UTF-8
        dump(value)
    return value


def _refuse_depth(text: str) -> None:
    """Refuse deep nesting before json's own recursion meets it."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for sign in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if sign in "[{" else -1
        if depth > MAX_DEPTH:
            raise Malformed("嵌套过深")


def _integer(digits: str) -> int:
    if len(digits) > 20 or abs(value := int(digits)) > MAX_INT:
        raise Malformed("整数过大")
    return value


def _number(digits: str) -> float:
    if not isfinite(value := float(digits)):
        raise Malformed("数值不是有限的数")
    return value


def _constant(_name: str) -> NoReturn:
    raise Malformed("数值不是有限的数")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise Malformed("同一栏出现了两次")
    return value


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=_integer, parse_float=_number, parse_constant=_constant
)
