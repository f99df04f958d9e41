"""The words of county, townships and villages, at the rhythm of the level in force, and who keeps silent."""

from itertools import pairwise

import numpy as np

from stormdesk.domain.county import COUNTY_DIGITS
from stormdesk.domain.county_rows import Tier
from stormdesk.errors import BadScenario
from stormdesk.ingest.scenario.curve import MINUTE, Numbers, Objects, Seconds, texts
from stormdesk.ingest.scenario.sheet import Fact, Lag
from stormdesk.ingest.scenario.stage import Stage, payload

# A word comes after this share of the longest silence allowed, so that only the scripted ones are late.
STEP: tuple[float, float] = (0.9, 0.955)
# The first word under a new level comes before it is in force, when the level is being prepared.
LEAD: tuple[float, float] = (0.05, 0.55)
LONGEST_LEAD_S = 50 * MINUTE


def tell_words(stage: Stage) -> None:
    """Tell every report and nil report of the areas."""
    townships = texts([township.code for township in stage.county.counted_townships])
    villages = texts([village.code for village in stage.county.counted_villages])
    county = texts([stage.county.profile.code])
    for tier, areas in ((Tier.COUNTY, county), (Tier.TOWNSHIP, townships), (Tier.VILLAGE, villages)):
        rng = stage.rng(f"words {tier}")
        spoken = [_period(stage, tier, areas, period, rng) for period in _periods(stage)]
        who = np.concatenate([areas for areas, _ in spoken])
        at = np.concatenate([at for _, at in spoken])
        _say(stage, *_silenced(stage, who, at), rng)


def _periods(stage: Stage) -> list[tuple[str, int, int]]:
    """The levels in force as (code, from, until); before the first and after the last, the lowest one."""
    levels = stage.scenario.levels
    periods = [(levels[0].level_code, stage.opened_at, levels[0].at)]
    periods += [(row.level_code, row.at, after.at) for row, after in pairwise(levels)]
    lowest = levels[0].level_code
    return [*periods, (lowest, levels[-1].at, stage.closed_at)]


def _period(
    stage: Stage, tier: Tier, areas: Objects, period: tuple[str, int, int], rng: np.random.Generator
) -> tuple[Objects, Seconds]:
    level_code, begin, end = period
    every_min = stage.county.rhythm_min(level_code, tier)
    if every_min is None:
        raise BadScenario(reason=f"report_rhythms.csv {level_code} {tier}")
    every_s = every_min * MINUTE
    steps = int((end - begin) / (STEP[0] * every_s)) + 2
    lead = np.minimum(rng.uniform(*LEAD, len(areas)) * every_s, LONGEST_LEAD_S)
    if begin == stage.opened_at:
        lead = -rng.uniform(2 * MINUTE, 40 * MINUTE, len(areas))
    gaps: Numbers = rng.uniform(*STEP, (len(areas), steps)) * every_s
    gaps[:, 0] = begin - lead
    at = np.cumsum(gaps, axis=1).astype(np.int64)
    row, column = np.nonzero(at < end)
    return areas[row], at[row, column]


def _silenced(stage: Stage, who: Objects, at: Seconds) -> tuple[Objects, Seconds]:
    """Take away what silent areas would have said; they speak as the silence begins and as it ends."""
    for silence in stage.scenario.troubles.silences:
        named = texts([area for area in silence.areas if area in who])
        if not len(named):
            continue
        kept = ~(
            np.isin(who.astype(str), named.astype(str)) & (at >= silence.from_at) & (at <= silence.until_at)
        )
        edges = [np.full(len(named), edge) for edge in (silence.from_at, silence.until_at)]
        who, at = np.concatenate([who[kept], named, named]), np.concatenate([at[kept], *edges])
    return who, at


def _say(stage: Stage, who: Objects, at: Seconds, rng: np.random.Generator) -> None:
    steps = stage.scenario.setting.report_share
    since = np.searchsorted([instant for instant, _ in steps], at, side="right") - 1
    share = np.array([share for _, share in steps])[np.maximum(since, 0)]
    reports = rng.random(len(at)) < share
    phrases = [payload(text_zh=row.text_zh, text_en=row.text_en) for row in stage.rosters.plan.phrases]
    for status, chosen in (("report", reports), ("nil_report", ~reports)):
        count = int(chosen.sum())
        text = texts(rng.choice(phrases, count).tolist()) if status == "report" else None
        text = None if len(who) and len(who[0]) == COUNTY_DIGITS else text
        areas = who[chosen]
        stage.sheet.add(
            Fact("area", "word", status),
            areas,
            at[chosen],
            source="drill_report",
            actor=areas,
            township_code=texts([area[:9] if len(area) > COUNTY_DIGITS else None for area in areas]),
            village_code=texts([area if len(area) > 9 else None for area in areas]),
            payload=text,
            lag=Lag.PROMPT,
        )
