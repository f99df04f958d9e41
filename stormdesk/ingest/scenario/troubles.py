"""Noise of feeds on top of the story: reports that say the same again, and reports that cannot be."""

from typing import Any

import numpy as np
import pandas as pd

from stormdesk.errors import BadScenario
from stormdesk.ingest.scenario.curve import HOUR, MINUTE, Seconds
from stormdesk.ingest.scenario.sheet import SAID, Fact
from stormdesk.ingest.scenario.stage import Stage

FEED = "drill_feed"
REPEATABLE = frozenset({"on_post", "in_port", "stopped", "at_shelter", "elsewhere", "closed", "suspended"})
CHAIN = ["subject", "facet", "subject_id"]
COPIED = tuple(name for name in SAID if name not in {"source", "actor"})


def add_noise(stage: Stage) -> None:
    """Add the script's repeated and impossible reports of feeds."""
    story = pd.DataFrame(stage.sheet.columns())
    story["happened"] = story["happened"].astype(np.int64)
    story = story.sort_values("happened", kind="stable", ignore_index=True)
    story["next"] = story.groupby(CHAIN)["happened"].shift(-1).fillna(stage.closed_at).astype(np.int64)
    _repeat(stage, story)
    for number, wrong in enumerate(stage.scenario.troubles.impossible):
        rng = stage.rng(f"impossible {number}")
        holds = (story["subject"] == wrong.subject) & (story["facet"] == wrong.facet)
        holds &= (
            (story["status"] == wrong.prior) & (story["happened"] < wrong.at) & (wrong.at < story["next"])
        )
        rows = np.flatnonzero(holds.to_numpy(dtype=bool))
        if len(rows) < wrong.count:
            raise BadScenario(reason=f"troubles.yaml impossible {wrong.subject} {wrong.prior}: {len(rows)}")
        chosen = story.iloc[rng.permutation(rows)[: wrong.count]]
        _say(stage, chosen, wrong.status, np.full(len(chosen), wrong.at))


def _repeat(stage: Stage, story: pd.DataFrame) -> None:
    """A feed says again what is known already, some time later, while it still holds."""
    rng = stage.rng("repeated")
    long_enough = (story["next"] - story["happened"] > 5 * HOUR) & story["status"].isin(list(REPEATABLE))
    rows = rng.permutation(np.flatnonzero(long_enough.to_numpy(dtype=bool)))[
        : stage.scenario.troubles.repeated
    ]
    chosen = story.iloc[np.sort(rows)]
    at = chosen["happened"].to_numpy(dtype=np.int64) + rng.integers(20 * MINUTE, 4 * HOUR, len(chosen))
    for status in chosen["status"].unique().tolist():
        same = (chosen["status"] == status).to_numpy(dtype=bool)
        _say(stage, chosen[same], status, at[same])


def _say(stage: Stage, rows: pd.DataFrame, status: str, at: Seconds) -> None:
    for (subject, facet), part in rows.reset_index(drop=True).groupby(["subject", "facet"], sort=False):
        here = part.index.to_numpy()
        same: dict[str, Any] = {name: part[name].to_numpy(dtype=object) for name in COPIED}
        stage.sheet.add(
            Fact(str(subject), str(facet), status),
            part["subject_id"].to_numpy(dtype=object),
            at[here],
            source=FEED,
            actor=FEED,
            **same,
        )
