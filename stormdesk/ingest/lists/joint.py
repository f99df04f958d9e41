"""Columns that hold a person and a phone in one cell: 项目经理及电话."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from stormdesk.ingest.lists.description import FieldType, ListDescription
from stormdesk.ingest.sheets.book import CellValue
from stormdesk.ingest.sheets.heading import Heading
from stormdesk.ingest.sheets.heading_words import ALIKE, joint_person, synonyms_of
from stormdesk.ingest.sheets.plain import compact, tidy

_PHONE: Final = re.compile(r"(?:\+?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)|(?:0\d{2,3}-?)?\d{6,8}(?!\d)")
_EDGES: Final = " ,;:、/|()[]-·.。"
_LABEL: Final = re.compile(r"(?:联系)?(?:电话|手机|方式)(?:号码?)?[::]?")


def joint_columns(heading: Heading, columns: Mapping[int, str], described: ListDescription) -> dict[int, str]:
    """The field of the phone in each column that holds a person and a phone, unless it has its own."""
    known = synonyms_of(tuple((key, words) for key, words in described.synonyms().items()))
    types = {field.key: field.type for field in described.fields}
    found: dict[int, str] = {}
    for column, key in columns.items():
        if types.get(key) is not FieldType.NAME or not joint_person(heading.columns[column].text):
            continue
        phone = known.under(known.keys[key], ALIKE)
        if phone and types[phone] is FieldType.PHONE and phone not in {*columns.values(), *found.values()}:
            found[column] = phone
    return found


def parted(cells: Sequence[CellValue]) -> tuple[list[CellValue], list[CellValue]]:
    """The persons and the phones of such cells."""
    pairs = [_parted(cell) for cell in cells]
    return [name for name, _ in pairs], [phone for _, phone in pairs]


def _parted(cell: CellValue) -> tuple[CellValue, CellValue]:
    if not isinstance(cell, str):
        return (None, cell) if isinstance(cell, int | float) else (cell, None)
    words = tidy(cell)
    phones = _PHONE.findall(words)
    name = _LABEL.sub("", _PHONE.sub(" ", words)).strip(_EDGES)
    return name or None, "、".join(compact(phone) for phone in phones) or None
