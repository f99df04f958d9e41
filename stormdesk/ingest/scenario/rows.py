"""One model per file of data/scenarios; instants are written in Beijing time and kept as epoch seconds."""

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from stormdesk.domain.county_rows import Code, Lat, Lon, Row, Text, TownshipCode
from stormdesk.domain.moment import parse_instant
from stormdesk.errors import BadMoment


def _epoch_s(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return int(parse_instant(value).timestamp())
    except BadMoment as error:
        raise ValueError(str(error)) from error


Instant = Annotated[int, BeforeValidator(_epoch_s)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


class Told(Row):
    """A row that says where it comes from and whether it is made up for the drill."""

    source: Text
    is_synthetic: bool


class Published(Told):
    """A published total and the words that state it."""

    key: Code
    subject: Code
    category: str = ""
    total: Count
    unit_zh: Text
    quote: Text


class Moved(Told):
    """How many people of a category move in a township."""

    category: Code
    township_code: TownshipCode
    persons: Count


class LevelRow(Told):
    """One step of the response level, with who proposed and who approved it."""

    at: Instant
    level_code: Code
    status: Code
    authority: Text
    basis_zh: Text
    basis_en: Text
    measures_zh: Text
    measures_en: Text
    expected_h: Count
    clause: str = ""
    proposed_at: Instant
    proposer: Text
    approved_at: Instant
    approver: Text

    @model_validator(mode="after")
    def _two_persons_in_order(self) -> "LevelRow":
        if self.proposer == self.approver:
            raise ValueError("proposer ≠ approver")
        if not self.proposed_at < self.approved_at <= self.at:
            raise ValueError("proposed_at < approved_at ≤ at")
        return self


class SignalRow(Told):
    """One warning signal issued or lifted."""

    at: Instant
    hazard: Code
    colour: Code
    status: Code
    issuer: Text
    text_zh: Text
    text_en: Text


class CurvePoint(Told):
    """What share of a step is done by an instant."""

    subject: Code
    facet: Code
    status: Code
    category: str = ""
    at: Instant
    share: Share


class Listing(Told):
    """When the list of a category is put up."""

    category: Code
    from_at: Instant
    until_at: Instant


class DirectiveRow(Told):
    """One directive and its steps; steps that never came are empty."""

    directive_id: Text
    title_zh: Text
    title_en: Text
    owner_unit: Code
    township_code: TownshipCode | None = None
    found_at: Instant
    assigned_at: Instant
    due_at: Instant
    fixing_at: Instant | None = None
    overdue_at: Instant | None = None
    inspected_at: Instant | None = None
    struck_off_at: Instant | None = None


class LogRow(Told):
    """One entry of the duty log."""

    at: Instant
    category: Code
    actor: Text
    township_code: TownshipCode | None = None
    text_zh: Text
    text_en: Text


class ChecklistRow(Told):
    """What was said of one action of the checklist that a level, or a red signal, had opened."""

    action_code: Code
    hazard: Code
    number: Annotated[int, Field(ge=1)] = 1
    status: Code
    at: Instant
    actor: Text
    text_zh: str = ""
    text_en: str = ""


class Setting(Row):
    """A scenario's frame: span, cadence and what holds for the whole storm."""

    storm_id: Annotated[str, Field(pattern=r"^\d{6}$")]
    name_zh: Text
    name_en: Text
    opened_at: Instant
    closed_at: Instant
    seed: int
    hazard: Code
    note: Text
    returned_by_at: Instant
    checks_at: tuple[Instant, ...]
    tallies_at: tuple[Instant, ...]
    all_crews_ashore: bool
    report_share: tuple[tuple[Instant, Share], ...]


class ShareRow(Told):
    """How many objects or people of a kind a township has."""

    kind: Code
    category: str = ""
    township_code: TownshipCode
    count: Count


class BerthRow(Told):
    """Boats of a class at home in a harbour, and where they go in a storm."""

    harbour_id: Code
    refuge_id: Code
    vessel_class: Code
    count: Count
    at_sea: Count
    crew: Count
    work: Annotated[str, Field(pattern=r"^(ground|shuttle)$")]
    length_min_m: float
    length_max_m: float
    speed_min_kn: float
    speed_max_kn: float


class FairwayPoint(Told):
    """A way-point on the way from a harbour to the open sea."""

    harbour_id: Code
    order: Annotated[int, Field(ge=1)]
    lat: Lat
    lon: Lon


class Ground(Told):
    """A fishing ground."""

    ground_id: Code
    name_zh: Text
    name_en: Text
    lat: Lat
    lon: Lon
    radius_km: Annotated[float, Field(gt=0, le=100)]
    weight: Annotated[float, Field(gt=0, le=1)]


class StockRow(Told):
    """An item of stock and how many of it the county has."""

    item_id: Code
    name_zh: Text
    quantity: Count
    quota: Count
    unit_zh: Text


class TowerRow(Told):
    """Which cell tower carries a village's phones."""

    village_code: Annotated[str, Field(pattern=r"^\d{12}$")]
    cell_tower_id: Text


class GaugeRow(Told):
    """A gauge; thresholds that nobody published stay empty."""

    gauge_id: Code
    name_zh: Text
    kind: Code
    township_code: TownshipCode
    lat: Lat
    lon: Lon
    warning_level_m: float | None = None
    guaranteed_level_m: float | None = None
    flood_limit_level_m: float | None = None
    design_level_m: float | None = None
    blue_level_m: float | None = None
    yellow_level_m: float | None = None
    orange_level_m: float | None = None
    red_level_m: float | None = None
    reads_every_min: Annotated[float, Field(gt=0)] | None = None
    start_level_m: float | None = None
    rise_m_per_mm: float | None = None
    rain_share: float | None = None
    mean_sea_level_m: float | None = None
    marks_source: str = ""


class Phrase(Told):
    """A sentence that a village may report."""

    text_zh: Text
    text_en: Text
