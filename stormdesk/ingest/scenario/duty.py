"""Responsible persons and member units: told, on post, lost from sight, relieved."""

import numpy as np
import pandas as pd

from stormdesk.ingest.scenario.curve import HOUR, MINUTE, Seconds
from stormdesk.ingest.scenario.sheet import Fact, Lag
from stormdesk.ingest.scenario.stage import Stage, place_of

PERSON = ("responsible_person", "duty")
UNIT = ("unit", "post")
SOURCE = "drill_checkin"
ACKNOWLEDGED_SHARE = 0.8
# The least time from being told, or found, to being on post.
ON_THE_WAY_S = 10 * MINUTE


def tell_duty(stage: Stage) -> None:
    """Tell how the responsible persons are called, come on post and are relieved."""
    persons = stage.register("responsible_person")
    rng = stage.rng("duty")
    notified, on_post = _tiers(stage, persons, "notified", rng), _tiers(stage, persons, "on_post", rng)
    on_post = np.maximum(on_post, notified + ON_THE_WAY_S)
    lost = np.zeros(len(persons), dtype=bool)
    lost[rng.permutation(len(persons))[: stage.scenario.troubles.unreachable.persons]] = True
    _say(stage, persons, "notified", notified)
    found = _tell_lost(stage, persons[lost], notified[lost], on_post[lost])
    answered = notified + (rng.uniform(0.03, 0.8, len(persons)) * (on_post - notified)).astype(np.int64)
    answered = np.minimum(answered, notified + rng.integers(MINUTE, HOUR, len(persons)))
    answers = ~lost & (rng.random(len(persons)) < ACKNOWLEDGED_SHARE)
    _say(stage, persons[answers], "acknowledged", answered[answers])
    on_post[lost] = np.maximum(on_post[lost], found + ON_THE_WAY_S)
    _say(stage, persons, "on_post", on_post)
    _tell_off_post(stage, persons, rng)
    relieved = stage.curve(*PERSON, "relieved").scatter(len(persons), rng)
    _say(stage, persons, "relieved", relieved)


def _tiers(stage: Stage, persons: pd.DataFrame, status: str, rng: np.random.Generator) -> Seconds:
    at = np.zeros(len(persons), dtype=np.int64)
    for tier in ("township", "village"):
        here = (persons["tier"] == tier).to_numpy(dtype=bool)
        at[here] = stage.curve(*PERSON, status, tier).scatter(int(here.sum()), rng)
    return at


def _say(stage: Stage, persons: pd.DataFrame, status: str, at: Seconds) -> None:
    ids = persons["person_id"].to_numpy(dtype=object)
    actor = ids if status in {"acknowledged", "on_post"} else "防指办公室"
    stage.sheet.add(
        Fact(*PERSON, status), ids, at, source=SOURCE, actor=actor, account="B", **place_of(persons)
    )


def _tell_lost(stage: Stage, persons: pd.DataFrame, notified: Seconds, on_post: Seconds) -> Seconds:
    """Some cannot be reached at first; they are found well before they must be on post."""
    rng = stage.rng("unreachable")
    low, high = stage.scenario.troubles.unreachable.hours
    missed: Seconds = notified + rng.integers(20 * MINUTE, 50 * MINUTE, len(persons))
    found: Seconds = missed + (rng.uniform(low, high, len(persons)) * HOUR).astype(np.int64)
    found = np.minimum(found, np.maximum(on_post - ON_THE_WAY_S, missed + MINUTE))
    _say(stage, persons, "unreachable", missed)
    _say(stage, persons, "acknowledged", found)
    return found


def _tell_off_post(stage: Stage, persons: pd.DataFrame, rng: np.random.Generator) -> None:
    """Some are lost from sight during the storm and come back."""
    for window in stage.scenario.troubles.off_post:
        here = np.flatnonzero((persons["township_code"] == window.township_code).to_numpy(dtype=bool))
        chosen = persons.iloc[rng.permutation(here)[: window.persons]]
        spread = rng.integers(0, 4 * MINUTE, len(chosen))
        for status, at in (("unreachable", window.from_at), ("on_post", window.until_at)):
            _say(stage, chosen, status, at + spread)


def tell_units(stage: Stage) -> None:
    """Tell how the main member units are called in, arrive and leave."""
    units = stage.register("member_unit")
    main = units[units["is_main"].to_numpy(dtype=bool)]
    ids = main["unit_id"].to_numpy(dtype=object)
    rng = stage.rng("units")
    for status in ("called", "on_post", "relieved"):
        at = stage.curve(*UNIT, status).scatter(len(ids), rng)
        actor = "防指办公室" if status == "called" else ids
        stage.sheet.add(Fact(*UNIT, status), ids, at, source=SOURCE, actor=actor, lag=Lag.PROMPT)
