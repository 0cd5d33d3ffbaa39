"""Full ID numbers leave the program only for a purpose, and that is recorded (P5)."""

from __future__ import annotations

from collections.abc import Sequence

from kongchuo_desktop.domain.forms import Filled
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.letters import Letter
from kongchuo_desktop.services.paper_kinds import Kind
from kongchuo_desktop.store import disclosures


def told(kind: Kind, purpose: str) -> bool:
    """Whether a paper shows full numbers: it has some, and somebody said what for."""
    return bool(purpose.strip()) and kind.shows_numbers


def record(ctx: Context, kind: Kind, filled: Sequence[Letter], purpose: str) -> None:
    """Within the operation that puts the numbers out: of how many children, what for, by whom."""
    if told(kind, purpose):
        children = sum(_children(letter) for letter in filled)
        why = purpose.strip()
        disclosures.add(new_id(), ctx.now(), ctx.who.name, kind.id, why, children)


def _children(letter: Letter) -> int:
    """A list tells of each child in it, any other paper of one."""
    paper = letter.paper
    if not isinstance(paper, Filled) or letter.student:
        return 1
    return max((len(paper.values.get(part.field) or ()) for part in paper.form.listings), default=1)
