"""送达回证: that an issued sheet reached the family (LAW-YW-58 asks for proof of it)."""

from __future__ import annotations

from dataclasses import replace

from kongchuo_desktop.domain import receipts as rules
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.receipts import Receipt
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.services import papers
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import papers as register
from kongchuo_desktop.store import receipts


def serve(ctx: Context, asked: Receipt) -> Receipt:
    """Record how a sheet was served; once, and not for one that is void."""
    sheet = papers.sheet(ctx, asked.sheet)
    if sheet.state != "issued":
        raise Refused(f"{sheet.words}已经作废，不能登记送达。没有改动。")
    if receipts.of_sheet(sheet.id):
        raise Refused(f"{sheet.words}已经登记过送达。登记错了的，请用 Ctrl+Z 撤销后重新登记。")
    issued_on = register.issued_on(sheet.paper)
    receipt = replace(rules.checked(asked, issued_on, ctx.today()), id=new_id())
    with ctx.write(f"登记 {sheet.name} {sheet.words} 送达"):
        receipts.add(receipt)
    return receipt


def of_sheet(ctx: Context, sheet_id: str) -> Receipt | None:
    """How a sheet was served; None when it has not been recorded."""
    return receipts.of_sheet(papers.sheet(ctx, sheet_id).id)


def to_serve(ctx: Context, student: str) -> str:
    """The latest return notice of a child that nobody has recorded as served; Refused when there
    is none."""
    for sheet, kind, _day in register.sheets_of(student):
        waiting = kind == "return_notice" and sheet.state == "issued"
        if waiting and receipts.of_sheet(sheet.id) is None:
            return papers.sheet(ctx, sheet.id).id
    raise Refused("这名学生没有等待送达的复学通知书，没有登记。请先发通知书。")
