"""Forgets an operation's people and is killed at a point: `killed_purge.py HOME POINT`."""

import os
import signal
import sys
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from stormdesk.door.purge.rewriting import Order
from stormdesk.door.purge.run import perform
from tests.door.purge_house import AT, OPERATION, PurgeHouse


def die(*_values: object, **_more: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


house = PurgeHouse(Path(sys.argv[1]))
with mock.patch(sys.argv[2], die), mock.patch("stormdesk.door.purge.numbers.FOLDERS", ("duty",)):
    perform(
        house.desk,
        house.office,
        Order(operation_id=OPERATION, proposal_id="p1", account_id="head"),
        at=AT,
    )
