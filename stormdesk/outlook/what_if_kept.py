"""What-if reports that were reckoned once, kept as sums in the home folder until their ground changes."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from stormdesk.domain.assumptions import Assumptions, Edge
from stormdesk.outlook import what_if
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.what_if_report import Figures, Report, Variant, WorkLate, suppositions

FOLDER: Final = "what_if"
# Changes with the way in which a report is reckoned or written down.
FORM: Final = 1


def kept_path(ground: Ground, operation_id: str, end: datetime, home: Path) -> Path:
    """Return where the report of this ground is kept: another ledger, list, track or rule is another file."""
    store, county = ground.store, ground.county
    marks = [
        store.frame(name, operation_id=operation_id)["mark"].iloc[0]
        for name in ("what_if/mark", "work/lists")
    ]
    rules = county.rules.in_force
    asked = suppositions(ground, operation_id, end)
    county_told = (county.profile, county.deadlines, county.clearance, rules and rules.fingerprint)
    told = repr((FORM, operation_id, end, what_if.EVERY, marks, asked, county_told))
    return home / FOLDER / f"{sha256(told.encode()).hexdigest()[:32]}.json"


def kept_report(path: Path) -> Report | None:
    """Read a report that was kept; None where there is none, or none that can be read."""
    try:
        return _report(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_report(path: Path, report: Report) -> None:
    """Write a report down, all of it or nothing; it holds sums, nobody's name or place."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(report), default=_plain, ensure_ascii=False), encoding="utf-8")
    part.chmod(0o600)
    part.replace(path)


def _plain(value: object) -> object:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _report(told: dict[str, Any]) -> Report:
    return Report(
        operation_id=told["operation_id"],
        start=datetime.fromisoformat(told["start"]),
        end=datetime.fromisoformat(told["end"]),
        every_h=told["every_h"],
        readings=told["readings"],
        variants=tuple(map(_variant, told["variants"])),
    )


def _variant(told: dict[str, Any]) -> Variant:
    assumed = told["assumptions"]
    issued_by = assumed["issued_by"]
    spans = {
        name: timedelta(seconds=assumed[name]) for name in ("storm_shift", "level_shift", "forecast_age")
    }
    return Variant(
        key=told["key"],
        assumptions=Assumptions(
            edge=Edge(assumed["edge"]),
            extra_buses=assumed["extra_buses"],
            agency=assumed["agency"],
            issued_by=issued_by and datetime.fromisoformat(issued_by),
            **spans,
        ),
        figures=Figures(**told["figures"]),
        works=tuple(WorkLate(**one) for one in told["works"]),
    )
