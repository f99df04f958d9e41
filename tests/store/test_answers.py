"""Answers as frames: type by type and cell by cell as the engine makes them itself, in UTC."""

import duckdb
import pandas as pd
import pytest

from stormdesk.store.answers import answer_frame

CELLS = """
select * from (
    values
    ('龙门', true, 3::integer, 4::bigint, 1.5::double, 5::hugeint,
        timestamptz '2022-09-14 20:30:00.5+08', timestamp '2022-09-14 20:30:00', date '2022-09-14'),
    (null, null, null, null, null, null, timestamptz '9999-12-31 00:00:00+00', null, null),
    ('', false, 0, 0, 0.0, 0, null, timestamp '1900-01-01 00:00:00', date '1900-01-01')
) as cells (name, is_so, number, many, share, sum, told_at, local_at, day)
"""


@pytest.mark.parametrize("which", ["true", "false", "told_at is null", "name is null", "is_so"])
def test_a_frame_is_the_one_that_the_engine_makes(which: str) -> None:
    """Empty answers, empty cells, and columns with nothing but empty cells among them."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        asked = f"{CELLS} where {which}"
        expected = connection.execute(asked).df()
        found = answer_frame(connection.execute(asked))
    assert "datetime64[us, UTC]" in set(map(str, found.dtypes))
    pd.testing.assert_frame_equal(found, expected)


@pytest.mark.parametrize("odd", ["[1, 2]", "{'a': 1}", "'a'::enum('a', 'b')", "1::utinyint"])
def test_what_has_other_types_is_left_to_the_engine(odd: str) -> None:
    """Lists, structures and the like come as they came."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        asked = f"select {odd} as odd, timestamptz '2022-09-14 00:00:00+00' as told_at"
        expected = connection.execute(asked).df()
        found = answer_frame(connection.execute(asked))
    pd.testing.assert_frame_equal(found, expected)


def test_instants_are_in_utc_wherever_the_machine_stands() -> None:
    """A cursor has a zone of its own."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Asia/Shanghai'")
        found = answer_frame(connection.execute("select timestamptz '2022-09-14 00:00:00+00' as told_at"))
    assert str(found["told_at"].dtype) == "datetime64[us, UTC]"
    assert found["told_at"].iloc[0] == pd.Timestamp("2022-09-14T00:00Z")
