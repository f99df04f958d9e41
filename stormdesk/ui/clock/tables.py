"""The clock's rows and groups as tables: what, where, who owes it, time left, since when, why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from stormdesk.domain.masking import mask_name, mask_phone
from stormdesk.ui.clock.words import hazard_word, left_words, marked, no_clock_word, rule_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, duration, whole
from stormdesk.ui.subjects.rows import mappings
from stormdesk.ui.subjects.words import UNREPORTED, beijing, plain
from stormdesk.ui.text import _, named

_MASKED_NAMES = frozenset({"responsible_person"})


@dataclass(frozen=True, slots=True)
class Speech:
    """Names of everything that a row of the work ahead holds as a code."""

    page: Page
    subjects: Mapping[str, str]
    statuses: Mapping[tuple[str, str, str], str]
    categories: Mapping[str, str]

    def status(self, row: Mapping[str, Any]) -> str:
        """A row's status by name; 未报 where there is no report."""
        status = row["status"]
        if not isinstance(status, str) or not status:
            return _(UNREPORTED)
        return self.statuses.get((row["subject"], row["facet"], status), status)

    def cause(self, row: Mapping[str, Any]) -> str:
        """What the rows of a group have in common: a category, or a status."""
        if row["subject"] in {"evacuee", "facility"}:
            return self.categories.get(row["cause"], row["cause"]) or "—"
        return self.status({**row, "status": row["cause"]})

    def rule(self, row: Mapping[str, Any]) -> str:
        """The name of the row's rule."""
        return rule_name(self.page.county, row["rule_code"])

    def what(self, row: Mapping[str, Any]) -> str:
        """What an object is called: its name, masked when it is a person, or its category."""
        if row["subject"] == "evacuee":
            return self.categories.get(row["category"], plain(row["category"]) or "—")
        name = plain(row["name"]) or str(row["subject_id"])
        return mask_name(name) or "—" if row["subject"] in _MASKED_NAMES else name

    def where(self, township_code: object, village_code: object = None) -> str:
        """A place by name."""
        codes = [code for code in (township_code, village_code) if isinstance(code, str) and code]
        return " ".join(self.page.area_name(code) for code in codes) or "—"

    def searched(self, name: object, township: object, village: object, owner: object) -> str:
        """The texts of a row that a search looks at, persons masked."""
        shown = mask_name(owner) if isinstance(owner, str) else ""
        return " ".join(filter(None, (plain(name), self.where(township, village), shown)))

    def group_title(self, row: Mapping[str, Any]) -> str:
        """A group in one line."""
        return f"{marked(row['state'])} · {self.rule(row)} · {self.cause(row)}"


def speech(page: Page) -> Speech:
    """Look up everything that the clock's codes are called."""
    statuses, categories = page.ask("reference/statuses"), page.ask("reference/categories")
    keys = zip(statuses["subject"], statuses["facet"], statuses["status"], strict=True)
    return Speech(
        page,
        {
            "evacuee": _("人员"),
            "vessel": _("船舶"),
            "site": _("工地"),
            "shelter": _("避灾点"),
            "facility": _("重点行业"),
            "responsible_person": _("责任人"),
            "unit": _("成员单位"),
            "area": _("乡镇报表"),
        },
        dict(zip(keys, statuses[named()], strict=True)),
        dict(zip(categories["category"], categories[named()], strict=True)),
    )


def row_table(page: Page, rows: pd.DataFrame, said: Speech) -> pd.DataFrame:
    """Each object: what, where, who owes it, time left, since when, and why."""
    found = mappings(rows)
    as_of = page.moment.as_of
    return pd.DataFrame(
        {
            _("时限状态"): [marked(row["state"]) for row in found],
            _("剩余"): [left_words(row["until"], as_of) for row in found],
            _("名称"): [said.what(row) for row in found],
            _("要做的事"): [said.rule(row) for row in found],
            _("现状"): [said.status(row) for row in found],
            _("地点"): [said.where(row["township_code"], row["village_code"]) for row in found],
            _("人数"): pd.to_numeric(rows["people"]).astype("Int64").to_numpy(),
            _("最晚开始"): beijing(rows["start_by"]).to_numpy(),
            _("最晚完成"): beijing(rows["finish_by"]).to_numpy(),
            _("距完成"): [left_words(row["finish_by"], as_of) for row in found],
            _("需时"): [_need(row["need_min"]) for row in found],
            _("自"): beijing(rows["since"]).to_numpy(),
            _("责任人"): [_owner(row, "owner") for row in found],
            _("替岗人"): [_owner(row, "deputy") for row in found],
            _("原因"): [_why(row) for row in found],
        }
    )


def group_table(page: Page, groups: pd.DataFrame, said: Speech, *, by_township: bool) -> pd.DataFrame:
    """One line per common cause, the heaviest first."""
    found = mappings(groups)
    as_of = page.moment.as_of
    return pd.DataFrame(
        {
            _("时限状态"): [marked(row["state"]) for row in found],
            _("剩余"): [left_words(row["until"], as_of) for row in found],
            _("要做的事"): [said.rule(row) for row in found],
            _("同因"): [said.cause(row) for row in found],
            _("地点"): [_places(row, said, by_township=by_township) for row in found],
            _("个数"): groups["objects"].astype("Int64").to_numpy(),
            _("人数"): groups["people"].astype("Int64").to_numpy(),
            _("最晚开始"): beijing(groups["start_by"]).to_numpy(),
            _("最晚完成"): beijing(groups["finish_by"]).to_numpy(),
            _("自"): beijing(groups["since"]).to_numpy(),
            _("责任人"): [_owners(row) for row in found],
            _("原因"): [_why(row) for row in found],
        }
    )


def _places(row: Mapping[str, Any], said: Speech, *, by_township: bool) -> str:
    if by_township or row["townships"] <= 1:
        return said.where(row["township_code"])
    return _("{n} 个乡镇").format(n=row["townships"])


def _owners(row: Mapping[str, Any]) -> str:
    if row["owners"] > 1:
        return _("{n} 名责任人").format(n=whole(row["owners"]))
    return _owner(row, "owner")


def _owner(row: Mapping[str, Any], role: str) -> str:
    name, phone = row[f"{role}_name"], row[f"{role}_phone"]
    shown = mask_name(name) if isinstance(name, str) else ""
    number = mask_phone(phone) if isinstance(phone, str) else ""
    return " ".join(filter(None, (shown, number))) or "—"


def _need(minutes: object) -> str:
    if not isinstance(minutes, int | float) or pd.isna(minutes):
        return "?"
    return duration(pd.Timedelta(minutes=minutes).to_pytimedelta())


def _why(row: Mapping[str, Any]) -> str:
    """What the clock counts from and when that comes; without a clock the reason."""
    if reason := no_clock_word(row["no_clock"]):
        return reason
    at = row["hazard_at"]
    when = "" if pd.isna(at) else clock_time(at)
    refuge = row.get("refuge_name")
    told = f"{hazard_word(row['hazard'])} {when}".strip()
    return f"{told} · {_('可改去 {name}').format(name=plain(refuge))}" if isinstance(refuge, str) else told
