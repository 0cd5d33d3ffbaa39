"""Between records and rows: dates as ISO text, what is absent as empty text."""

from __future__ import annotations

from datetime import date


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
