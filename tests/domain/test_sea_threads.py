"""Two visitors' ways across the water, found at the same time on the same coast."""

import subprocess
import sys
from pathlib import Path

# In a process of its own: what it looks for ends the process.
ASKED_AT_ONCE = """
import threading
import numpy as np, shapely
from stormdesk.domain.geo import is_near, made_ready
from stormdesk.domain.sea.grid import is_clear

rng = np.random.default_rng(1)
centres = rng.uniform(0, 1000, (400, 2))
land = made_ready(shapely.union_all(shapely.buffer(shapely.points(centres), 8)))
start = rng.uniform(0, 1000, (3000, 2))
end = start + rng.uniform(-60, 60, start.shape)
spots = shapely.points(start)
clear, near = is_clear(land, start, end), is_near(land, spots, 3.0)
same = []

def ask():
    for _ in range(20):
        same.append((is_clear(land, start, end) == clear).all() and (is_near(land, spots, 3.0) == near).all())

threads = [threading.Thread(target=ask) for _ in range(4)]
for one in threads:
    one.start()
for one in threads:
    one.join()
assert len(same) == 80 and all(same)
"""


def test_ways_found_at_once_are_the_same_and_crash_nothing(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED_AT_ONCE], cwd=project, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
