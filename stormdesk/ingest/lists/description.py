"""What a list is: its fields, its identity and its links, as a file of data/lists declares them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from stormdesk.domain.county_rows import Code, Note, Row, Text

ID_COLUMNS: Final = {
    "responsible_person": "person_id",
    "evacuee": "evacuee_id",
    "vessel": "vessel_id",
    "construction_site": "site_id",
    "shelter": "shelter_id",
    "facility": "facility_id",
    "member_unit": "unit_id",
    "harbour": "harbour_id",
    "gauge": "gauge_id",
    "team": "team_id",
    "stock": "stock_id",
    "terminal": "terminal_id",
    "danger_zone": "zone_id",
    "village": "village_id",
}
Words = Mapping[Code, tuple[Text, ...]]
Register = Annotated[str, Field(pattern="^(" + "|".join(ID_COLUMNS) + ")$")]


class FieldType(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    NAME = "name"
    PHONE = "phone"
    WHOLE = "whole"
    DECIMAL = "decimal"
    YES_NO = "yes_no"
    LAT = "lat"
    LON = "lon"
    TOWNSHIP = "township"
    VILLAGE = "village"
    WORD = "word"
    ROLE = "role"
    HULL = "hull"
    NUMBER = "number"


class Vocabulary(StrEnum):
    """Ordered words of the county that a field may take."""

    EVACUATION_CATEGORIES = "evacuation_categories"
    VESSEL_CLASSES = "vessel_classes"
    FACILITY_SECTORS = "facility_sectors"
    DANGER_ZONE_TYPES = "danger_zone_types"


class Place(StrEnum):
    """Where a point of the list may lie without a doubt."""

    LAND = "land"
    WATER = "water"
    ANY = "any"


class Scope(StrEnum):
    """What a complete list covers: rows of this scope that it no longer names are gone."""

    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    SECTOR = "sector"
    TIER = "tier"


class ListField(Row):
    """One column of a list; `column` is where it goes on the register, `key` how it is called."""

    key: Code
    column: Code | None = None
    type: FieldType
    title_zh: Text
    title_en: Text
    unit: Text | None = None
    required: bool = False
    vocabulary: Vocabulary | None = None
    words: Words = Field(default_factory=dict)
    tiers: tuple[Code, ...] = ()
    synonyms: tuple[Text, ...] = ()
    from_title: bool = False
    is_personal: bool = False
    is_counted: bool = False
    min: float | None = None
    max: float | None = None
    example: str | int | float | None = None
    note_zh: Note = ""
    note_en: Note = ""
    source: Note = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        has_words = bool(self.words) or self.vocabulary is not None
        if self.type is FieldType.WORD and not has_words:
            raise ValueError(f"{self.key}: words or vocabulary?")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"{self.key}: min > max")
        return self

    def title(self, language: str) -> str:
        """The heading in the language, Chinese unless English is asked for."""
        return self.title_en if language.startswith("en") else self.title_zh


class Link(Row):
    """Something of another register that rows name: found by name and phone, or made.

    `says` has the columns of that register that the list tells of it, with the field of each.
    """

    column: Code
    registers: Annotated[tuple[Register, ...], Field(min_length=1)]
    name: Code
    phone: Code | None = None
    post: Code | None = None
    role_code: Code | None = None
    tier: Code | None = None
    is_made: bool = False
    is_quiet: bool = False
    prefix: str = ""
    says: Mapping[Code, Code] = Field(default_factory=dict)


class Identity(Row):
    """What makes a row the same row in a later list: its own number, else the first key that finds one."""

    number: Code | None = None
    is_number_any: bool = False
    is_area: bool = False
    prefix: str = ""
    keys: Annotated[tuple[tuple[Code, ...], ...], Field(min_length=1)]


class ListDescription(Row):
    """One list: importer, template, page and checks are all made from it."""

    code: Code
    name_zh: Text
    name_en: Text
    register_: Annotated[Register, Field(alias="register")]
    title_words: tuple[Text, ...] = ()
    source: Text
    place: Place = Place.ANY
    scope: Scope = Scope.COUNTY
    fixed: Mapping[Code, Text] = Field(default_factory=dict)
    identity: Identity
    fields: Annotated[tuple[ListField, ...], Field(min_length=1)]
    links: tuple[Link, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        keys = [field.key for field in self.fields]
        if doubled := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"fields: {', '.join(doubled)} twice")
        if stray := sorted(self._named() - set(keys)):
            raise ValueError(f"links, identity: no field {', '.join(stray)}")
        columns = (
            {field.column for field in self.fields} | set(self.fixed) | {"township_code", "village_code"}
        )
        if stray := sorted({column for key in self.identity.keys for column in key} - columns):
            raise ValueError(f"identity.keys: no column {', '.join(stray)}")
        return self

    def _named(self) -> set[str]:
        named = {
            name
            for link in self.links
            for name in (link.name, link.phone, link.post, *link.says.values())
            if name
        }
        return named | ({self.identity.number} if self.identity.number else set())

    @property
    def register(self) -> str:
        """The table that the rows go to."""
        return self.register_

    @property
    def id_column(self) -> str:
        """The column that identifies a row of the register."""
        return ID_COLUMNS[self.register_]

    def field(self, key: str) -> ListField:
        """The field of a key; KeyError when there is none."""
        for known in self.fields:
            if known.key == key:
                return known
        raise KeyError(key)

    def name(self, language: str) -> str:
        """The list's name in the language, Chinese unless English is asked for."""
        return self.name_en if language.startswith("en") else self.name_zh

    def synonyms(self) -> dict[str, tuple[str, ...]]:
        """What each field may be called in a heading, by key; the titles stand first."""
        return {
            field.key: (field.title_zh, field.title_en, field.key, *field.synonyms) for field in self.fields
        }
