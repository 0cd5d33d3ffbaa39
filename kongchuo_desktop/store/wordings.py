"""How a school words the paragraphs of its forms, and what it says in a second language."""

from __future__ import annotations

from kongchuo_desktop.store.models import WordingRow


def of_form(form: str, *, second: bool = False) -> dict[str, str]:
    """The school's own texts of a form, by the keys of its paragraphs."""
    rows = WordingRow.select().where((WordingRow.form == form) & (WordingRow.second == int(second)))
    return {row.key: row.text for row in rows}


def put(form: str, key: str, text: str, *, second: bool = False) -> None:
    WordingRow.replace(form=form, key=key, second=int(second), text=text).execute()


def remove(form: str, key: str = "", *, second: bool | None = None) -> None:
    """Back to the shipped wording, of one paragraph or of the whole form."""
    which = WordingRow.form == form
    if key:
        which &= WordingRow.key == key
    if second is not None:
        which &= WordingRow.second == int(second)
    WordingRow.delete().where(which).execute()
