"""The PDF operators that show one line of text."""

from __future__ import annotations

from collections.abc import Callable

from kongchuo_desktop.documents.breaking import Unit
from kongchuo_desktop.documents.fonts import Font

Code = Callable[[Font, str], tuple[str, str]]


def gaps(unit: Unit) -> int:
    """How many stretching gaps a unit has: every dash of a row of them, but one for a number."""
    return 1 if len(unit.glyphs) <= 1 or unit.text[0] < "\u2000" else len(unit.glyphs)


class Show:
    """Collects the operators of one line, changing font and spacing only where they change."""

    def __init__(self, code: Code, size: float, x: float, y: float) -> None:
        self._code = code
        self._size = size
        self._y = y
        self._out = [f"1 0 0 1 {x:.2f} {y:.2f} Tm"]
        self._font = ""
        self._space = -1.0
        self._parts: list[str] = []
        self._hex: list[str] = []

    def unit(self, unit: Unit, stretch: float) -> None:
        inner = stretch if gaps(unit) > 1 else 0.0
        final = len(unit.glyphs) - 1
        for at, (font, char, _) in enumerate(unit.glyphs):
            name, code = self._code(font, char)
            space = stretch if at == final else inner
            if name != self._font or space != self._space:
                self._change(name, space)
            self._hex.append(code)

    def move(self, by: float) -> None:
        self._string()
        self._parts.append(f"{-by * 1000:.0f}")

    def jump(self, x: float) -> None:
        """Go on behind a writing room."""
        self._flush()
        self._out.append(f"1 0 0 1 {x:.2f} {self._y:.2f} Tm")

    def finish(self) -> str:
        self._flush()
        return " ".join(self._out)

    def _change(self, name: str, space: float) -> None:
        if self._hex or any(part[0] == "<" for part in self._parts):
            self._flush()
        if name != self._font:
            self._out.append(f"{name} {self._size:g} Tf")
            self._font = name
        if space != self._space:
            self._out.append(f"{space * self._size:.3f} Tc")
            self._space = space

    def _string(self) -> None:
        if self._hex:
            self._parts.append(f"<{''.join(self._hex)}>")
            self._hex.clear()

    def _flush(self) -> None:
        self._string()
        if len(self._parts) == 1 and self._parts[0][0] == "<":
            self._out.append(f"{self._parts[0]} Tj")
        elif self._parts and self._font:
            self._out.append(f"[{' '.join(self._parts)}] TJ")
        self._parts.clear()
