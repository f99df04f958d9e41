"""What a complete list covers: rows of the register in that scope that it no longer names are gone."""

from typing import TYPE_CHECKING

from stormdesk.domain.county import County
from stormdesk.ingest.lists.description import FieldType, ListDescription, Scope
from stormdesk.ingest.lists.identity import plain_key
from stormdesk.ingest.lists.registers import Register
from stormdesk.ingest.lists.typed import Typed

if TYPE_CHECKING:
    from stormdesk.ingest.lists.compare import Question

WITHIN = {
    Scope.VILLAGE: ("village_code",),
    Scope.TOWNSHIP: ("township_code",),
    Scope.SECTOR: ("township_code", "sector"),
    Scope.COUNTY: (),
    Scope.TIER: (),
}


def gone_rows(
    described: ListDescription, register: Register, typed: Typed, named: set[str], asked: "Question"
) -> list[int]:
    """Rows of the register in the list's scope that it does not name; rows that came back are not gone."""
    if typed.has_nameless_refused:
        return []
    columns = WITHIN[described.scope]
    covered = set(zip(*(typed.column(name) for name in columns), strict=True)) if columns else {()}
    present = register.present
    wanted = {*columns, *described.fixed, "name", "role_code"} & set(present.column_names)
    rows = {name: present[name].to_pylist() for name in wanted}
    roles = _roles(described, asked.county)
    gone = []
    for at, row_id in enumerate(present[register.id_column].to_pylist()):
        if row_id in named or tuple(rows[name][at] for name in columns) not in covered:
            continue
        if any(rows[name][at] != value for name, value in described.fixed.items()):
            continue
        if roles is not None and rows["role_code"][at] not in roles:
            continue
        if "name" in rows and plain_key(rows["name"][at]) in typed.refused_names:
            continue
        gone.append(at)
    return gone


def _roles(described: ListDescription, county: County) -> set[str] | None:
    """The roles that a list of some tiers speaks of; None when it speaks of all."""
    tiers = {tier for field in described.fields if field.type is FieldType.ROLE for tier in field.tiers}
    return {role.code for role in county.duty_roles if role.tier in tiers} if tiers else None
