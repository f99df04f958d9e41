"""A bundle that was bent, broken or packed: refused with a reason, and nothing has changed."""

import io
import json
import random
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from stormdesk.report.bundle_reading import read_bundle
from stormdesk.report.bundle_shape import (
    BundleFault,
    BundleRefusedError,
)
from stormdesk.store import Ledger, Store
from tests.report.bundle_ground import Fresh, counts

Bend = Callable[[dict[str, bytes]], None]


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, members: dict[str, bytes], *, packing: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def refit(members: dict[str, bytes]) -> None:
    """Let the manifest agree again with its members, as somebody who means harm would."""
    said = json.loads(members["manifest.json"])
    for entry in said["tables"]:
        data = members[f"{entry['table']}.parquet"]
        opened = pq.ParquetFile(io.BytesIO(data))
        entry |= {
            "sha256": sha256(data).hexdigest(),
            "byte_count": len(data),
            "rows": opened.metadata.num_rows,
        }
        entry["columns"] = [{"name": field.name, "type": str(field.type)} for field in opened.schema_arrow]
    members["manifest.json"] = json.dumps(said).encode()


def change(members: dict[str, bytes], table: str, bend: Callable[[pa.Table], pa.Table]) -> None:
    held = io.BytesIO()
    pq.write_table(bend(pq.read_table(io.BytesIO(members[f"{table}.parquet"]))), held)
    members[f"{table}.parquet"] = held.getvalue()
    refit(members)


def with_column(
    table: str, column: str, values: Callable[[pa.ChunkedArray], pa.Array]
) -> Callable[[dict[str, bytes]], None]:
    def bend(held: pa.Table) -> pa.Table:
        at = held.schema.get_field_index(column)
        return held.set_column(at, column, values(held.column(at)))

    return lambda members: change(members, table, bend)


def all_same(value: object) -> Callable[[pa.ChunkedArray], pa.Array]:
    return lambda old: pa.array([value] * len(old), old.type)


def foreign(members: dict[str, bytes]) -> None:
    members["../../../evil.parquet"] = b"x"


def missing(members: dict[str, bytes]) -> None:
    del members["event.parquet"]


def manifest(**more: object) -> Callable[[dict[str, bytes]], None]:
    def bend(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | more).encode()

    return bend


def not_text(members: dict[str, bytes]) -> None:
    def bend(held: pa.Table) -> pa.Table:
        raw = pa.array([b"\xed\xa0\x80"] * held.num_rows, pa.binary()).view(pa.string())
        return held.set_column(held.schema.get_field_index("actor"), "actor", raw)

    change(members, "event", bend)


def unknown_table(members: dict[str, bytes]) -> None:
    said = json.loads(members["manifest.json"])
    members["evil.parquet"] = members["storm.parquet"]
    said["tables"].append(
        next(entry for entry in said["tables"] if entry["table"] == "storm") | {"table": "evil"}
    )
    members["manifest.json"] = json.dumps(said).encode()


def table(name: str, bend: Callable[[pa.Table], pa.Table]) -> Bend:
    return lambda members: change(members, name, bend)


def backwards(held: pa.Table) -> pa.Table:
    return held.take(list(range(len(held)))[::-1])


def ages_later(held: pa.ChunkedArray) -> pa.Array:
    return pc.add(held, pa.scalar(2**62, pa.duration("us")))


