"""The county and the vocabularies as rows of the reference tables."""

from pathlib import Path

import pandas as pd

from stormdesk.domain.county import County
from stormdesk.store import Store


def learn_reference(store: Store, county: County, reference_dir: Path) -> None:
    """Replace the reference tables by what data/ says now."""
    with store.write() as transaction:
        transaction.run("reference/clear")
        transaction.append("status", _read(reference_dir / "status.csv"))
        transaction.append("transition", _read(reference_dir / "transition.csv"))
        transaction.append("area", _areas(county))
        transaction.append("category", _categories(county))
        transaction.append("report_rhythm", _rhythms(county))


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"subject": str}, keep_default_na=False).replace("", None)


def _areas(county: County) -> pd.DataFrame:
    profile = county.profile
    rows = [
        (profile.code, None, "county", profile.name_zh, profile.name_en)
        + (profile.centre.lat, profile.centre.lon, True, None)
    ]
    rows += [
        (row.code, profile.code, "township", row.name_zh, row.name_en)
        + (row.seat_lat, row.seat_lon, row.is_counted, row.note or None)
        for row in county.townships
    ]
    rows += [
        (row.code, row.township_code, "village", row.name_zh, row.name_en)
        + (row.lat, row.lon, row.is_counted, row.note or None)
        for row in county.villages
    ]
    columns = ["area_code", "parent_code", "tier", "name_zh", "name_en", "lat", "lon", "is_counted", "note"]
    return pd.DataFrame(rows, columns=columns)


def _categories(county: County) -> pd.DataFrame:
    kinds = {
        "evacuation": county.evacuation_categories,
        "vessel": county.vessel_classes,
        "sector": county.facility_sectors,
        "role": county.duty_roles,
        "danger_zone": county.reference.danger_zone_types,
    }
    rows = [
        {
            "kind": kind,
            "category": row.code,
            "name_zh": row.name_zh,
            "name_en": row.name_en,
            "rank": row.order,
            "unit_zh": getattr(row, "unit_zh", None),
            "done_status": getattr(row, "done_status", None),
            "certainty": f"{row.source} · {row.certainty}",
        }
        for kind, found in kinds.items()
        for row in found
    ]
    return pd.DataFrame(rows)


def _rhythms(county: County) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "level_code": row.level_code,
                "tier": str(row.tier),
                "every_min": row.every_min,
                "source": row.source,
                "certainty": str(row.certainty),
            }
            for row in county.report_rhythms
        ]
    )
