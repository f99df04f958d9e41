"""What the scenario's files may not say, and the arithmetic under the story."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.errors import BadScenario
from stormdesk.ingest.scenario.curve import Curve, portions, stream
from stormdesk.ingest.scenario.files import load_plan, load_scenario


@pytest.fixture
def muifa(tmp_path: Path, project: Path) -> Path:
    return Path(shutil.copytree(project / "data/scenarios/muifa", tmp_path / "muifa"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_shipped_files_are_sound(project: Path) -> None:
    for storm in ("muifa", "hinnamnor"):
        assert load_scenario(project / "data/scenarios" / storm).name == storm
    assert len(load_plan(project / "data/scenarios/rosters").berths) == 36


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("moved.csv", "old_house,331083001,118", "old_house,331083001,117", "moved.csv"),
        ("timeline.csv", "2022-09-10 09:50,1,", "2022-09-10 09:50,0.9,", "timeline.csv"),
        ("timeline.csv", "2022-09-10 09:50,1,", "2022-09-09 09:50,1,", "timeline.csv"),
        ("timeline.csv", "2022-09-10 09:05", "yesterday", "timeline.csv"),
        ("levels.csv", "防指副指挥(应急管理局局长)", "防指办公室值班长", "levels.csv"),
        ("levels.csv", "2022-09-10 08:50", "2022-09-10 08:10", "levels.csv"),
        ("published.csv", "14797,人", "14798,人", "published.csv"),
        ("troubles.yaml", "late_share: 0.03", "late_share: 3", "troubles.yaml"),
        ("troubles.yaml", "late_share: 0.03", "late_shares: 0.03", "troubles.yaml"),
        ("troubles.yaml", "silences:", "silences: [", "troubles.yaml"),
        ("scenario.yaml", "seed: 202212", "seed: many", "scenario.yaml"),
    ],
)
def test_a_wrong_file_is_refused_by_name(muifa: Path, file: str, old: str, new: str, said: str) -> None:
    change(muifa / file, old, new)
    with pytest.raises(BadScenario, match=said):
        load_scenario(muifa)


def test_a_missing_file_is_refused_by_name(muifa: Path) -> None:
    (muifa / "log.csv").unlink()
    with pytest.raises(BadScenario, match=r"log\.csv"):
        load_scenario(muifa)


def test_a_step_without_a_curve_is_refused_by_name(project: Path) -> None:
    scenario = load_scenario(project / "data/scenarios/muifa")
    with pytest.raises(BadScenario, match="vessel/berth/sunk"):
        scenario.curve("vessel", "berth", "sunk")
    assert scenario.curve("facility", "measure", "done", "mine") is scenario.curve(
        "facility", "measure", "done"
    )
    assert scenario.curve("facility", "measure", "done", "sea_wall") is not scenario.curve(
        "facility", "measure", "done"
    )


@given(
    total=st.integers(0, 5000),
    weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=40),
)
def test_portions_add_up_and_stay_near_their_weight(total: int, weights: list[float]) -> None:
    parts = portions(total, weights)
    assert parts.sum() == total
    exact = np.array(weights) / sum(weights) * total
    assert (np.abs(parts - exact) < 1 + 1e-6).all()


@given(count=st.integers(1, 500))
def test_a_curve_places_the_share_that_it_states(count: int) -> None:
    curve = Curve.through([0, 100, 200, 300], [0, 0.5, 0.5, 1])
    at = curve.spread(count)
    assert (np.diff(at) >= 0).all()
    assert abs((at <= 150).sum() - count / 2) <= 0.5
    assert not ((at > 100) & (at < 200)).any()
    assert sorted(curve.scatter(count, stream(1, "x"))) == sorted(at)


def test_streams_differ_by_name_and_repeat() -> None:
    assert stream(1, "a").random() == stream(1, "a").random()
    assert stream(1, "a").random() != stream(1, "b").random()
    assert stream(1, "a").random() != stream(2, "a").random()