HOSTILE: dict[str, tuple[Bend, BundleFault]] = {
    "a member that leaves the folder": (foreign, BundleFault.FOREIGN),
    "a member that is not there": (missing, BundleFault.FOREIGN),
    "a table that we do not have": (unknown_table, BundleFault.SHAPE),
    "another format": (manifest(format=2), BundleFault.NOT_A_BUNDLE),
    "a backup": (manifest(kind="backup"), BundleFault.NOT_A_BUNDLE),
    "no operation": (manifest(operation_id=None), BundleFault.NOT_A_BUNDLE),
    "another's events": (with_column("event", "operation_id", all_same("other")), BundleFault.FOREIGN),
    "another's boats": (with_column("vessel", "roster", all_same("live")), BundleFault.FOREIGN),
    "a status nobody knows": (with_column("event", "status", all_same("flying")), BundleFault.UNSOUND),
    "one number for all events": (with_column("event", "event_id", all_same("e1")), BundleFault.UNSOUND),
    "no identity": (with_column("event", "event_id", all_same(None)), BundleFault.UNSOUND),
    "no storm": (with_column("storm", "storm_id", all_same(None)), BundleFault.UNSOUND),
    "nowhere": (with_column("position", "lat", all_same(float("nan"))), BundleFault.UNSOUND),
    "the end of time": (with_column("event", "happened_at", ages_later), BundleFault.UNSOUND),
    "numbers below nothing": (with_column("event", "seq", all_same(-5)), BundleFault.UNSOUND),
    "chains backwards": (table("event", backwards), BundleFault.UNSOUND),
    "other types": (with_column("event", "quantity", lambda old: old.cast(pa.string())), BundleFault.SHAPE),
    "a column more": (
        table("event", lambda held: held.append_column("x", held.column(0))),
        BundleFault.SHAPE,
    ),
    "two operations": (
        table("operation", lambda held: pa.concat_tables([held, held])),
        BundleFault.UNSOUND,
    ),
    "bytes that are no text": (not_text, BundleFault.UNSOUND),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    untouched: Store, made: Path, tmp_path: Path, name: str
) -> None:
    bend, fault = HOSTILE[name]
    members = members_of(made)
    bend(members)
    write(tmp_path / "bad.zip", members)
    stood = counts(untouched)
    with pytest.raises(BundleRefusedError) as refused:
        read_bundle(untouched, Ledger(untouched), tmp_path / "bad.zip")
    assert refused.value.sentence == fault
    assert counts(untouched) == stood


def test_packed_members_are_refused_before_they_grow(untouched: Store, made: Path, tmp_path: Path) -> None:
    write(
        tmp_path / "bomb.zip",
        members_of(made) | {"event.parquet": b"0" * 10_000_000},
        packing=zipfile.ZIP_DEFLATED,
    )
    with pytest.raises(BundleRefusedError):
        read_bundle(untouched, Ledger(untouched), tmp_path / "bomb.zip")


def test_mutated_bytes_never_crash_and_never_come_in_by_half(
    fresh: Fresh, made: Path, tmp_path: Path
) -> None:
    whole, chance = made.read_bytes(), random.Random(6)  # noqa: S311  the same mutations each time
    sound = fresh("sound")
    read_bundle(sound, Ledger(sound), made)
    store = fresh("again")
    ledger, stood, refused = Ledger(store), counts(store), 0
    for number in range(30):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 4, 40])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if number % 3 == 0:
            del data[chance.randrange(len(data)) :]
        (tmp_path / "bad.zip").write_bytes(bytes(data))
        try:
            read_bundle(store, ledger, tmp_path / "bad.zip")
        except BundleRefusedError:
            refused += 1
            assert counts(store) == stood
        else:  # a byte that carries nothing, such as an entry's clock time
            assert prints(store) == prints(sound)
            store = fresh(f"again-{number}")
            ledger = Ledger(store)
    assert refused >= 28


def prints(store: Store) -> list[object]:
    with store.snapshot() as snapshot:
        return [snapshot.fingerprint(table) for table in ("event", "operation", "vessel", "evacuee")]


@pytest.mark.parametrize("suffix", ["", "../x", "a b", "x" * 21, "名"])
def test_a_suffix_is_a_plain_word(untouched: Store, made: Path, suffix: str) -> None:
    with pytest.raises(BundleRefusedError) as refused:
        read_bundle(untouched, Ledger(untouched), made, suffix=suffix)
    assert refused.value.sentence == BundleFault.SUFFIX
