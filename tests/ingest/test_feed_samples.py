"""Every sample for users is recognised by one parser alone, taken whole, and told of in the README."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stormdesk.ingest import event_feed, gauge_feed, position_feed, shapes_feed, warning_cap, warning_gb

RECOGNISERS: dict[str, Callable[[str, bytes], bool]] = {
    "event": event_feed.recognise,
    "position": position_feed.recognise,
    "reading": gauge_feed.recognise,
    "warning_cap": warning_cap.recognise,
    "warning_gb": warning_gb.recognise,
    "danger": shapes_feed.recognise,
}
SAMPLES = (
    *("events.jsonl", "events.csv", "positions.csv", "readings_stcd.csv", "readings_stcd.json"),
    *(
        "readings_one_per_row.csv",
        "warning_cap.xml",
        "warning_gb.xml",
        "danger_zones.geojson",
        "danger_zones.kml",
    ),
)


@pytest.mark.parametrize("file", SAMPLES)
def test_a_sample_is_recognised_by_one_parser_alone(project: Path, file: str) -> None:
    head = (project / "data/samples" / file).read_bytes()[:65_536]
    known = [name for name, recognise in RECOGNISERS.items() if recognise(file, head)]
    assert len(known) == 1
    assert file.startswith(known[0])


@pytest.mark.parametrize("file", SAMPLES)
def test_a_sample_says_that_it_is_made_up(project: Path, file: str) -> None:
    text = (project / "data/samples" / file).read_text(encoding="utf-8")
    assert any(word in text for word in ("样例", "sample", "SAMPLE"))


def test_the_readme_tells_of_every_sample(project: Path) -> None:
    folder = project / "data/samples"
    told = (folder / "README.md").read_text(encoding="utf-8")
    assert [
        path.name for path in folder.iterdir() if path.suffix != ".md" and f"`{path.name}`" not in told
    ] == []
