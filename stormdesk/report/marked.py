"""Marks on files that must stay byte for byte: beside the file in an archive, or in an archive's remark."""

import io
import zipfile
from collections.abc import Sequence
from typing import Final

Marks = Sequence[tuple[str, str]]
MARKS_NAME: Final = "stormdesk.txt"
ARCHIVE_TYPE: Final = "application/zip"
_LONGEST_REMARK: Final = 60_000


def marks_text(marks: Marks) -> str:
    """Marks as lines of a text."""
    return "".join(f"{label}: {' '.join(value.split())}\r\n" for label, value in marks)


def beside(name: str, data: bytes, marks: Marks) -> bytes:
    """An archive of a file as it is and a text of its marks."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name if name != MARKS_NAME else f"_{name}", data)
        archive.writestr(MARKS_NAME, marks_text(marks).encode("utf-8-sig"))
    return held.getvalue()


def remarked(data: bytes, marks: Marks) -> bytes:
    """An archive with its marks as a remark; its members stay as they are."""
    held = io.BytesIO(data)
    with zipfile.ZipFile(held, "a") as archive:
        archive.comment = marks_text(marks).encode()[:_LONGEST_REMARK]
    return held.getvalue()
