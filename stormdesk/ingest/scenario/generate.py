"""The whole storm: the operation, its events in the order of arrival, and the boats' positions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from stormdesk.domain.county import County
from stormdesk.domain.event import Event
from stormdesk.domain.vocabulary import N_
from stormdesk.ingest.scenario.curve import MINUTE, stream
from stormdesk.ingest.scenario.duty import tell_duty, tell_units
from stormdesk.ingest.scenario.evacuation import send_elsewhere, tell_moves, tell_seen
from stormdesk.ingest.scenario.facilities import tell_facilities
from stormdesk.ingest.scenario.files import Scenario, load_scenario
from stormdesk.ingest.scenario.moves import choose, fill_times
from stormdesk.ingest.scenario.positions import positions
from stormdesk.ingest.scenario.responses import (
    tell_checklist,
    tell_directives,
    tell_levels,
    tell_log,
    tell_signals,
)
from stormdesk.ingest.scenario.rosters import RosterData, generate_rosters
from stormdesk.ingest.scenario.routes import Routes
from stormdesk.ingest.scenario.sheet import Lateness, Sheet
from stormdesk.ingest.scenario.shelters import keep_late_shelters_empty, tell_shelters
from stormdesk.ingest.scenario.sites import plan_sites, tell_sites
from stormdesk.ingest.scenario.stage import Stage
from stormdesk.ingest.scenario.tallies import tell_tallies
from stormdesk.ingest.scenario.troubles import add_noise
from stormdesk.ingest.scenario.voyages import plan_voyages, tell_voyages
from stormdesk.ingest.scenario.words import tell_words

Progress = Callable[[float, str], None]
ROSTERS = "rosters"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioData:
    """One storm ready to be recorded: the operation's row, its events, its boats' positions."""

    operation: dict[str, object]
    events: list[Event]
    positions: pd.DataFrame


def generate(
    folder: Path,
    county: County,
    rosters: RosterData,
    *,
    operation_id: str,
    progress: Progress | None = None,
) -> ScenarioData:
    """Play one scenario folder on these lists; the same input gives the same events."""
    tell = progress or (lambda _share, _what: None)
    tell(0.0, N_("读取演练脚本"))
    scenario = load_scenario(folder)
    stage = Stage(scenario=scenario, county=county, rosters=rosters, sheet=_sheet(scenario))
    tell(0.1, N_("排演响应与到岗"))
    for part in (tell_levels, tell_signals, tell_directives, tell_log, tell_duty, tell_units, tell_words):
        part(stage)
    tell(0.3, N_("排演船舶与转移"))
    boats, routes = _play(stage)
    tell(0.6, N_("排演船位"))
    tracks = positions(stage, boats, routes, operation_id)
    tell(0.7, N_("整理事件"))
    add_noise(stage)
    tell_checklist(stage)
    events = stage.sheet.events(operation_id)
    tell(1.0, N_("演练脚本已就绪"))
    return ScenarioData(
        operation=_operation(scenario, rosters.roster, operation_id), events=events, positions=tracks
    )


def generate_all(
    folder: Path, county: County, *, roster: str = "yuhuan-2022", progress: Progress | None = None
) -> tuple[RosterData, list[ScenarioData]]:
    """Make the lists once and play every scenario folder on them, in the order of their opening."""
    rosters = generate_rosters(folder / ROSTERS, county, roster=roster)
    folders = sorted(path.parent for path in folder.glob("*/scenario.yaml"))
    folders.sort(key=lambda path: load_scenario(path).setting.opened_at)
    stories = []
    for number, path in enumerate(folders):
        share = _part(progress, number, len(folders))
        stories.append(generate(path, county, rosters, operation_id=f"drill-{path.name}", progress=share))
    return rosters, stories


def _part(progress: Progress | None, number: int, count: int) -> Progress | None:
    """Show one storm's progress as its part of the whole."""
    if progress is None:
        return None
    return lambda share, what: progress((number + share) / count, what)


def _sheet(scenario: Scenario) -> Sheet:
    troubles, setting = scenario.troubles, scenario.setting
    lateness = Lateness(troubles.late_share, troubles.late_up_to_min * MINUTE)
    return Sheet(
        setting.opened_at, setting.closed_at, lateness, stream(setting.seed, scenario.name, "delays")
    )


def _play(stage: Stage) -> tuple[pd.DataFrame, Routes]:
    """Play boats, sites, people, shelters and sectors, which depend on each other in this order."""
    chosen = choose(stage)
    vessels = stage.register("vessel")
    routes = Routes(stage.rosters.plan, stage.county, vessels, stage.rng("routes"))
    boats = plan_voyages(stage, chosen, routes)
    sites = plan_sites(stage)
    fill_times(stage, chosen, boats, sites)
    chosen["went_to"] = chosen["shelter_id"]
    keep_late_shelters_empty(stage, chosen)
    send_elsewhere(stage, chosen)
    tell_voyages(stage, boats, routes)
    tell_sites(stage, sites, chosen)
    for part in (tell_moves, tell_seen, tell_shelters, tell_facilities, tell_tallies):
        part(stage, chosen)
    return boats, routes


def _operation(scenario: Scenario, roster: str, operation_id: str) -> dict[str, object]:
    setting = scenario.setting
    return {
        "operation_id": operation_id,
        "kind": "drill",
        "name_zh": setting.name_zh,
        "name_en": setting.name_en,
        "storm_id": setting.storm_id,
        "roster": roster,
        "scenario": scenario.name,
        "opened_at": datetime.fromtimestamp(setting.opened_at, UTC),
        "closed_at": datetime.fromtimestamp(setting.closed_at, UTC),
        "is_synthetic": True,
        "note": setting.note,
    }
