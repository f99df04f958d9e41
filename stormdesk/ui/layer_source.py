"""The fetched layers out of the ledger: townships by their worst state, and what is not done as points."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from stormdesk.domain.exceptions import Kind
from stormdesk.domain.moment import Moment, asked_instant
from stormdesk.door.visit import Visit
from stormdesk.errors import BadMoment
from stormdesk.ui.maps import AreaValue, LayerData, PointStyle, Shape, UnknownLayerError
from stormdesk.ui.text import LANGUAGES
from stormdesk.ui.wall.blocks import pace_of, state_of
from stormdesk.ui.wall.cells import count, text
from stormdesk.ui.wall.matrix import township_state
from stormdesk.ui.wall.places import short_name
from stormdesk.ui.wall.reading import SUBJECTS, Reading, reading, wall_moment
from stormdesk.ui.wall.sentences import SIGNS

TOWNSHIPS, UNDONE = "wall-townships", "wall-undone"
GRAVITY = ("none", "done", "open", "soon", "late")
FILLS = {"none": "area", "done": "done", "open": "link", "soon": "soon", "late": "late"}
SHAPES = {
    "evacuee": Shape.CIRCLE,
    "vessel": Shape.BOAT,
    "site": Shape.SQUARE,
    "shelter": Shape.HOUSE,
}
_STATES = ("open", "soon", "late")
_SIGNED = {
    "responsible_person": SIGNS[Kind.DUTY],
    "evacuee": SIGNS[Kind.EVACUEE],
    "vessel": SIGNS[Kind.VESSEL],
    "site": SIGNS[Kind.SITE],
    "shelter": SIGNS[Kind.SHELTER],
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which wall a browser draws for: its moment, area and language."""

    moment: Moment
    storm_id: str | None
    area_code: str | None
    spoken: str


class LedgerLayers:
    """Answers a visitor's layers, out of his rows, at the shared tick or at the moment of the address."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._makers = {TOWNSHIPS: _townships, UNDONE: _undone}

    @property
    def key(self) -> str:
        """What tells the rows of one scope from those of another."""
        return self._visit.store.key

    def version(self, name: str, query: Mapping[str, str]) -> str:
        """Return a word that changes with the data, the moment and what is asked for."""
        if name not in self._makers:
            raise UnknownLayerError(name)
        return f"{self._visit.store.data_version}/{_asked(self._visit, query)}"

    def layer(self, name: str, query: Mapping[str, str]) -> LayerData:
        """Return the layer's rows."""
        version = self.version(name, query)
        asked = _asked(self._visit, query)
        known = reading(self._visit, asked.moment, storm_id=asked.storm_id, area_code=asked.area_code)
        return LayerData(version, self._makers[name](known, asked))


def point_styles(labels: Mapping[str, str]) -> tuple[PointStyle, ...]:
    """Shape says what it is, colour how grave; labels by subject."""
    return tuple(
        PointStyle(shape, FILLS[state], labels[subject], rank=_STATES.index(state))
        for subject, shape in SHAPES.items()
        for state in _STATES
    )


def _asked(visit: Visit, query: Mapping[str, str]) -> Asked:
    operations = {str(row[0]): row for row in visit.store.frame("operation/list").itertuples(index=False)}
    machine_at = datetime.now(UTC)
    clock = visit.clock_setting
    operation_id = query.get("op") or (clock.operation_id if clock else "")
    if operation_id not in operations:
        operation_id = clock.operation_id if clock else ""
    shown = machine_at
    if clock is not None:
        shown = wall_moment(visit, clock, machine_at).as_of
    as_of = _instant(query.get("t")) or shown
    known_at = _instant(query.get("known")) or as_of
    found = operations.get(operation_id)
    storm_id = found.storm_id if found is not None else None
    spoken = query.get("lang", "")
    return Asked(
        Moment(operation_id, as_of, known_at),
        storm_id if isinstance(storm_id, str) else None,
        _area(visit, query.get("area")),
        spoken if spoken in LANGUAGES else LANGUAGES[0],
    )


def _instant(text_: str | None) -> datetime | None:
    try:
        return asked_instant(text_) if text_ else None
    except BadMoment:
        return None


