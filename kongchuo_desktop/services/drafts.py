"""What was typed into a form and not saved yet: kept in the encrypted file, lost by no crash."""

from __future__ import annotations

from typing import Any

from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import db, settings


class Drafts:
    """Drafts by the key of their form. Values are what JSON can hold."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx

    def save(self, form: str, fields: dict[str, Any]) -> None:
        with db.translated():
            settings.put_draft(form, fields)

    def load(self, form: str) -> dict[str, Any] | None:
        return settings.draft(form)

    def clear(self, form: str) -> None:
        with db.translated():
            settings.drop_draft(form)
