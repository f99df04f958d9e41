import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stormdesk.domain.problem import Reason
from stormdesk.ingest.pagasa import parse
from stormdesk.ingest.storm_file import parse_storm_file

TRACKS = Path(__file__).parents[2] / "data" / "tracks"
ANALYSES = (TRACKS / "pagasa_analyses.csv").read_bytes()
FORECASTS = (TRACKS / "pagasa_forecasts.csv").read_bytes()


def without_hints(data: bytes) -> bytes:
    """Blank the column in which the source marks its own errors."""
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(row | {"suspect": ""} for row in rows)
    return out.getvalue().encode()


def test_analyses_are_known_when_the_bulletin_came_out() -> None:
    file, _ = parse(ANALYSES, source="table")
    first = file.fixes[0]
    assert len(file.fixes) == 41
    assert (first.storm_id, first.agency) == ("202211", "菲律宾")
    assert first.fixed_at == datetime(2022, 8, 29, 20, tzinfo=UTC)
    assert first.known_at == datetime(2022, 8, 29, 21, tzinfo=UTC)
    assert first.wind_ms == pytest.approx(45.8, abs=0.05)


def test_forecasts_are_counted_from_their_base_time() -> None:
    file, _ = parse(FORECASTS, source="table")
    first = file.forecasts[0]
    assert len(file.forecasts) == 270
    assert first.issued_at == datetime(2022, 8, 29, 18, tzinfo=UTC)
    assert first.known_at == datetime(2022, 8, 29, 21, tzinfo=UTC)
    assert first.valid_at == first.issued_at + timedelta(hours=12)


def test_every_base_time_agrees_with_the_tables_own() -> None:
    file, _ = parse(FORECASTS, source="table")
    rows = list(csv.DictReader(io.StringIO(FORECASTS.decode())))
    own = {datetime.fromisoformat(row["base_bjt"] + "+08:00") for row in rows}
    assert {point.issued_at for point in file.forecasts} == own


def test_the_four_errors_that_the_source_marks_are_suspect() -> None:
    for data, count in ((ANALYSES, 2), (FORECASTS, 2)):
        file, problems = parse(data, source="table")
        assert sum(row.is_suspect for row in (*file.fixes, *file.forecasts)) == count
        assert sum(p.reason == Reason.FLAGGED_BY_SOURCE for p in problems) == count


def test_the_same_four_errors_are_found_without_the_sources_help() -> None:
    analyses, _ = parse_storm_file("analyses.csv", without_hints(ANALYSES))
    assert [(f.storm_id, f.fixed_at) for f in analyses.fixes if f.is_suspect] == [
        ("202212", datetime(2022, 9, 9, 20, tzinfo=UTC)),
        ("202212", datetime(2022, 9, 12, 20, tzinfo=UTC)),
    ]
    forecasts, problems = parse_storm_file("forecasts.csv", without_hints(FORECASTS))
    assert [(p.lead_h, p.lat, p.suspect_reason) for p in forecasts.forecasts if p.is_suspect] == [
        (24, 22.0, Reason.LEAD_MISMATCH),
        (24, 28.5, Reason.LEAD_MISMATCH),
    ]
    assert len(problems) == 2


def test_a_row_without_a_storm_is_refused() -> None:
    text = ANALYSES.decode().replace("202211,Hinnamnor,TCA#01", "2022xx,Hinnamnor,TCA#01")
    file, problems = parse(text.encode(), source="table")
    assert len(file.fixes) == 40
    assert ("第 2 行.tfid", Reason.NO_STORM_ID) in {(p.place, p.reason) for p in problems}
