"""A process that makes many return notices in one PDF; CPU, size and memory, as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

from kongchuo_desktop import resources
from kongchuo_desktop.domain.forms import Text
from kongchuo_desktop.services import filling, forms, papers
from tests.bench import measure, school


def documents(folder: Path, count: int) -> bytes:
    """The PDF alone, of notices that are filled in already."""
    from kongchuo_desktop.documents import form

    ctx = school.reopened(folder)
    notice = forms.worded(ctx, "return_notice")
    filled = filling.letters_of(ctx, notice, school.make_absent(ctx)[:count])
    ctx.close()
    global since  # noqa: PLW0603 - what was needed to fill them in is not the printing's
    since = process_time()
    return form.make([letter.paper for letter in filled], forms.fields()).pdf


def issue(folder: Path, count: int) -> bytes:
    """What a person does: filled in from the records, numbered, made, registered and kept."""
    ctx = school.reopened(folder)
    targets = school.make_absent(ctx)[:count]
    issued = papers.issue(ctx, "return_notice", targets)
    ctx.close()
    assert len(issued.numbers) == count
    return issued.pdf


def typst(folder: Path, count: int) -> bytes:
    """The same letters set by typst, from their words."""
    import typst as peer

    from kongchuo_desktop.documents.form_values import Voice

    ctx = school.reopened(folder)
    notice = forms.worded(ctx, "return_notice")
    filled = filling.letters_of(ctx, notice, school.make_absent(ctx)[:count])
    ctx.close()
    voice = Voice(notice, forms.fields())
    letters = json.dumps([_words(voice, letter.paper) for letter in filled], ensure_ascii=False)
    global since  # noqa: PLW0603 - as above
    since = process_time()
    made: bytes = peer.compile(
        str(Path(__file__).with_name("notice.typ")),
        font_paths=[str(resources.path("fonts"))],
        ignore_system_fonts=True,
        sys_inputs={"letters": letters},
    )
    return made


def _words(voice: Any, paper: Any) -> dict[str, Any]:
    values, foil = paper.values, paper.form.counterfoil
    parts = [part for part in paper.form.parts if part.when.holds(values)]
    return {
        "head": values["school"],
        "number": "校复通〔2026〕第 001 号",
        "title": paper.form.title,
        "body": [voice.plain(part.text, values) for part in parts if isinstance(part, Text)],
        "seal": f"{values['school']}（盖章）",
        "day": voice.plain("{{issued}}", values),
        "receipt": foil.title,
        "below": [voice.plain(text.text, values) for text in foil.texts],
        "signs": [label for row in foil.signs for label in row],
    }


since = 0.0
WAYS: dict[str, Callable[[Path, int], bytes]] = {
    "documents": documents,
    "issue": issue,
    "typst": typst,
}

if __name__ == "__main__":
    pdf = WAYS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    print(
        json.dumps(
            {
                "cpu": process_time() - since,
                "size": len(pdf) / measure.MB,
                "memory": measure.peak_memory(),
            }
        )
    )
