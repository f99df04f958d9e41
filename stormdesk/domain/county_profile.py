"""The county profile: names, codes, frames, datums and the totals that its files must hold."""

from typing import Annotated

from pydantic import Field, model_validator

from stormdesk.domain.county_rows import Clock, Code, Lat, Lon, Named, Note, Row, Sourced, Text
from stormdesk.domain.geo import Datum

CountyCode = Annotated[str, Field(pattern=r"^\d{6}$")]


class Bounds(Row):
    """A frame in degrees."""

    west: Lon
    south: Lat
    east: Lon
    north: Lat

    @model_validator(mode="after")
    def _is_a_frame(self) -> "Bounds":
        if self.west >= self.east or self.south >= self.north:
            raise ValueError("west < east, south < north")
        return self

    def holds(self, lat: float, lon: float) -> bool:
        """Whether the point lies in the frame."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


class Centre(Row):
    """The point from which distances to the county are measured."""

    lat: Lat
    lon: Lon


class Parent(Named):
    """The city or province above."""

    code: Annotated[str, Field(pattern=r"^\d{2}(\d{2})?$")]


class Night(Row):
    """The hours in which nobody should be on the move."""

    starts: Clock
    ends: Clock


class Declared(Row):
    """The county's own totals."""

    counted_townships: Annotated[int, Field(ge=1)]
    counted_villages: Annotated[int, Field(ge=1)]


class ProfileNote(Sourced):
    """A remark on where a figure of the profile comes from."""

    topic: Text
    text: Note


class Profile(Named):
    """What makes a county, from profile.yaml."""

    code: CountyCode
    former_codes: tuple[CountyCode, ...] = ()
    city: Parent
    province: Parent
    timezone: Annotated[str, Field(pattern=r"^[A-Za-z_]+/[A-Za-z_]+$")]
    projection: Annotated[str, Field(pattern=r"^EPSG:\d{4,5}$")]
    position_datum: Datum
    list_datum: Datum
    height_datum: Text
    centre: Centre
    map_bounds: Bounds
    storm_map_bounds: Bounds
    sea_bounds: Bounds
    storm_agencies: Annotated[tuple[Text, ...], Field(min_length=1)]
    night: Night
    declared: Declared
    rule_set: Code = "default"
    boundary_label_zh: Text
    boundary_label_en: Text
    notes: tuple[ProfileNote, ...] = ()
