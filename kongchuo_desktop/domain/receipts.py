"""送达回证: that a numbered paper reached the family, how, and who saw it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kongchuo_desktop.domain.errors import Invalid


class Way(StrEnum):
    IN_PERSON = "in_person"
    RELATIVE = "relative"
    LEFT = "left"
    MAIL = "mail"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The service of one sheet of the register. `refused`: nobody would sign for it, so that it
    was left there before a witness."""

    id: str = ""
    sheet: str
    day: date
    way: Way = Way.IN_PERSON
    server: str
    receiver: str = ""
    refused: bool = False
    witness: str = ""
    note: str = ""


def checked(receipt: Receipt, issued_on: date, today: date) -> Receipt:
    """The receipt as it may be kept, or Invalid."""
    wrong: dict[str, str] = {}
    if receipt.day < issued_on:
        wrong["day"] = f"送达日期早于文书日期（{issued_on}），请核对"
    elif receipt.day > today:
        wrong["day"] = "送达日期在今天之后，送到以后再登记"
    if not receipt.server.strip():
        wrong["server"] = "请填写送达人"
    if receipt.refused and not receipt.witness.strip():
        wrong["witness"] = "拒绝签收的，请填写在场见证人"
    elif receipt.way is Way.LEFT and not receipt.witness.strip():
        wrong["witness"] = "留置送达要有见证人"
    if not receipt.refused and receipt.way is not Way.LEFT and not receipt.receiver.strip():
        wrong["receiver"] = "请填写收件人和与学生的关系"
    if wrong:
        raise Invalid(**wrong)
    return receipt
