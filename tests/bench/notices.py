"""A process that makes many return notices in one PDF; CPU, size and memory, as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

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


since = 0.0
WAYS: dict[str, Callable[[Path, int], bytes]] = {"documents": documents, "issue": issue}

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
