"""Cells of a list's fields into values: each distinct cell of a column is read once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from stormdesk.domain.county import County
from stormdesk.ingest.lists.description import FieldType, ListField, Vocabulary
from stormdesk.ingest.lists.words import ListReason
from stormdesk.ingest.sheets import cells
from stormdesk.ingest.sheets.book import CellValue
from stormdesk.ingest.sheets.plain import as_text, compact, is_blank

LONGEST_NUMBER: Final = 60
LEAST: Final = -(10**9)
# A latitude may stand in the wrong column: which it is shows when both are known.
WIDER_AXIS: Final = "lon"
NEAR_ENOUGH: Final = 50.0
DECIMALS: Final = 6
MOBILE: Final = re.compile(r"1[3-9]\d{9}")
PLAIN_NAME: Final = re.compile(r"[\u4e00-\u9fff]{1,8}")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a cell was not taken, and what a person may accept instead."""

    reason: str
    suggestion: str | None = None


Value = str | int | float | bool | None
Reader = Callable[[CellValue], Value | Refusal]


def reader_of(field: ListField, county: County, unit: str = "") -> Reader:
    """What reads the cells of a field; `unit` is the one that its heading names."""
    if field.type is FieldType.WORD:
        return word_reader(words_of(field, county))
    if field.type in {FieldType.LAT, FieldType.LON}:
        return lambda cell: _told(cells.coordinate(cell, WIDER_AXIS))
    if field.type is FieldType.WHOLE:
        count = field.unit or ""
        return lambda cell: _ranged(
            field, _told(cells.whole_number(cell, least=LEAST, column_unit=unit, unit=count))
        )
    if field.type is FieldType.DECIMAL:
        wanted = field.unit or ""
        return lambda cell: _ranged(field, _told(cells.decimal(cell, unit=wanted, column_unit=unit)))
    return PLAIN.get(field.type, _text)


def _told(found: Value | cells.Fault) -> Value | Refusal:
    return Refusal(found.reason, found.suggestion) if isinstance(found, cells.Fault) else found


def _phone(cell: CellValue) -> Value | Refusal:
    if isinstance(cell, str) and MOBILE.fullmatch(cell):
        return cell
    return _told(cells.phone(cell))


def _name(cell: CellValue) -> Value | Refusal:
    if isinstance(cell, str) and PLAIN_NAME.fullmatch(cell) and not is_blank(cell):
        return cell
    return _told(cells.person_name(cell))


def _text(cell: CellValue) -> Value | Refusal:
    return _told(cells.text(cell))


def _yes_no(cell: CellValue) -> Value | Refusal:
    return _told(cells.yes_no(cell))


def _hull(cell: CellValue) -> Value | Refusal:
    found = cells.text(cell)
    return compact(found).upper() if isinstance(found, str) else _told(found)


def _number(cell: CellValue) -> Value | Refusal:
    if is_blank(cell):
        return None
    found = compact(cell)
    return found if len(found) <= LONGEST_NUMBER else Refusal(cells.CellReason.TOO_LONG)


PLAIN: Final[Mapping[FieldType, Reader]] = {
    FieldType.PHONE: _phone,
    FieldType.NAME: _name,
    FieldType.YES_NO: _yes_no,
    FieldType.NUMBER: _number,
    FieldType.HULL: _hull,
}


def _ranged(field: ListField, found: Value | Refusal) -> Value | Refusal:
    if isinstance(found, Refusal) or found is None or isinstance(found, str):
        return found
    if (field.min is not None and found < field.min) or (field.max is not None and found > field.max):
        return Refusal(ListReason.OUT_OF_RANGE)
    return round(found, DECIMALS) if isinstance(found, float) else found


def words_of(field: ListField, county: County) -> dict[str, str]:
    """The words that a field may take, written one way, with the code of each."""
    known: dict[str, str] = {}
    for code, name_zh, name_en in choices_of(field, county):
        for word in (name_zh, code, name_en):
            known.setdefault(plain_word(word), code)
    for code, words in field.words.items():
        for word in words:
            known.setdefault(plain_word(word), code)
    return known


def choices_of(field: ListField, county: County) -> list[tuple[str, str, str]]:
    """The words of a vocabulary in their order: code, Chinese, English."""
    tables = {
        Vocabulary.EVACUATION_CATEGORIES: county.evacuation_categories,
        Vocabulary.VESSEL_CLASSES: county.vessel_classes,
        Vocabulary.FACILITY_SECTORS: county.facility_sectors,
        Vocabulary.DANGER_ZONE_TYPES: county.reference.danger_zone_types,
    }
    if field.vocabulary is not None:
        return [(row.code, row.name_zh, row.name_en) for row in tables[field.vocabulary]]
    if field.type is FieldType.ROLE:
        roles = county.duty_roles
        return [(r.code, r.name_zh, r.name_en) for r in roles if not field.tiers or r.tier in field.tiers]
    return [(code, words[0], code) for code, words in field.words.items() if words]


def plain_word(text: object) -> str:
    """One writing for words of a vocabulary."""
    return compact(str(text)).casefold()


def word_reader(known: Mapping[str, str]) -> Reader:
    """Read a word of a vocabulary; an unknown one is refused, with the nearest as a suggestion."""

    def read(cell: CellValue) -> Value | Refusal:
        if is_blank(cell):
            return None
        plain = plain_word(as_text(cell))
        if plain in known:
            return known[plain]
        best = process.extractOne(plain, list(known), scorer=fuzz.WRatio, score_cutoff=NEAR_ENOUGH)
        return Refusal(ListReason.UNKNOWN_WORD, str(best[0]) if best else None)

    return read


def read_column(
    reader: Reader, column: Sequence[CellValue], memo: dict[object, Value | Refusal]
) -> list[Value | Refusal]:
    """Read a column, each distinct cell once; True and 1 are not the same cell."""
    found: list[Value | Refusal] = []
    for cell in column:
        key = (bool, cell) if cell is True or cell is False else cell
        if key not in memo:
            memo[key] = reader(cell)
        found.append(memo[key])
    return found
