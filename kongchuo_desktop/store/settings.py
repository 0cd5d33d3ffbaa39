"""What belongs to the school rather than to a child: named values, each as JSON."""

from __future__ import annotations

import json
from typing import Any

from kongchuo_desktop.store.models import DraftRow, proxy


def get(key: str) -> Any:
    """The value kept under a name, or None."""
    row = proxy.connection().execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return None if row is None else json.loads(row[0])


def put(key: str, value: Any) -> None:
    proxy.connection().execute(
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, json.dumps(value, ensure_ascii=False, sort_keys=True)),
    )


def draft(form: str) -> dict[str, Any] | None:
    """What was typed into a form and never saved."""
    row = DraftRow.get_or_none(DraftRow.form == form)
    return json.loads(row.fields) if row else None


def put_draft(form: str, fields: dict[str, Any]) -> None:
    DraftRow.replace(form=form, fields=json.dumps(fields, ensure_ascii=False)).execute()


def drop_draft(form: str) -> None:
    DraftRow.delete().where(DraftRow.form == form).execute()
