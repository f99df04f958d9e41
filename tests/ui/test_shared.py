import threading
import time

import pytest

from stormdesk.ui.shared import Shared


def test_many_who_ask_at_once_get_what_one_of_them_made() -> None:
    made: list[int] = []
    shared: Shared[object] = Shared(4)

    def make() -> object:
        made.append(1)
        time.sleep(0.05)
        return object()

    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(shared.get("key", make))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert len(set(map(id, found))) == 1


def test_the_oldest_is_forgotten() -> None:
    shared: Shared[int] = Shared(2)
    for key in (1, 2, 3):
        shared.get(key, lambda: 0)
    assert shared.get(1, lambda: 7) == 7
    assert shared.get(3, lambda: 7) == 0


def test_a_failure_is_not_remembered() -> None:
    shared: Shared[int] = Shared(2)
    with pytest.raises(ZeroDivisionError):
        shared.get("key", lambda: 1 // 0)
    assert shared.get("key", lambda: 5) == 5
