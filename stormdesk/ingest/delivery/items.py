"""The items that other systems send one by one, checked field by field before anything is kept."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from stormdesk.domain.event import Event, check_event
from stormdesk.domain.feed import FeedKind
from stormdesk.domain.position import Position
from stormdesk.domain.problem import Problem
from stormdesk.domain.reading import Quantity, Reading
from stormdesk.domain.vocabulary import N_, Subject
from stormdesk.domain.weather_warning import WarningAction, WeatherWarning
from stormdesk.errors import BadEvent
from stormdesk.ingest.delivery.records import Ground

Statuses = Mapping[tuple[str, str], frozenset[str]]
LONGEST_PAYLOAD: Final = 4_000
LONGEST_SHOWN: Final = 60
NOT_AN_OBJECT: Final = N_("这一项不是 JSON 对象")
TOO_LONG: Final = N_("附加内容超过 4000 个字符,这一条未收")
REASONS: Final = {
    "missing": N_("缺少必需的字段"),
    "extra_forbidden": N_("不认识这个字段"),
    "timezone_aware": N_("时间必须注明时区,例如 2022-09-14T08:00:00+08:00"),
    "enum": N_("不是允许的取值"),
    "literal_error": N_("不是允许的取值"),
    "finite_number": N_("不是有限的数"),
    "identity": N_("vessel_id、mmsi、name 至少要有一个"),
}
BAD_VALUE: Final = N_("字段的值不合要求")

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
Instant = Annotated[AwareDatetime, Field(ge=EARLIEST, lt=LATEST)]
PLAIN: Final = r"^[^\x00-\x1f\x7f]+$"
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=PLAIN)]
GaugeId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=PLAIN)]
LongText = Annotated[str, Field(max_length=4_000)]
Latitude = Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
Value = Annotated[float, Field(strict=True, ge=-1e9, le=1e9, allow_inf_nan=False)]


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EventItem(_Item):
    """One report about a person, vessel, site, shelter or area."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "event_id": "gate-7:2022-09-14:0001",
                    "subject": "evacuee",
                    "subject_id": "P000123",
                    "facet": "move",
                    "status": "at_shelter",
                    "happened_at": "2022-09-14T08:05:00+08:00",
                    "actor": "坎门街道",
                    "quantity": 4,
                }
            ]
        }
    )
    event_id: Text
    subject: Subject
    subject_id: Text
    facet: Text
    status: Text
    happened_at: Instant
    actor: Text | None = None
    account: Literal["A", "B", "C"] | None = None
    township_code: Annotated[str, Field(pattern=r"^[0-9]{9}$")] | None = None
    village_code: Annotated[str, Field(pattern=r"^[0-9]{12}$")] | None = None
    category: Text | None = None
    quantity: Count | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    payload: dict[str, Any] | None = None
    corrects: Text | None = None


class PositionItem(_Item):
    """Where one vessel was, in degrees WGS 84."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "mmsi": "412345678",
                    "positioned_at": "2022-09-14T08:05:00+08:00",
                    "lat": 28.08,
                    "lon": 121.26,
                    "speed_kn": 6.5,
                    "course_deg": 210,
                }
            ]
        }
    )
    vessel_id: Text | None = None
    mmsi: Annotated[str, Field(pattern=r"^[0-9]{9}$")] | None = None
    name: Text | None = None
    positioned_at: Instant
    lat: Latitude
    lon: Longitude
    speed_kn: Annotated[float, Field(strict=True, ge=0, le=1_000, allow_inf_nan=False)] | None = None
    course_deg: Annotated[float, Field(strict=True, ge=0, le=360, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def has_identity(self) -> "PositionItem":
        """Refuse a position of nobody."""
        if not (self.vessel_id or self.mmsi or self.name):
            raise ValueError("identity")
        return self


class ReadingItem(_Item):
    """What one gauge read at one instant."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "gauge_id": "70503400",
                    "quantity": "rain_mm_1h",
                    "read_at": "2022-09-14T08:00:00+08:00",
                    "value": 12.5,
                }
            ]
        }
    )
    gauge_id: GaugeId
    quantity: Quantity
    read_at: Instant
    value: Value
    gauge_name: Text | None = None


class WarningItem(_Item):
    """One message about a public warning: issued, updated or lifted."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "warning_id": "33102141600000_20220914080000",
                    "issued_at": "2022-09-14T08:00:00+08:00",
                    "action": "issue",
                    "kind": "typhoon",
                    "colour": "orange",
                    "issuer": "玉环市气象台",
                    "title": "台风橙色预警信号",
                }
            ]
        }
    )
    warning_id: Text
    issued_at: Instant
    action: WarningAction
    kind: Text
    issuer: Text
    title: Text
    colour: Literal["blue", "yellow", "orange", "red"] | None = None
    text: LongText | None = None
    advice: LongText | None = None
    area_names: LongText | None = None
    area_codes: tuple[Annotated[str, Field(pattern=r"^[0-9]{6,12}$")], ...] = ()
    effective_at: Instant | None = None
    expires_at: Instant | None = None
    supersedes: tuple[Text, ...] = ()
    is_exercise: Annotated[bool, Field(strict=True)] = False


ITEMS: Final[dict[FeedKind, type[_Item]]] = {
    FeedKind.EVENTS: EventItem,
    FeedKind.POSITIONS: PositionItem,
    FeedKind.READINGS: ReadingItem,
    FeedKind.WARNINGS: WarningItem,
}
Row = Event | Position | Reading | WeatherWarning


def check_items(
    kind: FeedKind, items: Sequence[object], ground: Ground, statuses: Statuses
) -> list[Row | Problem]:
    """Answer each item of a batch, in order, with its record or with what is wrong with it."""
    return [_check(kind, f"[{at}]", item, ground, statuses) for at, item in enumerate(items)]


def _check(kind: FeedKind, place: str, item: object, ground: Ground, statuses: Statuses) -> Row | Problem:
    if not isinstance(item, Mapping):
        return Problem(place, _shown(item), NOT_AN_OBJECT)
    try:
        checked = ITEMS[kind].model_validate(item)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        reason = REASONS["identity"] if "identity" in first["msg"] else REASONS.get(first["type"], BAD_VALUE)
        where = ".".join(str(part) for part in first["loc"])
        return Problem(f"{place} {_shown(where)}".strip(), _shown(first["input"]), reason)
    except RecursionError:
        return Problem(place, "", BAD_VALUE)
    if isinstance(checked, EventItem):
        return _event(place, checked, ground, statuses)
    values = checked.model_dump()
    if isinstance(checked, PositionItem):
        return Position(**values)
    return Reading(**values) if isinstance(checked, ReadingItem) else WeatherWarning(**values)


def _event(place: str, item: EventItem, ground: Ground, statuses: Statuses) -> Event | Problem:
    values = item.model_dump(exclude={"payload", "actor"})
    payload = None
    if item.payload is not None:
        text = json.dumps(item.payload, ensure_ascii=False, sort_keys=True)
        payload = text.encode("utf-8", "replace").decode()
        if len(payload) > LONGEST_PAYLOAD:
            return Problem(f"{place} payload", str(len(payload)), TOO_LONG)
    event = Event(
        **values,
        operation_id=ground.operation_id,
        recorded_at=ground.shown_at,
        source=ground.source_id,
        actor=item.actor or ground.source_id,
        payload=payload,
    )
    try:
        check_event(event, statuses)
    except BadEvent as error:
        return Problem(place, _shown(error.values["value"]), str(error.values["reason"]))
    return event


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else ascii(value)
    return "".join(mark if mark.isprintable() else " " for mark in text[:LONGEST_SHOWN])
