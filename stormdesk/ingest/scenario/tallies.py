"""Account A: what the townships report as moved, by category, and where it strays from the roster."""

import numpy as np
import pandas as pd

from stormdesk.ingest.scenario.curve import MINUTE, Whole
from stormdesk.ingest.scenario.rows import Moved
from stormdesk.ingest.scenario.sheet import Fact, Lag
from stormdesk.ingest.scenario.stage import Stage

# The figures of a report were gathered this long before it.
GATHERED_S = 10 * MINUTE
ROUNDED_UP_SHARE = 0.05


def tell_tallies(stage: Stage, people: pd.DataFrame) -> None:
    """Tell each township's cumulative figure for each category at each reporting time."""
    rng = stage.rng("tallies")
    times = np.array(stage.scenario.setting.tallies_at)
    done_at = people.groupby(["category", "township_code"])["done"]
    for row in stage.scenario.moved:
        done = np.sort(done_at.get_group((row.category, row.township_code)).to_numpy(dtype=np.int64))
        figures = np.searchsorted(done, times - GATHERED_S, side="right")
        figures = _strayed(stage, row, times, figures, rng)
        said = (figures > 0) | (times >= done[0])
        stage.sheet.add(
            Fact("tally", "moved", "reported"),
            [f"{row.township_code}:{row.category}"] * int(said.sum()),
            times[said],
            source="drill_township",
            actor=row.township_code,
            account="A",
            township_code=row.township_code,
            category=row.category,
            quantity=figures[said],
            lag=Lag.STEADY,
        )


def _strayed(stage: Stage, row: Moved, times: Whole, figures: Whole, rng: np.random.Generator) -> Whole:
    """Let figures run ahead or fall short where the script says so; they never fall back."""
    rounded = rng.random(len(times)) < ROUNDED_UP_SHARE
    figures = np.where(rounded & (figures > 10), -(-figures // 10) * 10, figures)
    for short in stage.scenario.troubles.tally_short:
        if short.township_code == row.township_code:
            within = (times >= short.from_at) & (times <= short.until_at)
            figures = np.where(within, (figures * short.share).astype(np.int64), figures)
    for ahead in stage.scenario.troubles.tally_ahead:
        if ahead.category == row.category:
            figures = np.where((times >= ahead.from_at) & (times <= ahead.until_at), row.persons, figures)
            figures = np.where(times > ahead.until_at, np.maximum(figures, row.persons), figures)
    return np.minimum(np.maximum.accumulate(figures), row.persons)
