"""The one item model: the keys in order, and a few pages of rows around what is looked at."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kongchuo_desktop.ui.faces import ensure_glyphs

PAGE = 128
KEPT = 32

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole + 1
"""The role under which the delegate gets a value as the source gave it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` of the row's value, `title`, `width` in px, how it is drawn.

    `kind`: `text`, `strong` (names), `number`, `pill` ((text, tone) or plain text),
    `tags` (words, or (text, tone) pairs), `quiet` (second colour).
    `align`: `left`, `right` or `centre`.
    """

    key: str
    title: str
    width: int = 120
    align: str = "left"
    kind: str = "text"
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class Chip:
    """A ready-made filter, with the number of rows behind it."""

    key: str
    label: str
    count: int | None = None


class ChipLike(Protocol):
    """What the screen reads of a filter; `services` may bring its own class."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def count(self) -> int | None: ...


class RowSource(Protocol):
    """What a list needs to know; the store's half of a screen satisfies it unknowingly."""

    def keys(self, text: str, order: str, descending: bool, chip: str) -> list[str]: ...
    def rows(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]: ...
    def chips(self) -> Sequence[ChipLike]: ...
    def foot(self, text: str, chip: str) -> str: ...


ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "centre": Qt.AlignmentFlag.AlignCenter,
}


class RecordTable(QAbstractTableModel):
    """Rows of a source, by key; `order` is the key of a column, or empty for the source's own."""

    def __init__(
        self, source: RowSource, columns: Sequence[Column], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.source = source
        self.text = self.chip = self.order = ""
        self.descending = False
        self._keys: list[str] = []
        self._pages: OrderedDict[int, list[dict[str, Any]]] = OrderedDict()

    def reload(self) -> None:
        self.beginResetModel()
        self._keys = self.source.keys(self.text, self.order, self.descending, self.chip)
        self._pages.clear()
        self.endResetModel()

    def narrow(self, *, text: str | None = None, chip: str | None = None) -> None:
        """Show only what matches; None leaves that half of the filter as it is."""
        self.text = self.text if text is None else text
        self.chip = self.chip if chip is None else chip
        self.reload()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        chosen = self.columns[column] if 0 <= column < len(self.columns) else None
        wanted = chosen.key if chosen and chosen.sortable else ""
        descending = order == Qt.SortOrder.DescendingOrder
        if (wanted, descending) != (self.order, self.descending):
            self.order, self.descending = wanted, descending
            self.reload()

    def key(self, number: int) -> str:
        return self._keys[number]

    def numbers(self, keys: Sequence[str]) -> list[int]:
        """Where these records stand now; those filtered out are left out."""
        wanted = set(keys)
        return [number for number, key in enumerate(self._keys) if key in wanted]

    def row(self, number: int) -> dict[str, Any]:
        page, offset = divmod(number, PAGE)
        if page not in self._pages:
            self._pages[page] = self._fetch(page)
            while len(self._pages) > KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return self._pages[page][offset]

    def _fetch(self, page: int) -> list[dict[str, Any]]:
        keys = self._keys[page * PAGE : (page + 1) * PAGE]
        found = self.source.rows(keys)
        ensure_glyphs("".join(str(value) for row in found.values() for value in row.values()))
        return [found.get(key, {}) for key in keys]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == CELL:
            return self.row(index.row()).get(column.key)
        if role == Qt.ItemDataRole.DisplayRole:
            return words(self.row(index.row()).get(column.key))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGN[column.align]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGN[self.columns[section].align]
        return None


def parts(value: Any) -> list[tuple[str, str]]:
    """A cell as (text, tone) parts; a bare text has no tone."""
    if value is None:
        return []
    if isinstance(value, str):
        return [(value, "")] if value else []
    if isinstance(value, tuple) and len(value) == 2 and _is_tone(value[1]):
        return [(str(value[0]), str(value[1]))] if value[0] else []
    if isinstance(value, (list, tuple, frozenset)):
        return [part for one in value for part in parts(one)]
    return [(str(value), "")]


def words(value: Any) -> str:
    """A cell as it is copied, and read to those who cannot see it."""
    return "　".join(text for text, _tone in parts(value))


def _is_tone(value: object) -> bool:
    from kongchuo_desktop.ui.look import Tone

    return value == "" or value in Tone.__members__.values()
