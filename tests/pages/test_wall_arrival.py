"""The wall's arrival tile: by the same bands as every clock, widened by the error of forecasts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from stormdesk.domain.circles import Circle
from stormdesk.domain.moment import Moment
from stormdesk.domain.track import Fix, ForecastPoint, Storm, StormFile
from stormdesk.domain.work.records import NoClock
from stormdesk.ingest.desk import Desk
from stormdesk.outlook.storms import bands
from stormdesk.store.storms import ImportRow, keep_storms
from stormdesk.ui.wall.approach import Arriving, arriving
from stormdesk.ui.wall.countdowns import countdowns
from stormdesk.ui.wall.reading import reading

NOW = datetime(2022, 9, 13, tzinfo=UTC)
H = timedelta(hours=1)
RING = (100.0, 100.0, 100.0, 100.0)
# Hours from now and degrees south (-) or north of the county's centre.
COMING = ((0, -5.0), (6, -2.0), (12, 1.0))
SLOWER = ((0, -5.0), (12, -2.0), (24, 1.0))
PASSED = ((-12, -3.0), (-6, 0.0), (0, 3.0))
Places = tuple[tuple[float, float], ...]
Bring = Callable[..., None]


@pytest.fixture
def bring(desk: Desk) -> Bring:
    """Bring a storm on the centre's meridian: of each agency's places those up to now are fixes."""

    def brought(tracks: dict[str, Places], *, aside: float = 0.0) -> None:
        centre = desk.county.profile.centre
        fixes, points = [], []
        for agency, places in tracks.items():
            for hours, north in places:
                what = {
                    "storm_id": "202299", "agency": agency, "source": "test",
                    "lat": centre.lat + north, "lon": centre.lon + aside,
                    "wind_ms": 45.0, "radii7_km": (250.0,) * 4, "radii10_km": RING,
                    "known_at": NOW,
                }  # fmt: skip
                if hours <= 0:
                    fixes.append(Fix(fixed_at=NOW + hours * H, **what))  # type: ignore[arg-type]
                else:
                    ahead = {"issued_at": NOW, "valid_at": NOW + hours * H, "lead_h": float(hours)}
                    points.append(ForecastPoint(**ahead, **what))  # type: ignore[arg-type]
        storm = Storm(storm_id="202299", name_zh=None, name_en=None, season=2022)
        row = ImportRow(
            import_id="s", imported_at=NOW, imported_by="test", source="test", kind="storm",
            content_hash="s", row_count=1, problem_count=0,
        )  # fmt: skip
        keep_storms(desk.store, StormFile(storms=(storm,), fixes=tuple(fixes), forecasts=tuple(points)), row)

    return brought


def found(desk: Desk) -> Arriving:
    return arriving(desk, Moment("drill", NOW, NOW))[Circle.TEN]


def tile(desk: Desk) -> dict[str, object]:
    return countdowns(reading(desk, Moment("drill", NOW, NOW), storm_id="202299", area_code=None))[0]


def test_a_storm_that_comes_straight_arrives_when_its_edge_does(desk: Desk, bring: Bring) -> None:
    bring({"中国": COMING, "日本": SLOWER})
    # The edge runs 100 km, nine tenths of a degree, ahead of a centre that covers half a degree an hour.
    one, centre = found(desk), desk.county.profile.centre
    assert one.at is not None
    assert one.at - NOW == pytest.approx(timedelta(hours=8, minutes=11), abs=timedelta(minutes=6))
    assert (one.inside_count, one.agency_count, one.analysed_by, one.left_at) == (2, 2, None, None)
    band = bands(desk, Moment("drill", NOW, NOW), [centre.lat], [centre.lon])[Circle.TEN]
    earliest, latest = (at.astype("datetime64[s]").item().replace(tzinfo=UTC) for at in (
        band.earliest_at[0], band.latest_at[0]
    ))  # fmt: skip
    assert (one.at, one.latest_at) == (earliest, latest)


def test_the_tile_widens_the_band_by_the_error_of_forecasts(desk: Desk, bring: Bring) -> None:
    bring({"中国": COMING, "日本": SLOWER})
    one, drawn = found(desk), tile(desk)
    assert one.soonest_at is not None
    assert one.at is not None
    assert one.soonest_at < one.at
    assert one.farthest_at is None or one.latest_at is None or one.farthest_at > one.latest_at
    assert "2/2 家" in str(drawn["grounds"])
    assert str(drawn["widened"]).startswith("计误差")
    assert f"{one.soonest_at + 8 * H:%m-%d %H:%M}" in str(drawn["widened"])


def test_what_was_analysed_is_not_widened(desk: Desk, bring: Bring) -> None:
    bring({"中国": ((-6, -3.0), (0, 0.0), (6, 3.0))})
    assert (found(desk).analysed_by, found(desk).left_at) == ("中国", None)
    assert tile(desk)["widened"] == ""
    assert "中国" in str(tile(desk)["grounds"])


def test_a_storm_that_has_passed_tells_when_it_left(desk: Desk, bring: Bring) -> None:
    bring({"中国": PASSED})
    left_at = found(desk).left_at
    assert left_at is not None
    assert NOW - 6 * H < left_at < NOW
    assert tile(desk)["clock"] == "已离境"


def test_no_number_is_invented(desk: Desk, bring: Bring) -> None:
    assert found(desk).reason is NoClock.NO_STORM
    bring({"中国": COMING}, aside=9.0)
    far = found(desk)
    assert (far.at, far.reason, far.forecast_to) == (None, NoClock.NOT_REACHED, NOW + 12 * H)
    assert "仍不抵境" in str(tile(desk)["grounds"])


def test_without_a_forecast_it_is_unknown_and_not_far(desk: Desk, bring: Bring) -> None:
    bring({"中国": ((-6, -8.0), (0, -5.0))})
    assert (found(desk).at, found(desk).reason) == (None, NoClock.NO_FORECAST)
    assert (tile(desk)["clock"], tile(desk)["widened"]) == ("?", "")
