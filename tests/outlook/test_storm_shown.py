"""Which storm the screens name when the operation's own is not there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdesk.domain.moment import Moment
from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.outlook.storms import storm_shown
from stormdesk.settings import load_settings
from stormdesk.store import Store
from tests.outlook.work_ground import Ground, Point, begin, month, storm

NEAR = [Point(0, 24.0, 125.6), Point(24, 26.3, 123.2)]
FAR = [Point(0, 12.0, 150.0), Point(24, 13.0, 149.0)]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[Ground]:
    county = load_county(project / "data/county/yuhuan")
    store = Store(tmp_path_factory.mktemp("shown") / "w.duckdb", queries=load_settings().queries_dir)
    learn_reference(store, county, project / "data/reference")
    made = Ground(store, county, ())
    begin(made, 1)
    storm(made, 1, {"中国": FAR}, name="A")
    storm(made, 1, {"中国": NEAR}, name="B")
    yield made
    store.close()


@pytest.mark.parametrize(
    ("hour", "own", "shown"),
    [
        (1, "200265", "200265"),
        (1, "200001", "200266"),
        (1, None, "200266"),
        (24 * 20, "200001", "200001"),
        (24 * 20, None, None),
    ],
)
def test_the_screens_name_the_operations_storm_while_it_lives_and_else_the_nearest(
    ground: Ground, hour: float, own: str | None, shown: str | None
) -> None:
    at = month(1, hour)
    assert storm_shown(ground, Moment("op1", at, at), own) == shown
