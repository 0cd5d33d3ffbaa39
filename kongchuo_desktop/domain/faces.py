"""Whose type faces papers are set in on this computer."""

from enum import StrEnum


class FaceChoice(StrEnum):
    BUNDLED = "bundled"
    SYSTEM = "system"
