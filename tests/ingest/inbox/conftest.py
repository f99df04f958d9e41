from collections.abc import Iterator

import pytest

from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.settings import Settings


@pytest.fixture
def desk(plain_settings: Settings) -> Iterator[Desk]:
    opened = open_desk(plain_settings)
    yield opened
    opened.store.close()
