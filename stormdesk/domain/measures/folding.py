"""How a measure's number is folded from its rows."""

import pandas as pd

from stormdesk.domain.measures.records import How, Rows


def counting(rows: pd.DataFrame, rule: Rows) -> pd.DataFrame:
    """Return the rows that count: those that hold what the rule asks for, and a value where it takes one."""
    kept = pd.Series(data=True, index=rows.index)
    for column, wanted in rule.where.items():
        kept &= (rows[column] == wanted).fillna(value=False).astype(bool)
    if rule.column is not None:
        kept &= rows[rule.column].notna()
    return rows[kept]


def folded(rows: pd.DataFrame, rule: Rows) -> float | None:
    """Fold the rows into the number; the largest or smallest of no rows is not a number."""
    some = counting(rows, rule)
    if rule.how is How.COUNT or rule.column is None:
        return float(len(some))
    if rule.how is How.SUM:
        return float(some[rule.column].sum())
    if some.empty:
        return None
    return float(some[rule.column].max() if rule.how is How.MAX else some[rule.column].min())


def deciding(rows: pd.DataFrame, rule: Rows) -> pd.Series | None:
    """Return the first row that has the folded value, where the fold is a largest or a smallest one."""
    value = folded(rows, rule)
    if value is None or rule.how not in {How.MAX, How.MIN}:
        return None
    some = counting(rows, rule)
    return some[some[rule.column].eq(value)].iloc[0]
