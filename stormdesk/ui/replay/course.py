"""What is the same wherever the cursor of a replay stands, made once and shared by all visitors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stormdesk.domain.timeline import Mark
from stormdesk.domain.track import Fix
from stormdesk.ui.page import Page
from stormdesk.ui.replay.axis_picture import axis_picture
from stormdesk.ui.replay.marks import marks_of, track_of
from stormdesk.ui.replay.scene import Scene
from stormdesk.ui.replay.suggested import Called, bars_of, called_over
from stormdesk.ui.shared import Shared
from stormdesk.ui.state import theme
from stormdesk.ui.text import language

KEPT = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The storm's track over the operation, the instants worth going to, and the chart without its cursor."""

    track: Sequence[Fix]
    marks: Sequence[Mark]
    called: Called
    picture: dict[str, Any]


_courses: Shared[Course] = Shared(KEPT)


def course_of(page: Page, scene: Scene) -> Course:
    """Return the course of an operation as far as the data file knows it now."""
    key = (
        page.desk.store.key,
        page.desk.store.data_version,
        page.moment.operation_id,
        scene.is_hindsight,
        scene.known_last_at,
        scene.axis,
        language(),
        theme(),
    )
    return _courses.get(key, lambda: _make(page, scene))


def _make(page: Page, scene: Scene) -> Course:
    track, called = track_of(page, scene), called_over(page, scene)
    return Course(
        track=track,
        marks=marks_of(page, scene, track),
        called=called,
        picture=axis_picture(page, scene, track, bars_of(called)),
    )
