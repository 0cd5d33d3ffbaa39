"""Whose type faces papers are set in on this computer, and which of its own would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kongchuo_desktop.documents.choice import CHOICE
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.faces import FaceChoice


def choose(wanted: FaceChoice, folders: Sequence[Path]) -> None:
    """From the next paper on; what was issued stays. The machine's fonts are in `folders`."""
    CHOICE.choose(folders if wanted is FaceChoice.SYSTEM else ())


def found(folders: Sequence[Path]) -> Mapping[str, str]:
    """The machine's own face for each role in words: 小标宋 → 方正小标宋简体; empty where it has
    none that can be printed with."""
    from kongchuo_desktop.documents import machine_fonts

    here = machine_fonts.look(folders)
    return {
        word: here[role].family if role in here else "" for role, word in words.FACE_ROLES.items()
    }
