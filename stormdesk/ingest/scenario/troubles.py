"""Noise of feeds on top of the story: reports that say the same again, and reports that cannot be."""

from typing import Any

import numpy as np
import pandas as pd

from stormdesk.errors import BadScenario
from stormdesk.ingest.scenario.curve import HOUR, MINUTE, Objects, Seconds, Whole
from stormdesk.ingest.scenario.sheet import SAID, Fact
from stormdesk.ingest.scenario.stage import Stage

FEED = "drill_feed"
REPEATABLE = frozenset({"on_post", "in_port", "stopped", "at_shelter", "elsewhere", "closed", "suspended"})
CHAIN = ["subject", "facet", "subject_id"]
COPIED = tuple(name for name in SAID if name not in {"source", "actor"})


def add_noise(stage: Stage) -> None:
    """Add the script's repeated and impossible reports of feeds."""
    told = stage.sheet.columns()
    story = pd.DataFrame({name: told[name] for name in (*CHAIN, "status")})
    story["happened"] = told["happened"].astype(np.int64)
    following = story.sort_values("happened", kind="stable").groupby(CHAIN)["happened"].shift(-1)
    story["next"] = following.reindex(story.index).fillna(stage.closed_at).astype(np.int64)
    _repeat(stage, story, told)
    for number, wrong in enumerate(stage.scenario.troubles.impossible):
        rng = stage.rng(f"impossible {number}")
        holds = (story["subject"] == wrong.subject) & (story["facet"] == wrong.facet)
        holds &= (
            (story["status"] == wrong.prior) & (story["happened"] < wrong.at) & (wrong.at < story["next"])
        )
        rows = np.flatnonzero(holds.to_numpy(dtype=bool))
        if len(rows) < wrong.count:
            raise BadScenario(reason=f"troubles.yaml impossible {wrong.subject} {wrong.prior}: {len(rows)}")
        chosen = rng.permutation(rows)[: wrong.count]
        fact = Fact(wrong.subject, wrong.facet, wrong.status)
        _say(stage, told, chosen, fact, np.full(len(chosen), wrong.at))


def _repeat(stage: Stage, story: pd.DataFrame, told: dict[str, Objects]) -> None:
    """A feed says again what is known already, some time later, while it still holds."""
    rng = stage.rng("repeated")
    long_enough = (story["next"] - story["happened"] > 5 * HOUR) & story["status"].isin(list(REPEATABLE))
    rows = rng.permutation(np.flatnonzero(long_enough.to_numpy(dtype=bool)))[
        : stage.scenario.troubles.repeated
    ]
    chosen = story.iloc[np.sort(rows)]
    for fact, part in chosen.groupby(["subject", "facet", "status"], sort=True):
        here = part.index.to_numpy(dtype=np.int64)
        at = part["happened"].to_numpy(dtype=np.int64) + rng.integers(20 * MINUTE, 4 * HOUR, len(here))
        _say(stage, told, here, Fact(*map(str, fact)), at)


def _say(stage: Stage, told: dict[str, Objects], rows: Whole, fact: Fact, at: Seconds) -> None:
    same: dict[str, Any] = {name: told[name][rows] for name in COPIED}
    stage.sheet.add(fact, told["subject_id"][rows], at, source=FEED, actor=FEED, **same)
