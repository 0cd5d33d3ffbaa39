"""The declared forms: read from the shipped templates, worded as the school has them worded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from kongchuo_desktop import resources
from kongchuo_desktop.domain import form_reader
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.forms import Field, Form
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import wordings

FOLDER = "templates/forms"
FIELDS = "templates/fields"


@cache
def shipped() -> Mapping[str, Form]:
    """Every form as shipped, in the order of the trade's list (F01 … F32-17)."""
    found = {
        path.stem: form_reader.read_form(path.stem, _table(path))
        for path in sorted(resources.path(FOLDER).glob("*.toml"))
    }
    return dict(sorted(found.items(), key=lambda entry: _place(entry[1].code)))


@cache
def fields() -> Mapping[str, Field]:
    """The vocabulary: every field a form may name."""
    held: dict[str, Field] = {}
    for path in sorted(resources.path(FIELDS).glob("*.toml")):
        held |= form_reader.read_fields(_table(path))
    return held


def _table(path: Any) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"文书模板“{path.stem}”读不出来，没有打印。{form_reader.MEND}") from error


def _place(code: str) -> tuple[int, ...]:
    """F05-4 stands behind F05-3 and before F06; F01-A behind F01."""
    parts = code.removeprefix("F").split("-")
    return tuple(int(part) if part.isdigit() else ord(part[0]) for part in parts)


def worded(ctx: Context, form_id: str) -> Form:
    """A form in the school's own words."""
    form = shipped()[form_id]
    return form.reworded(wordings.of_form(form_id), wordings.of_form(form_id, second=True))
