"""Pictures of home visits: what the journal knows of them, and the pictures beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from peewee import SQL

from kongchuo_desktop.domain.visits import Photo
from kongchuo_desktop.store.models import VisitPhotoRow, VisitPictureRow, proxy


def add(photo: Photo, jpeg: bytes) -> None:
    VisitPhotoRow.create(id=photo.id, visit=photo.visit, at=photo.at.isoformat(), who=photo.who)
    VisitPictureRow.create(photo=photo.id, jpeg=jpeg)


def remove(photo: str) -> None:
    """The photo goes at once, its picture with the next `sweep`."""
    VisitPhotoRow.delete().where(VisitPhotoRow.id == photo).execute()


def get(photo: str) -> Photo:
    return _photo(VisitPhotoRow.get_by_id(photo))


def of_visit(visit: str) -> Sequence[Photo]:
    """A visit's photos in the order they were added."""
    query = VisitPhotoRow.select().where(VisitPhotoRow.visit == visit)
    return [_photo(row) for row in query.order_by(VisitPhotoRow.at, SQL("rowid"))]


def picture(photo: str) -> bytes:
    return bytes(VisitPictureRow.get_by_id(photo).jpeg)


LEFT_OVER = "FROM visit_picture WHERE photo NOT IN (SELECT id FROM visit_photo)"


def left_over() -> bool:
    """Whether there are pictures whose photo is gone."""
    found = proxy.connection().execute(f"SELECT 1 {LEFT_OVER} LIMIT 1")
    return found.fetchone() is not None


def sweep() -> None:
    """Take these away for good: what was removed in an earlier run cannot be undone any more."""
    proxy.connection().execute(f"DELETE {LEFT_OVER}")


def _photo(row: VisitPhotoRow) -> Photo:
    return Photo(id=row.id, visit=row.visit_id, at=datetime.fromisoformat(row.at), who=row.who)
