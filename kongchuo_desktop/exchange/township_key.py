"""The small text file by which an office hands its public key to its schools."""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.exchange import keys, stick

SUFFIX = ".kckey"
MAX_FILE = 2**16
_TITLE = "控辍保学台账 乡镇公钥"
_VERSION = "1"
_ADVICE = "请与乡镇中心校当面或电话核对以上 30 位指纹，一致后再使用。本文件不含秘密，可以转交。"


@dataclass(frozen=True, slots=True)
class TownshipKey:
    """The public key of an office; the fingerprint is always computed, never taken on trust."""

    name: str
    recipient: str

    @property
    def fingerprint(self) -> str:
        return keys.fingerprint(self.recipient)


def township_key(name: str, identity: str) -> TownshipKey:
    """The public half of an office's secret identity, under the office's name."""
    return TownshipKey(_one_line(name), keys.recipient_of(identity))


def write_township_key(folder: Path, key: TownshipKey) -> Path:
    """A new `.kckey` file in `folder`, written and read back like a parcel; FileTrouble if not.

    Its name holds the last ten digits of the fingerprint, so that keys are told apart.
    """
    last = "".join(key.fingerprint.split()[-2:])
    name = f"XZ_{last}_{secrets.token_hex(2)}{SUFFIX}"
    return stick.write(folder, name, as_text(key).encode("utf-8-sig")).path


def read_township_key(path: Path) -> TownshipKey:
    """The key in a file, whatever editor has touched it since; Refused says what is wrong."""
    return from_bytes(stick.read(path, MAX_FILE))


def as_text(key: TownshipKey) -> str:
    """The file as people see it, with the line ends every Notepad knows."""
    lines = (
        _TITLE,
        f"版本：{_VERSION}",
        f"单位：{_one_line(key.name)}",
        f"公钥：{key.recipient}",
        f"指纹：{key.fingerprint}",
        _ADVICE,
    )
    return "".join(line + "\r\n" for line in lines)


def from_bytes(data: bytes) -> TownshipKey:
    """The key in the bytes of a file, checked against the fingerprint beside it."""
    lines = _lines(data)
    if _TITLE not in lines:
        raise Refused("这不是乡镇公钥文件，没有读取。请选择中心校给的、以 .kckey 结尾的文件。")
    values = dict(_pair(line) for line in lines)
    if values.get("版本") != _VERSION:
        raise Refused("这个公钥文件由更新版本的程序写出。请先升级本机程序，再读取它。")
    if not values.get("单位"):
        raise Refused("公钥文件里没有单位名称，没有采用。请向乡镇中心校重新要一份公钥文件。")
    recipient = str(keys.public(values.get("公钥", "")))
    key = TownshipKey(values["单位"], recipient)
    if values.get("指纹", "").split() != key.fingerprint.split():
        raise Refused(
            "公钥与文件里的指纹对不上，文件可能被改动或抄错，没有采用。"
            "请向乡镇中心校重新要一份公钥文件。"
        )
    return key


def _lines(data: bytes) -> list[str]:
    if b"AGE-SECRET-KEY-" in data.upper():
        raise Refused(
            "这是单位的私钥，不是公钥，没有读取。私钥不能交给任何人：请立即交还中心校，"
            "并告诉他们更换密钥。"
        )
    if not data.strip(b"\0"):
        raise Refused("公钥文件是空的，没有采用。请向乡镇中心校重新要一份公钥文件。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return [line.strip() for line in data.decode(encoding).splitlines()]
        except UnicodeDecodeError:
            continue
    return []


def _pair(line: str) -> tuple[str, str]:
    label, *value = re.split("[:：]", line, maxsplit=1)
    return label.strip(), "".join(value).strip()


def _one_line(name: str) -> str:
    """A name that cannot grow a line of its own in the file."""
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in name)
    if not kept.strip():
        raise Refused("还没有填写单位名称，没有写出公钥文件。请先填写单位名称。")
    return " ".join(kept.split())
