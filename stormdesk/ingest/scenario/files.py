"""Read a scenario folder and the folder of lists; what contradicts itself is refused by name."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from stormdesk.errors import BadScenario
from stormdesk.ingest.scenario.curve import Curve
from stormdesk.ingest.scenario.roster_rows import Names, RosterSetting
from stormdesk.ingest.scenario.rows import (
    BerthRow,
    ChecklistRow,
    CurvePoint,
    DirectiveRow,
    FairwayPoint,
    GaugeRow,
    Ground,
    LevelRow,
    Listing,
    LogRow,
    Moved,
    Phrase,
    Published,
    Setting,
    ShareRow,
    SignalRow,
    StockRow,
    TowerRow,
)
from stormdesk.ingest.scenario.trouble_rows import Troubles
from stormdesk.ingest.scenario.water_rows import WaterPlan
from stormdesk.ingest.table_file import problems_of, read_table

ModelT = TypeVar("ModelT", bound=BaseModel)
CurveKey = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPlan:
    """Everything from which the lists are made; several storms share it."""

    setting: RosterSetting
    names: Names
    shares: tuple[ShareRow, ...]
    berths: tuple[BerthRow, ...]
    fairways: tuple[FairwayPoint, ...]
    grounds: tuple[Ground, ...]
    stock: tuple[StockRow, ...]
    gauges: tuple[GaugeRow, ...]
    towers: tuple[TowerRow, ...]
    phrases: tuple[Phrase, ...]

    def share(self, kind: str, category: str = "") -> dict[str, int]:
        """Give the count of a kind and category by township."""
        return {
            row.township_code: row.count
            for row in self.shares
            if (row.kind, row.category) == (kind, category)
        }

    def categories(self, kind: str) -> list[str]:
        """List the categories of a kind, in the order of the file."""
        return list(dict.fromkeys(row.category for row in self.shares if row.kind == kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One storm as it is to be played."""

    name: str
    setting: Setting
    published: tuple[Published, ...]
    moved: tuple[Moved, ...]
    levels: tuple[LevelRow, ...]
    signals: tuple[SignalRow, ...]
    listings: tuple[Listing, ...]
    directives: tuple[DirectiveRow, ...]
    log: tuple[LogRow, ...]
    checklist: tuple[ChecklistRow, ...]
    troubles: Troubles
    curves: dict[CurveKey, Curve]
    water: WaterPlan | None = None

    def curve(self, subject: str, facet: str, status: str, category: str = "") -> Curve:
        """Find the curve of a step, the category's own one first."""
        key = (subject, facet, status, category)
        found = self.curves.get(key) or self.curves.get((subject, facet, status, ""))
        if found is None:
            raise BadScenario(reason=f"{self.name}/timeline.csv {'/'.join(key)}")
        return found

    def total(self, key: str) -> int:
        """Give a published total by its key."""
        for row in self.published:
            if row.key == key:
                return row.total
        raise BadScenario(reason=f"{self.name}/published.csv {key}")


def _table(path: Path, model: type[ModelT]) -> tuple[ModelT, ...]:
    read = read_table(path, model)
    if read.problems:
        raise BadScenario(reason="\n".join(f"{path.parent.name}/{problem}" for problem in read.problems))
    return read.rows


def _optional(path: Path, model: type[ModelT]) -> tuple[ModelT, ...]:
    """Read a table that a storm may leave out."""
    return _table(path, model) if path.exists() else ()


def _document(path: Path, model: type[ModelT]) -> ModelT:
    place = f"{path.parent.name}/{path.name}"
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise BadScenario(reason="\n".join(map(str, problems_of(error, place, None)))) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadScenario(reason=f"{place}: {error}") from error


def _curves(name: str, points: tuple[CurvePoint, ...]) -> dict[CurveKey, Curve]:
    grouped: dict[CurveKey, list[CurvePoint]] = defaultdict(list)
    for point in points:
        grouped[point.subject, point.facet, point.status, point.category].append(point)
    curves = {}
    for key, row in grouped.items():
        at, share = [point.at for point in row], [point.share for point in row]
        if at != sorted(set(at)) or share != sorted(share) or (share[0], share[-1]) != (0.0, 1.0):
            raise BadScenario(reason=f"{name}/timeline.csv {'/'.join(key)}: 0 → 1")
        curves[key] = Curve.through(at, share)
    return curves


def _check_totals(scenario: Scenario) -> None:
    moved: dict[str, int] = defaultdict(int)
    for row in scenario.moved:
        moved[row.category] += row.persons
    told = {
        row.category: row.total for row in scenario.published if row.subject == "evacuee" and row.category
    }
    if dict(moved) != told:
        raise BadScenario(reason=f"{scenario.name}/moved.csv {dict(moved)} ≠ {told}")
    if sum(moved.values()) != scenario.total("moved"):
        raise BadScenario(reason=f"{scenario.name}/published.csv moved ≠ {sum(moved.values())}")


def load_scenario(folder: Path) -> Scenario:
    """Load one storm's folder; BadScenario names the file, row and rule of what is wrong."""
    scenario = Scenario(
        name=folder.name,
        setting=_document(folder / "scenario.yaml", Setting),
        published=_table(folder / "published.csv", Published),
        moved=_table(folder / "moved.csv", Moved),
        levels=_table(folder / "levels.csv", LevelRow),
        signals=_table(folder / "signals.csv", SignalRow),
        listings=_table(folder / "listings.csv", Listing),
        directives=_table(folder / "directives.csv", DirectiveRow),
        log=_table(folder / "log.csv", LogRow),
        checklist=_optional(folder / "checklist.csv", ChecklistRow),
        troubles=_document(folder / "troubles.yaml", Troubles),
        curves=_curves(folder.name, _table(folder / "timeline.csv", CurvePoint)),
        water=_document(water, WaterPlan) if (water := folder / "water.yaml").exists() else None,
    )
    _check_totals(scenario)
    return scenario


def load_plan(folder: Path) -> RosterPlan:
    """Load the folder from which the lists are made; BadScenario names what is wrong."""
    return RosterPlan(
        setting=_document(folder / "roster.yaml", RosterSetting),
        names=_document(folder / "names.yaml", Names),
        shares=_table(folder / "shares.csv", ShareRow),
        berths=_table(folder / "berths.csv", BerthRow),
        fairways=_table(folder / "fairways.csv", FairwayPoint),
        grounds=_table(folder / "grounds.csv", Ground),
        stock=_table(folder / "stock.csv", StockRow),
        gauges=_table(folder / "gauges.csv", GaugeRow),
        towers=_table(folder / "towers.csv", TowerRow),
        phrases=_table(folder / "reports.csv", Phrase),
    )
