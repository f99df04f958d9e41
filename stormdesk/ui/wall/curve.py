"""The evacuation over time: moved, target, deadline, and where the present pace leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from stormdesk.domain.pace import Pace
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.text import _
from stormdesk.ui.wall.blocks import FEWEST, pace_of
from stormdesk.ui.wall.cells import count, instant
from stormdesk.ui.wall.reading import Reading

WIDE, HIGH = 440.0, 148.0
LEFT, RIGHT, TOP, BOTTOM = 6.0, 10.0, 20.0, 22.0
MARKS: Final = 4
_LONGEST = timedelta(hours=48)
_AHEAD = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where instants and people lie in the drawing."""

    starts_at: datetime
    ends_at: datetime
    most: int

    def x(self, at: datetime) -> float:
        """The place of an instant, within the drawing."""
        share = (at - self.starts_at) / (self.ends_at - self.starts_at)
        return round(LEFT + min(max(share, 0.0), 1.0) * (WIDE - LEFT - RIGHT), 1)

    def y(self, people: float) -> float:
        """The height of a number of people."""
        return round(HIGH - BOTTOM - people / self.most * (HIGH - TOP - BOTTOM), 1)


def _points(reading: Reading) -> list[tuple[datetime, int, int]]:
    """When how many had moved, of how many."""
    return [
        (at, count(row, "done"), count(row, "total"))
        for row in reading.answers["trend"]
        if (at := instant(row, "at")) is not None
    ]


def curve(reading: Reading) -> dict[str, object] | None:
    """The drawing as the template needs it; None before anybody is listed to move."""
    points = _points(reading)
    listed = [point for point in points if point[2] > 0]
    if not listed:
        return None
    due_at, going = reading.work.of("evacuee").finish_by, pace_of(reading, "evacuee")
    frame = _frame(reading.as_of, listed, due_at, going)
    shown = [point for point in points if point[0] >= frame.starts_at]
    target = listed[-1][2]
    return {
        "wide": WIDE,
        "high": HIGH,
        "base": frame.y(0),
        "left": LEFT,
        "right": WIDE - RIGHT,
        "moved": " ".join(f"{frame.x(at)},{frame.y(done)}" for at, done, _target in shown),
        "now_x": frame.x(reading.as_of),
        "now_y": frame.y(listed[-1][1]),
        "target_y": frame.y(target),
        "target": _("应转 {n}").format(n=whole(target)),
        "projected": _projected(frame, reading.as_of, listed[-1], going),
        "due_x": frame.x(due_at) if due_at and frame.starts_at <= due_at <= frame.ends_at else None,
        "due": "" if due_at is None else _("时限 {at}").format(at=clock_time(due_at)),
        "marks": _marks(frame),
        "rate": _rate(going),
    }


def _frame(
    as_of: datetime, listed: Sequence[tuple[datetime, int, int]], due_at: datetime | None, going: Pace
) -> Frame:
    """From the first listing, or two days back, to the deadline or the end at this pace."""
    starts_at = max(listed[0][0], as_of - _LONGEST)
    ahead = [at for at in (due_at, going.finish_at) if at is not None and at > as_of]
    ends_at = min(max([as_of + timedelta(hours=1), *ahead]), as_of + _AHEAD)
    return Frame(starts_at, ends_at, max(target for _at, _done, target in listed))


def _projected(frame: Frame, as_of: datetime, last: tuple[datetime, int, int], going: Pace) -> str:
    if going.finish_at is None or not going.per_hour or going.gained < FEWEST:
        return ""
    until = min(going.finish_at, frame.ends_at)
    people = min(last[1] + going.per_hour * ((until - as_of) / timedelta(hours=1)), last[2])
    return f"{frame.x(as_of)},{frame.y(last[1])} {frame.x(until)},{frame.y(people)}"


def _marks(frame: Frame) -> list[dict[str, object]]:
    """A few whole hours along the axis."""
    hours = max(1, round((frame.ends_at - frame.starts_at) / timedelta(hours=MARKS)))
    first = frame.starts_at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    found = []
    at = first
    while at <= frame.ends_at:
        found.append({"x": frame.x(at), "text": clock_time(at, "%d/%H:%M")})
        at += timedelta(hours=hours)
    return found


def _rate(going: Pace) -> str:
    if going.per_hour is None or going.gained < FEWEST:
        return ""
    return _("近 1 小时 {n} 人/时").format(n=whole(round(going.per_hour)))
