"""送达回证 of issued sheets."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from kongchuo_desktop.domain.receipts import Receipt, Way
from kongchuo_desktop.store.models import ServiceReceiptRow


def add(receipt: Receipt) -> None:
    ServiceReceiptRow.create(
        **{**asdict(receipt), "day": receipt.day.isoformat(), "refused": int(receipt.refused)}
    )


def of_sheet(sheet: str) -> Receipt | None:
    """How a sheet was served; None when nobody has recorded it."""
    row = ServiceReceiptRow.get_or_none(ServiceReceiptRow.sheet == sheet)
    if row is None:
        return None
    return Receipt(
        id=row.id,
        sheet=row.sheet_id,
        day=date.fromisoformat(row.day),
        way=Way(row.way),
        server=row.server,
        receiver=row.receiver,
        refused=bool(row.refused),
        witness=row.witness,
        note=row.note,
    )
