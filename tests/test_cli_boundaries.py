"""The county's own boundaries by command: tried first, kept on demand, doubted when shifted, taken off."""

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from shapely.geometry import mapping

from stormdesk.cli_boundaries import DONE, FAULT, add_commands
from stormdesk.domain.geo import Datum, from_wgs84
from stormdesk.errors import UnknownFile
from stormdesk.ingest.adopted_boundaries import LABEL_EN
from stormdesk.ingest.county import load_county
from stormdesk.settings import Settings, load_settings

Run = Callable[..., int]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(load_settings(), home=tmp_path / "home", language="en")


@pytest.fixture
def run(settings: Settings) -> Run:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(), "en")

    def _run(*arguments: str | Path) -> int:
        asked = parser.parse_args(["boundaries", *map(str, arguments)])
        return int(asked.command(asked, settings))

    return _run


@pytest.fixture
def survey(tmp_path: Path, settings: Settings) -> Callable[[Datum], Path]:
    county = load_county(settings.county_dir, settings.reference_dir)

    def _survey(datum: Datum) -> Path:
        features = [
            {
                "type": "Feature",
                "properties": {"XZQMC": county.name_of(code)},
                "geometry": mapping(
                    shapely.transform(
                        shape, lambda xy: [from_wgs84(lat, lon, datum)[::-1] for lon, lat in xy]
                    )
                ),
            }
            for code, shape in county.shapes.townships.items()
        ]
        path = tmp_path / f"{datum}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path

    return _survey


def test_a_file_is_tried_kept_and_taken_off(
    run: Run, survey: Callable[[Datum], Path], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = survey(Datum.WGS84)
    kept = settings.own_county_dir / "townships.geojson"
    assert run(path) == DONE
    assert not kept.exists()
    assert run(path, "--keep") == DONE
    own = load_county(settings.county_dir, settings.reference_dir, own=settings.own_county_dir)
    assert own.profile.boundary_label_en == LABEL_EN
    assert len(list(settings.originals.iterdir())) == 1
    assert run("--drop") == DONE
    assert not kept.exists()
    assert "12" in capsys.readouterr().out


def test_shifted_boundaries_are_not_kept_unless_declared_or_sure(
    run: Run, survey: Callable[[Datum], Path], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = survey(Datum.GCJ02)
    kept = settings.own_county_dir / "townships.geojson"
    assert run(path, "--keep") == FAULT
    assert not kept.exists()
    assert "GCJ-02" in capsys.readouterr().out
    assert run(path, "--keep", "--datum", "gcj02") == DONE
    assert kept.exists()
    assert run(path, "--keep", "--sure") == DONE


def test_a_file_of_something_else_is_not_kept(run: Run, tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "x.geojson"
    path.write_text("hello", encoding="utf-8")
    assert run(path, "--keep") == FAULT
    assert not settings.own_county_dir.exists()
    with pytest.raises(UnknownFile):
        run(tmp_path / "none.geojson")
