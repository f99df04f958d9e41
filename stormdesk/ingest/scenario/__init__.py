"""Drill scenarios: synthetic lists and storms whose totals are the published ones, to the person."""

from stormdesk.ingest.scenario.generate import ScenarioData, generate, generate_all
from stormdesk.ingest.scenario.rosters import RosterData, generate_rosters

__all__ = ["RosterData", "ScenarioData", "generate", "generate_all", "generate_rosters"]
