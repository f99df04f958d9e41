from pathlib import Path

import pytest

from stormdesk.domain.county import County
from stormdesk.ingest.county import load_county
from stormdesk.ingest.scenario import RosterData, ScenarioData, generate_all


@pytest.fixture(scope="package")
def county(project: Path) -> County:
    return load_county(project / "data/county/yuhuan")


@pytest.fixture(scope="package")
def told(project: Path, county: County) -> tuple[RosterData, dict[str, ScenarioData]]:
    rosters, stories = generate_all(project / "data/scenarios", county)
    return rosters, {str(story.operation["scenario"]): story for story in stories}


@pytest.fixture(scope="package")
def rosters(told: tuple[RosterData, dict[str, ScenarioData]]) -> RosterData:
    return told[0]


@pytest.fixture(scope="package")
def muifa(told: tuple[RosterData, dict[str, ScenarioData]]) -> ScenarioData:
    return told[1]["muifa"]
