"""The record of looking: who had a masked number shown in full (LAW P5)."""

from __future__ import annotations

from datetime import datetime

from kongchuo_desktop.store.models import LookRow


def add(id_: str, student: str, what: str, at: datetime, who: str) -> None:
    LookRow.create(id=id_, student=student, what=what, at=at.isoformat(), who=who)
