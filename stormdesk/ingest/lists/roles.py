"""Roles and tiers of persons: the same word is another role in another tier."""

from typing import TYPE_CHECKING, Final

from stormdesk.ingest.lists.description import FieldType, ListField
from stormdesk.ingest.lists.values import Reader, Refusal, Value, word_reader, words_of
from stormdesk.ingest.lists.words import ListReason
from stormdesk.ingest.sheets.book import CellValue
from stormdesk.ingest.sheets.plain import compact, is_blank, tidy

if TYPE_CHECKING:
    from stormdesk.ingest.lists.chunk import Chunk
    from stormdesk.ingest.lists.reading import SheetReader

# Which tiers' roles a word may mean in each tier, the likelier first.
ROLES_OF: Final = {
    "county": ("county",),
    "township": ("township",),
    "village": ("village", "grid"),
}

TIER_FRONTS: Final = {
    **dict.fromkeys(("县级", "市级", "区级"), "county"),
    **dict.fromkeys(("乡镇级", "镇街级", "街道级", "镇级", "乡级", "乡镇", "镇街", "街道"), "township"),
    **dict.fromkeys(("村社级", "村居级", "村级", "社区级", "网格级", "村社", "村", "社区"), "village"),
}


def read_roles(reader: "SheetReader", chunk: "Chunk") -> None:
    """Find the tier of each row where the list does not say it, then the role that its word means there."""
    known = next((field for field in reader.described.fields if field.type is FieldType.ROLE), None)
    if known is None:
        return
    tiers = _tiers(reader, chunk)
    column = chunk.column_of(known.key)
    empty: list[CellValue] = [None] * len(chunk.rows)
    words = chunk.cells(column) if column is not None else empty
    titled = reader.titled(known, chunk.layout.title) if column is None and known.from_title else None
    readers: dict[tuple[str, ...], Reader] = {}
    memo: dict[tuple[object, object], Value | Refusal] = {}
    codes: list[object] = []
    for at, (cell, tier) in enumerate(zip(words, tiers, strict=True)):
        if cell is None or is_blank(cell):
            codes.append(titled)
            continue
        if (cell, tier) not in memo:
            wanted = known.tiers or ROLES_OF.get(str(tier), ())
            memo[cell, tier] = _read(reader, known, wanted, readers)(cell)
        found = memo[cell, tier]
        if isinstance(found, Refusal) and not known.tiers:
            found = _of_named_tier(reader, known, cell, readers) or found
        codes.append(None if isinstance(found, Refusal) else found)
        if isinstance(found, Refusal):
            chunk.tell(at, known, ListReason.UNKNOWN_ROLE, found.suggestion)
            chunk.doubtful.add((at, "role_code"))
            chunk.refused.add(at)
    chunk.columns["role_code"] = codes
    _keep_words(chunk, words)


def _of_named_tier(
    reader: "SheetReader", known: ListField, cell: CellValue, readers: dict[tuple[str, ...], Reader]
) -> Value:
    """The role of a word that names its tier itself: 镇级指挥."""
    typed = compact(cell)
    for front, tier in TIER_FRONTS.items():
        rest = typed.removeprefix(front)
        if rest and rest != typed:
            found = _read(reader, known, ROLES_OF[tier], readers)(rest)
            return None if isinstance(found, Refusal) else found
    return None


def _read(
    reader: "SheetReader", known: ListField, tiers: tuple[str, ...], readers: dict[tuple[str, ...], Reader]
) -> Reader:
    if tiers not in readers:
        words: dict[str, str] = {}
        for tier in tiers:
            for word, code in words_of(known.model_copy(update={"tiers": (tier,)}), reader.county).items():
                words.setdefault(word, code)
        readers[tiers] = word_reader(words)
    return readers[tiers]


def _tiers(reader: "SheetReader", chunk: "Chunk") -> list[object]:
    """The tier of each row: fixed by the list, written in it, or told by the area."""
    count = len(chunk.rows)
    if fixed := reader.described.fixed.get("tier"):
        return [fixed] * count
    empty: list[object] = [None] * count
    townships = chunk.columns.get("township_code", empty)
    villages = chunk.columns.get("village_code", empty)
    said = chunk.columns.get("tier", empty)
    tiers: list[object] = [
        tier or ("village" if village else "township" if township else "county")
        for tier, village, township in zip(said, villages, townships, strict=True)
    ]
    chunk.columns["tier"] = tiers
    return tiers


def _keep_words(chunk: "Chunk", words: list[CellValue]) -> None:
    """The role as written stands as the post where the list has no column for posts."""
    if "post_name" not in chunk.columns:
        posts: list[object] = [None if cell is None or is_blank(cell) else tidy(cell)[:200] for cell in words]
        chunk.columns["post_name"] = posts
