"""The county and the vocabularies as rows of the reference tables."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from stormdesk.domain.county import County
from stormdesk.store import Store


def learn_reference(store: Store, county: County, reference_dir: Path) -> None:
    """Replace the reference tables by what data/ says now; when they say so already, nothing is written."""
    tables = {
        "status": _read(reference_dir / "status.csv"),
        "transition": _read(reference_dir / "transition.csv"),
        "area": _areas(county),
        "category": _categories(county),
        "report_rhythm": _rhythms(county),
    }
    if _stand(store, tables):
        return
    with store.write() as transaction:
        transaction.run("reference/clear")
        for name, frame in tables.items():
            transaction.append(name, frame)


def _stand(store: Store, tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether each table holds these rows and no others, in any order."""
    with store.snapshot() as snapshot:
        for name, frame in tables.items():
            held = snapshot.table(name).read_all()
            told = frame.reindex(columns=held.column_names).astype(object)
            wanted = told.where(told.notna(), None).itertuples(index=False, name=None)
            if Counter(zip(*held.to_pydict().values(), strict=True)) != Counter(wanted):
                return False
    return True


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"subject": str}, keep_default_na=False).replace("", None)


def _areas(county: County) -> pd.DataFrame:
    profile = county.profile
    centre = profile.centre
    rows: list[tuple[object, ...]] = [
        (profile.code, None, "county", profile.name_zh, profile.name_en, centre.lat, centre.lon, True, None)
    ]
    for township in county.townships:
        named = (township.code, profile.code, "township", township.name_zh, township.name_en)
        counted = (township.is_counted, township.note or None)
        rows.append((*named, township.seat_lat, township.seat_lon, *counted))
    for village in county.villages:
        named = (village.code, village.township_code, "village", village.name_zh, village.name_en)
        rows.append((*named, village.lat, village.lon, village.is_counted, village.note or None))
    columns = ["area_code", "parent_code", "tier", "name_zh", "name_en", "lat", "lon", "is_counted", "note"]
    return pd.DataFrame(rows, columns=columns)


def _categories(county: County) -> pd.DataFrame:
    kinds = {
        "evacuation": county.evacuation_categories,
        "vessel": county.vessel_classes,
        "sector": county.facility_sectors,
        "role": county.duty_roles,
        "danger_zone": county.reference.danger_zone_types,
        "damage": county.reference.damage_items,
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
