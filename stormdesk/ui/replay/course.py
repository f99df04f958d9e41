"""What is the same wherever the cursor of a replay stands, made once and shared by all visitors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from stormdesk.domain.moment import Moment
from stormdesk.domain.timeline import Mark, hours_between, level_bars
from stormdesk.domain.track import Fix
from stormdesk.outlook.rows import plain_rows
from stormdesk.outlook.silence_spans import SilentSpan, silent_spans
from stormdesk.ui.header import hazard_name
from stormdesk.ui.maps.payload import Packed, pack
from stormdesk.ui.page import Page
from stormdesk.ui.replay.chart import charts
from stormdesk.ui.replay.marks import (
    decision_marks,
    difference_marks,
    sea_marks,
    silence_marks,
    storm_marks,
    track_of,
    work_marks,
)
from stormdesk.ui.replay.scene import Scene, stamp_of
from stormdesk.ui.replay.weather import sea_data, seconds, storm_data, wind_data
from stormdesk.ui.replay.words import event_signs, picture_words, work_names
from stormdesk.ui.replay.work_steps import WORK, Steps, steps_of
from stormdesk.ui.response.bars import decisions
from stormdesk.ui.response.words import level_mark
from stormdesk.ui.shared import Shared
from stormdesk.ui.text import _, language

KEPT: Final = 24
# A report that came later than this is told as late; the rest is how long an entry takes.
LATE_S: Final = 900


@dataclass(frozen=True, slots=True)
class Course:
    """The storm's track, the instants worth going to, the silences, the work, and what the picture shows."""

    track: Sequence[Fix]
    marks: Sequence[Mark]
    silences: Sequence[SilentSpan]
    then: Steps
    now: Steps
    packed: Packed


_courses: Shared[Course] = Shared(KEPT)


def course_of(page: Page, scene: Scene) -> Course:
    """Return the course of an operation as far as the data file knows it now."""
    key = (
        page.desk.store.key,
        stamp_of(page, scene),
        page.moment.operation_id,
        page.area_code,
        scene.known_last_at,
        scene.axis,
        language(),
    )
    return _courses.get(key, lambda: _make(page, scene))


def _make(page: Page, scene: Scene) -> Course:
    track, sea = track_of(page, scene), sea_data(page, scene)
    steps = {is_then: steps_of(page, scene, is_then=is_then) for is_then in (True, False)}
    moment = Moment(page.moment.operation_id, scene.axis.ends_at, scene.known_last_at)
    silences = {
        is_then: silent_spans(page.desk, moment, is_then=is_then, area_code=page.area_code)
        for is_then in (True, False)
    }
    made = chain(
        decision_marks(page, scene),
        work_marks(page, scene, steps[False]),
        storm_marks(page, scene, track),
        sea_marks(sea),
        silence_marks(page, silences[False]),
        difference_marks(page, scene),
    )
    marks = _within(scene, made)
    data = {
        **_ground(page, scene),
        **_work(steps),
        **_sky(page, scene, track),
        "sea": sea,
        "silence": {name: _spans(silences[name == "then"]) for name in ("then", "now")},
        "marks": [_mark(place, mark) for place, mark in enumerate(marks)],
    }
    packed = pack("course", "replay", data)
    return Course(track, marks, silences[False], steps[True], steps[False], packed)


def _sky(page: Page, scene: Scene, track: Sequence[Fix]) -> dict[str, Any]:
    """Storm, wind, and what came late."""
    return {
        "storm": storm_data(page, track),
        "wind": wind_data(page, scene),
        "late": _late(page, scene),
    }


def _within(scene: Scene, marks: Iterable[Mark]) -> list[Mark]:
    within = (mark for mark in marks if scene.axis.starts_at <= mark.at <= scene.axis.ends_at)
    return sorted(within, key=lambda mark: mark.at)


def _ground(page: Page, scene: Scene) -> dict[str, Any]:
    """The axis, the decided levels, the words and the maps."""
    known = page.ask("response/levels", as_of=scene.axis.ends_at, known_at=scene.known_last_at)
    return {
        "from": seconds(scene.axis.starts_at),
        "to": seconds(scene.axis.ends_at),
        "levels": bars_data(page, level_bars(decisions(known))),
        "names": [work_names()[subject] for subject in WORK],
        "words": picture_words(),
        "charts": charts(page.county),
    }


def bars_data(page: Page, bars: Iterable[Any]) -> list[dict[str, Any]]:
    """Levels over time as the picture draws them."""
    return [
        {
            "hazard": hazard_name(bar.hazard),
            "code": bar.level_code,
            "name": level_mark(page.county.reference, bar.level_code),
            "from": seconds(bar.starts_at),
            "to": seconds(bar.ends_at),
            "h": round(hours_between(bar.starts_at, bar.ends_at), 1),
        }
        for bar in bars
    ]


def _work(steps: Mapping[bool, Steps]) -> dict[str, Any]:
    codes = sorted({str(code) for one in steps.values() for code in one.frame["area_code"].unique()})
    areas = {code: place for place, code in enumerate(codes)}
    return {
        "areas": codes,
        "grain": steps[True].grain_s,
        "then": steps[True].packed(areas),
        "now": steps[False].packed(areas),
    }


def _spans(spans: Iterable[SilentSpan]) -> list[list[Any]]:
    return [[one.code, seconds(one.starts_at), seconds(one.ends_at)] for one in spans]


def _mark(place: int, mark: Mark) -> dict[str, Any]:
    return {
        "id": place,
        "at": seconds(mark.at),
        "kind": mark.kind,
        "sign": mark.sign or event_signs().get(mark.kind, "·"),
        "code": mark.code if mark.is_decision else "",
        "decided": mark.is_decision,
        "words": _("{what} · {who}").format(what=mark.detail, who=mark.by) if mark.by else mark.detail,
    }


def _late(page: Page, scene: Scene) -> list[list[int]]:
    """Batches of late reports: kind of work, recorded, first happened, how many, persons, longest delay."""
    frame = page.ask("replay/lateness", known_at=scene.known_last_at, late_s=LATE_S)
    return [
        [
            WORK.index(row["subject"]),
            seconds(row["recorded_at"]),
            seconds(row["happened_at"]),
            int(row["reports"]),
            int(row["persons"]),
            int(row["longest_s"]),
        ]
        for row in plain_rows(frame)
    ]
