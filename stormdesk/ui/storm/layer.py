"""The storm on its map: where it went by grade, its circles, and where each agency expected it."""

from collections.abc import Iterator, Sequence

from stormdesk.domain.circles import Circle, circle_polygon, radii_of
from stormdesk.domain.county_profile import Centre
from stormdesk.domain.storm_table import grade_runs
from stormdesk.domain.track import Fix, ForecastPoint
from stormdesk.ui.maps import DASHES, PointStyle, StormLayer, StormMark, StormTrack, WindCircle
from stormdesk.ui.render import clock_time
from stormdesk.ui.storm.board import Board
from stormdesk.ui.storm.words import GRADE_LOOKS, grade_word, row_text
from stormdesk.ui.text import _

CIRCLE_COLOURS = {Circle.SEVEN: "#e0b400", Circle.TEN: "#ee8a1d", Circle.TWELVE: "#d7263d"}
# Colours of agencies, in the order of the county's trust; dash and label tell them apart as well.
AGENCY_COLOURS = ("#d7263d", "#1f8fd6", "#9457c9", "#1e9e86", "#c2711c", "#7d8a99")


def agency_look(board: Board, agency: str) -> tuple[str, str]:
    """Return colour and dash of an agency, the same whichever agencies are chosen."""
    place = sorted(set(board.issues["agency"])).index(agency)
    return AGENCY_COLOURS[place % len(AGENCY_COLOURS)], DASHES[place % len(DASHES)]


def storm_layer(board: Board, *, county: Centre, county_name: str) -> StormLayer:
    """Return everything that the map shows of the storm."""
    marks = [StormMark(label=county_name, lat=county.lat, lon=county.lon, colour="link")]
    if board.last is not None:
        now = clock_time(board.last.fixed_at)
        marks.append(StormMark(label=now, lat=board.last.lat, lon=board.last.lon))
    return StormLayer(
        name="storm",
        tracks=[*_past(board.fixes), *_ahead(board)],
        circles=list(_circles(board.last)),
        marks=marks,
    )


def grade_styles(fixes: Sequence[Fix]) -> list[PointStyle]:
    """Return colour, shape and name of each grade on the track, in the order of first appearance."""
    grades = dict.fromkeys(run.grade for run in grade_runs(fixes))
    return [PointStyle(GRADE_LOOKS[grade][1], GRADE_LOOKS[grade][0], grade_word(grade)) for grade in grades]


def _past(fixes: Sequence[Fix]) -> Iterator[StormTrack]:
    """Yield the track cut by grade; the shared fix at a cut is drawn once, by the later run."""
    for run in reversed(grade_runs(fixes)):
        colour, shape = GRADE_LOOKS[run.grade]
        yield StormTrack(
            label="",
            lat=[fix.lat for fix in run.fixes],
            lon=[fix.lon for fix in run.fixes],
            text=[row_text(fix) for fix in run.fixes],
            colour=colour,
            shape=shape,
        )


def _ahead(board: Board) -> Iterator[StormTrack]:
    for agency, points in board.forecasts.items():
        colour, dash = agency_look(board, agency)
        line = _from_here(board, points)
        yield StormTrack(
            label=_(agency),
            lat=[row.lat for row in line],
            lon=[row.lon for row in line],
            text=[row_text(row) for row in line],
            colour=colour,
            dash=dash,
        )


def _from_here(board: Board, points: Sequence[ForecastPoint]) -> list[Fix | ForecastPoint]:
    """Return a forecast with the fix of its base time in front, where it does not start there itself."""
    base = next((fix for fix in board.fixes if fix.fixed_at == points[0].issued_at), None)
    if base is None or points[0].lead_h <= 0:
        return list(points)
    return [base, *points]


def _circles(fix: Fix | None) -> Iterator[WindCircle]:
    if fix is None:
        return
    for circle, colour in CIRCLE_COLOURS.items():
        radii_km = radii_of(fix, circle)
        if radii_km is None or not any(radii_km):
            continue
        ring = circle_polygon(fix.lat, fix.lon, radii_km)
        yield WindCircle(
            label=_("{force}级").format(force=int(circle)),
            lat=[lat for lat, _lon in ring],
            lon=[lon for _lat, lon in ring],
            colour=colour,
        )
