"""The model of missing circles, fitted anew on the observed ones, and how the band held on two storms."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.arrival import model
from stormdesk.domain.arrival.circle_table import filled
from stormdesk.domain.arrival.track_error import radius_error
from stormdesk.domain.circles import Circle
from stormdesk.domain.track import Fix, ForecastPoint, Quadrants, motion
from tests.domain.band_held import Share, arrivals_held, best_tracks, centres_held, told_forecasts

START = datetime(2025, 8, 1, tzinfo=UTC)
SEVEN, TEN, TWELVE = Circle


@pytest.fixture(scope="module")
def tracks() -> dict[str, list[Fix]]:
    return best_tracks()


@pytest.fixture(scope="module")
def forecasts() -> list[ForecastPoint]:
    return told_forecasts()


@pytest.fixture(scope="module")
def observed(tracks: dict[str, list[Fix]]) -> list[tuple[str, Fix, float, Circle, Quadrants]]:
    """Storm, fix, bearing of its motion, circle and its radii, wherever a circle was observed."""
    found = []
    for storm_id, fixes in tracks.items():
        for place, fix in enumerate(fixes):
            moved = motion(fixes[max(place - 1, 0)], fixes[min(place + 1, len(fixes) - 1)])
            for circle, radii in ((SEVEN, fix.radii7_km), (TEN, fix.radii10_km)):
                if radii and any(radii) and fix.wind_ms and moved:
                    found.append((storm_id, fix, moved.bearing_deg, circle, radii))
    return found


def test_the_model_is_the_least_squares_fit_of_the_observed_circles(
    observed: list[tuple[str, Fix, float, Circle, Quadrants]], capsys: pytest.CaptureFixture[str]
) -> None:
    storms = np.array([storm for storm, *_ in observed])
    rows = np.array(
        [
            [1.0, np.log(model.LIMIT_MS[circle] / 25.7), np.log((fix.wind_ms or 0) / 30)]
            for _s, fix, _b, circle, _r in observed
        ]
    )
    logs = np.log([float(np.mean(radii)) for *_, radii in observed])
    fitted = np.linalg.lstsq(rows, logs, rcond=None)[0]
    assert fitted == pytest.approx([model.CONSTANT, model.BY_LIMIT, model.BY_WIND], abs=6e-4)
    left = {}
    for storm in np.unique(storms):
        out = storms == storm
        others = np.linalg.lstsq(rows[~out], logs[~out], rcond=None)[0]
        left[str(storm)] = logs[out] - rows[out] @ others
    rms = float(np.sqrt(np.mean(np.concatenate(list(left.values())) ** 2)))
    with capsys.disabled():
        bias = ", ".join(f"{storm} {100 * (np.exp(-e.mean()) - 1):+.0f} %" for storm, e in left.items())
        fit = float(np.std(logs - rows @ fitted))
        sys.stdout.write(
            f"\n{len(logs)} circles: ln(radius) fitted to {fit:.2f}, storm by storm {rms:.2f}; bias {bias}\n"
        )
    assert rms < 0.45


def test_the_shares_of_the_quadrants_are_the_fit_too(
    observed: list[tuple[str, Fix, float, Circle, Quadrants]],
) -> None:
    angles = np.radians(
        [[middle - bearing for middle in model.MIDDLES_DEG] for _s, _f, bearing, *_ in observed]
    )
    shares = np.array([np.array(radii) / np.mean(radii) - 1 for *_, radii in observed])
    design = np.column_stack([np.cos(angles).ravel(), np.sin(angles).ravel()])
    fitted = np.linalg.lstsq(design, shares.ravel(), rcond=None)[0]
    assert fitted == pytest.approx([model.AHEAD, model.RIGHT], abs=6e-4)


def test_what_was_observed_is_left_with_the_root_of_time(
    observed: list[tuple[str, Fix, float, Circle, Quadrants]],
) -> None:
    """The error of keeping the last observed ratio, measured at four leads, is the one that is assumed."""
    ratio = {
        (storm, circle, fix.fixed_at): np.log(np.mean(radii))
        - np.log(model.mean_radius_km(_strength(fix, bearing), circle))
        for storm, fix, bearing, circle, radii in observed
    }
    for hours in (12, 24, 48, 72):
        later = timedelta(hours=hours)
        steps = [
            ratio[s, c, at + later] - own for (s, c, at), own in ratio.items() if (s, c, at + later) in ratio
        ]
        assert float(np.sqrt(np.mean(np.square(steps)))) == pytest.approx(float(radius_error(hours)), rel=0.2)


def test_the_band_held_on_two_storms(tracks: dict[str, list[Fix]], forecasts: list[ForecastPoint]) -> None:
    """A few of the issues; `python -m tests.bench --only arrival` tells the shares over all of them."""
    assert centres_held(tracks, forecasts) == Share(211, 268)
    held = arrivals_held(tracks, forecasts, every=12)
    for circle, wanted in {SEVEN: Share(67, 77), TEN: Share(18, 22)}.items():
        assert held[circle].cases == wanted.cases
        assert held[circle].of_all == pytest.approx(wanted.of_all, abs=0.05)


def _strength(fix: Fix, bearing: float | None = None) -> model.Strength:
    return model.Strength(wind_ms=fix.wind_ms or 0, averaging_min=fix.wind_averaging_min, bearing_deg=bearing)


def _point(hours: float, wind_ms: float | None, **changed: object) -> ForecastPoint:
    point = ForecastPoint(
        storm_id="202599", agency="中国", issued_at=START, valid_at=START + timedelta(hours=hours),
        known_at=START, lead_h=hours, lat=22 + 0.1 * hours, lon=124.0, source="fiction",
        wind_ms=wind_ms, wind_averaging_min=2,
    )  # fmt: skip
    return replace(point, **changed)  # type: ignore[arg-type]


@settings(max_examples=25)
@given(st.lists(st.floats(14, 65), min_size=2, max_size=8), st.floats(20, 500))
def test_a_modelled_circle_meets_the_observed_one_and_never_grows_while_the_wind_falls(
    winds: list[float], seven_km: float
) -> None:
    falling = sorted(winds, reverse=True)
    told = _point(0, falling[0], radii7_km=(seven_km, seven_km * 0.9, seven_km * 0.8, seven_km * 0.85))
    ahead = [_point(12.0 * n, wind) for n, wind in enumerate(falling)][1:]
    same = _point(6, falling[0])
    radii, is_modelled = filled([told, same, *ahead])
    assert is_modelled[SEVEN][1]
    assert not is_modelled[SEVEN][0]
    if seven_km > 70:
        assert radii[SEVEN][1] == pytest.approx(radii[SEVEN][0])
    assert (np.diff(radii[SEVEN][1:], axis=0) <= 1e-9).all()
    assert radii[SEVEN].max() <= max(model.LARGEST_KM[SEVEN], seven_km)
    assert (radii[SEVEN] >= radii[TEN]).all()
    assert (radii[TEN] >= radii[TWELVE]).all()


def test_too_weak_a_wind_has_no_circle_and_an_unknown_wind_an_unknown_one() -> None:
    radii, is_modelled = filled([_point(0, 40.0), _point(12, 20.0), _point(24, 12.0), _point(36, None)])
    assert (radii[SEVEN][:2] > 0).all()
    assert (radii[SEVEN][2] == 0).all()
    assert (radii[TEN][1] == 0).all()
    assert (radii[TWELVE][0] > 0).all()
    assert all(np.isnan(radii[circle][3]).all() for circle in Circle)
    assert is_modelled[SEVEN].tolist() == [True, True, False, False]


def test_an_agency_that_tells_no_circle_takes_the_size_that_another_observed() -> None:
    seen = Fix(
        storm_id="202599", agency="日本", fixed_at=START, known_at=START, lat=22, lon=124, source="fiction",
        wind_ms=40.0, wind_averaging_min=2, radii7_km=(200.0, 180.0, 150.0, 160.0),
    )  # fmt: skip
    radii, is_modelled = filled([_point(12, 40.0)], [[seen]])
    assert radii[SEVEN][0] == pytest.approx([200, 180, 150, 160])
    assert is_modelled[SEVEN].all()
