from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.settings import load_settings


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for the file: every test brings content of its own."""
    home = tmp_path_factory.mktemp("delivery")
    opened = open_desk(replace(load_settings(), home=home / "home", mode="live"))
    vessels = pd.DataFrame(
        [
            {
                "roster": "live",
                "vessel_id": f"v{number}",
                "mmsi": mmsi,
                "name": name,
                "vessel_class": "fishing",
                "source": "test",
                "valid_from": datetime(2020, 1, 1, tzinfo=UTC),
                "valid_to": datetime(9999, 12, 31, tzinfo=UTC),
            }
            for number, (mmsi, name) in enumerate(
                [("412000001", "浙玉渔 001"), ("412000002", "浙玉渔002"), (None, "双名"), (None, "双名")]
            )
        ]
    )
    with opened.store.write() as transaction:
        transaction.append("vessel", vessels)
    yield opened
    opened.store.close()
