"""Storm tracks and forecasts into the data file, each row once however often its file comes."""

import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa

from stormdesk.domain.moment import Moment
from stormdesk.domain.track import Fix, ForecastPoint, Storm, StormFile
from stormdesk.store.asking import Asking
from stormdesk.store.engine import Store, Transaction

R = TypeVar("R", Fix, ForecastPoint)
_QUADRANTS = ("ne", "se", "sw", "nw")
_INSTANTS = ("fixed_at", "known_at", "issued_at", "valid_at", "landfall_at")
_TABLES = ("storm", "storm_fix", "storm_forecast", "landfall")
KEPT_ANSWERS = 128
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """Who brought which file in, when, and what came of it."""

    import_id: str
    imported_at: datetime
    imported_by: str
    source: str
    kind: str
    content_hash: str
    row_count: int
    problem_count: int
    outcome: str | None = None
    source_id: str | None = None
    byte_count: int | None = None


def keep_storms(store: Store, storms: StormFile, imported: ImportRow) -> dict[str, int]:
    """Take in what is not there yet; returns how many rows of each table were new."""
    with store.write() as transaction:
        added = add_storms(transaction, storms, import_id=imported.import_id, source=imported.source)
        transaction.append("import_batch", pd.DataFrame([asdict(imported)]))
    return added


def add_storms(transaction: Transaction, storms: StormFile, *, import_id: str, source: str) -> dict[str, int]:
    """Add what is not there yet within a transaction; returns how many rows of each table were new."""
    frames = {
        "storm": _frame(storms.storms),
        "storm_fix": _frame(storms.fixes),
        "storm_forecast": _frame(storms.forecasts),
        "landfall": _frame(storms.landfalls),
    }
    added = {}
    for name in _TABLES:
        frame = frames[name]
        if frame.empty:
            added[name] = 0
            continue
        if name != "storm":
            frame["import_id"] = import_id
        if name == "landfall":
            frame["source"] = source
        incoming = {"incoming": pa.Table.from_pandas(frame, preserve_index=False)}
        added[name] = int(transaction.run(f"storm/add_{name}", incoming)[0][0])
        if name == "storm":
            transaction.run("storm/fill_storm", incoming)
    return added


def _frame(records: Iterable[Any]) -> pd.DataFrame:
    """Records as columns, circles spread over their quadrants."""
    frame = pd.DataFrame([_spread(asdict(record)) for record in records])
    for name in _INSTANTS:
        if name in frame:
            frame[name] = pd.to_datetime(frame[name], utc=True).astype("datetime64[us, UTC]")
    return frame.astype({name: "float64" for name in frame if str(name).startswith("radius")})


def _spread(record: dict[str, Any]) -> dict[str, Any]:
    for force in (7, 10, 12):
        if f"radii{force}_km" not in record:
            continue
        radii = record.pop(f"radii{force}_km") or (None,) * 4
        record |= {f"radius{force}_{at}_km": radius for at, radius in zip(_QUADRANTS, radii, strict=True)}
    return record


def name_storms(store: Store, storms: Iterable[Storm]) -> None:
    """Give storms that came without a Chinese or English name the one on the list of names."""
    unnamed = {row[0] for row in store.rows("storm/unnamed")}
    if not unnamed:
        return
    frame = _frame(storm for storm in storms if storm.storm_id in unnamed)
    if not frame.empty:
        with store.write() as transaction:
            named = {"incoming": pa.Table.from_pandas(frame, preserve_index=False)}
            transaction.run("storm/fill_storm", named)


def known_storms(store: Asking) -> list[Storm]:
    """Every storm that has a sound fix, with its number and names."""
    frame = store.frame("storm/list")
    named = frame[["storm_id", "name_zh", "name_en"]].astype(object).where(frame.notna(), None)
    return [
        Storm(
            storm_id=row["storm_id"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            season=int(row["storm_id"][:4]),
        )
        for row in named.to_dict("records")
    ]


def read_fixes(store: Asking, storm_id: str, moment: Moment) -> dict[str, list[Fix]]:
    """Sound fixes of a storm known at the moment, by agency and in time order."""
    known = {"storm_id": storm_id, "as_of": moment.as_of, "known_at": moment.known_at}
    return _kept(store, "storm/fixes", Fix, known)


def read_forecasts(store: Asking, storm_id: str, moment: Moment) -> dict[str, list[ForecastPoint]]:
    """Each agency's forecast as last issued by the moment, in time order."""
    known = {"storm_id": storm_id, "as_of": moment.as_of, "known_at": moment.known_at}
    return _kept(store, "storm/forecasts", ForecastPoint, known)


def every_forecast(store: Asking, storm_id: str) -> dict[str, list[ForecastPoint]]:
    """Every forecast point of a storm ever told, by agency and in the order of issues."""
    return _kept(store, "levels/tracks", ForecastPoint, {"storm_id": storm_id})


def read_every_forecast(store: Asking, storm_id: str) -> dict[str, list[ForecastPoint]]:
    """Every sound forecast point of a storm, by agency and in the order of base time and instant."""
    return _kept(store, "storm/every_forecast", ForecastPoint, {"storm_id": storm_id})


def read_issue(
    store: Asking, storm_id: str, moment: Moment, *, issued_at: datetime
) -> dict[str, list[ForecastPoint]]:
    """Each agency's forecast of one base time, in time order; agencies that issued none are left out."""
    known = {"storm_id": storm_id, "as_of": moment.as_of, "known_at": moment.known_at}
    return _kept(store, "storm/issue", ForecastPoint, known | {"issued_at": issued_at})


def _kept(store: Asking, question: str, record: type[R], asked: dict[str, Any]) -> dict[str, list[R]]:
    """Answer from what was built before for all, until the data change; the lists are the caller's."""
    key = (question, store.data_version, *asked.values())
    answers = store.built
    with _lock:
        found = answers.get(key)
        if found is not None:
            answers.move_to_end(key)
    if found is None:
        found = _by_agency(store.frame(question, **asked), record)
        with _lock:
            answers[key] = found
            while len(answers) > KEPT_ANSWERS:
                answers.popitem(last=False)
    return {agency: list(rows) for agency, rows in found.items()}


def _by_agency(frame: pd.DataFrame, record: type[R]) -> dict[str, tuple[R, ...]]:
    """Records of the sound rows, by agency and in the order of the rows."""
    sound = frame[~frame["is_suspect"].astype(bool)]
    wanted = {field.name for field in fields(record)}
    columns = {str(name): _plain(sound[name]) for name in sound if name in wanted}
    for force in (7, 10, 12):
        sides = zip(*(_plain(sound[f"radius{force}_{at}_km"]) for at in _QUADRANTS), strict=True)
        columns[f"radii{force}_km"] = [None if None in radii else radii for radii in sides]
    found: dict[str, list[R]] = {}
    for values in zip(*columns.values(), strict=True):
        row = record(**dict(zip(columns, values, strict=True)))
        found.setdefault(row.agency, []).append(row)
    return {agency: tuple(rows) for agency, rows in found.items()}


def _plain(column: pd.Series) -> list[Any]:
    """A column as plain values, None where it is empty."""
    return [
        None if is_empty else value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
        for value, is_empty in zip(column.tolist(), column.isna().tolist(), strict=True)
    ]