def _area(visit: Visit, code: str | None) -> str | None:
    """The area that is asked for; a visitor with an area of his own never leaves it."""
    own = visit.visitor.held_to
    try:
        visit.county.name_of(code or "")
    except KeyError:
        return own
    wanted = None if code == visit.county.profile.code else code
    is_own = own is None or (bool(own) and (wanted or "").startswith(own))
    return wanted if is_own else own


def _townships(known: Reading, asked: Asked) -> dict[str, list[Any]]:
    states = {subject: state_of(known, subject, pace_of(known, subject)) for subject in SUBJECTS}
    most = max(
        (count(row, "left_count") for row in known.standings["evacuee"].by_township.values()), default=0
    )
    values = {
        township.code: _value(known, township.code, states, most, asked.spoken)
        for township in known.county.counted_townships
        if known.area_code is None or known.area_code.startswith(township.code)
    }
    columns: dict[str, list[Any]] = {"id": list(values)}
    for name in ("fill", "hatch", "label", "number", "strength"):
        columns[name] = [asdict(value)[name] for value in values.values()]
    return columns


def _value(known: Reading, code: str, states: Mapping[str, str], most: int, spoken: str) -> AreaValue:
    worst, left, people = "none", [], _SIGNED["evacuee"].in_language(spoken)
    for subject in SUBJECTS:
        row = known.standings[subject].by_township.get(code, {})
        lacking = count(row, "left_count")
        state = "done" if count(row, "total") else "none"
        if lacking:
            state = township_state(known, subject, code, states[subject])
        if lacking and count(row, "trouble_count"):
            state = "late"
        worst = max(worst, state, key=GRAVITY.index)
        if lacking:
            left.append((GRAVITY.index(state), lacking, _SIGNED[subject].in_language(spoken)))
    left.sort(key=lambda one: (one[2] != people, -one[0], -one[1]))
    silence = known.townships.get(code)
    return AreaValue(
        fill=FILLS[worst],
        hatch=silence is not None and silence.is_silent,
        label=short_name(known.county, code, spoken) if spoken == "en" else "",
        number=f"{left[0][2]} {left[0][1]:,}" if left else "",
        strength=_strength(known, code, most),
    )


def _strength(known: Reading, code: str, most: int) -> float:
    """Where more people are left to move, the colour is stronger."""
    left = count(known.standings["evacuee"].by_township.get(code, {}), "left_count")
    return round(0.6 + 0.9 * left / most, 1) if most else 1.0


def _undone(known: Reading, _query: Asked) -> dict[str, list[Any]]:
    places = {style: place for place, style in enumerate((s, t) for s in SHAPES for t in _STATES)}
    columns: dict[str, list[Any]] = {name: [] for name in ("id", "lat", "lon", "style", "weight")}
    for subject, object_id, row in _open_rows(known):
        state = known.work.tones.get((subject, _clock_id(object_id, row)), "open")
        if row.get("progress") == "trouble" or row.get("standing") in {"refused", "returned"}:
            state = "late"
        weight = count(row, "persons") if subject == "evacuee" else 1
        for name, value in (
            ("id", object_id),
            ("lat", _degrees(row, "lat")),
            ("lon", _degrees(row, "lon")),
            ("style", places[subject, state if state in _STATES else "open"]),
            ("weight", weight),
        ):
            columns[name].append(value)
    return columns


def _open_rows(known: Reading) -> list[tuple[str, str, dict[str, object]]]:
    """What is not done and has a place: people by village and cause, boats, sites, shelters one by one."""
    people = [
        ("evacuee", f"{row['village_code']}:{row['category']}:{row['standing']}", row)
        for row in known.answers["evacuees"]
    ]
    objects = [
        (str(row["subject"]), f"{row['subject']}:{row['object_id']}", row)
        for row in known.answers["objects"]
        if row["progress"] != "done" and text(row, "subject") in SHAPES
    ]
    return [one for one in (*people, *objects) if _degrees(one[2], "lat") is not None]


def _clock_id(object_id: str, row: Mapping[str, object]) -> str:
    """By which id the clock knows an object: people by village and cause."""
    if "standing" in row:
        return object_id.rsplit(":", 1)[0]
    return str(row["object_id"])


def _degrees(row: Mapping[str, object], name: str) -> float | None:
    value = row.get(name)
    return round(value, 5) if isinstance(value, float) else None
