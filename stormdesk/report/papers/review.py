"""The review report: what the storm did, what was decided and done, what failed, what is to be changed."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from stormdesk.domain.damage import Word
from stormdesk.domain.moment import Moment
from stormdesk.domain.objections import Objection
from stormdesk.domain.papers import Mark
from stormdesk.domain.rules.records import RuleHazard
from stormdesk.domain.track import Fix, nearest_approach
from stormdesk.domain.vocabulary import N_
from stormdesk.errors import NoChineseFont
from stormdesk.outlook.cases import items_at
from stormdesk.outlook.damage import damage_at
from stormdesk.outlook.level_changes import has_grounds
from stormdesk.outlook.level_lag import lag
from stormdesk.outlook.levels import spoken
from stormdesk.outlook.measures import measured
from stormdesk.report.forms.daily_return import HAZARDS, cell_word
from stormdesk.report.forms.shown import NONE, masked
from stormdesk.report.papers import wording
from stormdesk.report.papers.bulletin import BULLETIN, WORD
from stormdesk.report.papers.forms import FORMS
from stormdesk.report.papers.records import PaperGround, PaperKind
from stormdesk.report.papers.review_measures import fault_lines, measure_rows
from stormdesk.report.papers.templates import broken_templates, filled_word
from stormdesk.report.pictures import curves_picture, map_picture
from stormdesk.report.pictures.storm import preferred
from stormdesk.report.stand import minute, stand_of
from stormdesk.report.sums import ask, records
from stormdesk.store.papers import read_papers
from stormdesk.store.storms import read_fixes

TEMPLATE: Final = "review.docx"
# What the template may name: the keys of `context`, and why there are no pictures.
VALUES: Final = frozenset(
    (
        *("title", "county", "number", "moment", "stand_mark", "storm", "decisions"),
        *("lags", "measures", "faults", "damage", "items", "papers", "no_pictures", "hands"),
    )
)
# The map stands at the moment when what was left still mattered: so long before the storm was nearest.
MAP_BEFORE: Final = timedelta(hours=24)
SOUND: Final = N_("可以发布:复盘报告如实写出哪里不符、哪里没有做到,不因此拦阻。")
TITLES: Final = {one.kind: one.title for one in (BULLETIN, *FORMS)}
ITEM_STATES: Final = {
    "found": "待落实", "assigned": "已交办", "in_progress": "整改中", "done": "已完成待核实",
    "struck_off": "已核实销号", "reopened": "重新打开",
}  # fmt: skip


def review_word(ground: PaperGround, moment: Moment, mark: Mark) -> bytes:
    """The review report as a Word file from the county's template, or the one that comes with the program."""
    drawn, why_none = pictures(ground, moment)
    values = context(ground, moment, mark) | {"no_pictures": why_none}
    return filled_word(ground, TEMPLATE, values, mark, pictures=drawn)


def refuse(ground: PaperGround, _moment: Moment) -> tuple[Objection, ...]:
    """A template that does not parse keeps the report in the house; what failed is what it is about."""
    return tuple(broken_templates(ground, (TEMPLATE,), VALUES))


def pictures(ground: PaperGround, moment: Moment) -> tuple[list[bytes], str]:
    """The curves and the map as PNG, or none and the sentence that tells why."""
    nearest = _nearest_at(ground, _track(ground, moment))
    then = moment.as_of if nearest is None else min(moment.as_of, nearest - MAP_BEFORE)
    known_at = moment.known_at if moment.known_at > moment.as_of else then
    earlier = Moment(moment.operation_id, then, known_at)
    try:
        curves = curves_picture(ground, ground.county, moment)
        return [curves, map_picture(ground, ground.county, earlier)], ""
    except NoChineseFont as error:
        return [], error.sentence


def context(ground: PaperGround, moment: Moment, mark: Mark) -> dict[str, Any]:
    """All that the template may name besides the pictures."""
    stand = stand_of(ground, moment)
    found = [one for one in measured(ground, moment) if one.area_code is None]
    return {
        "title": f"{stand.operation_name}复盘报告",
        "county": stand.county_name,
        "number": wording.number(mark, is_drill=mark.is_drill),
        "moment": stand.moment,
        "stand_mark": stand.mark,
        "storm": list(_storm(ground, moment)),
        "decisions": list(_decisions(ground, moment)),
        "lags": list(_lags(ground, moment)),
        "measures": measure_rows(found, ground.county),
        "faults": fault_lines(found, ground.county),
        "damage": list(_damage(ground, moment)),
        "items": list(_items(ground, moment)),
        "papers": list(_papers(ground, moment)),
        "hands": wording.hand_lines(mark),
    }


def _track(ground: PaperGround, moment: Moment) -> list[Fix]:
    stand = stand_of(ground, moment)
    found = read_fixes(ground.store, stand.storm_id, moment) if stand.storm_id else {}
    return list(preferred(found, ground.county.profile.storm_agencies))


def _nearest_at(ground: PaperGround, track: list[Fix]) -> datetime | None:
    centre = ground.county.profile.centre
    nearest = nearest_approach(track, centre.lat, centre.lon)
    return nearest.at if nearest else None


def _storm(ground: PaperGround, moment: Moment) -> Iterator[str]:
    """The course of the storm, sentence by sentence."""
    track = _track(ground, moment)
    if not track:
        yield "没有台风定位。"
        return
    centre, place = ground.county.profile.centre, ground.county.profile.name_zh
    nearest = nearest_approach(track, centre.lat, centre.lon)
    strongest = max(track, key=lambda fix: fix.wind_ms or 0.0)
    first, last = minute(track[0].fixed_at), minute(track[-1].fixed_at)
    yield f"定位采用{track[-1].agency}的资料,{first} 至 {last},共 {len(track)} 个。"
    if strongest.wind_ms:
        yield f"最强时 {minute(strongest.fixed_at)},中心附近最大风速 {strongest.wind_ms:.0f} m/s。"
    if nearest:
        yield f"距{place}最近 {nearest.distance_km:.0f} km,在 {minute(nearest.at)}。"
    storm_id = stand_of(ground, moment).storm_id
    for row in records(ask(ground, "storm/landfalls", moment, storm_id=storm_id)):
        if not row["is_suspect"]:
            yield f"登陆:{minute(row['landfall_at'])},{row['place'] or row['text']}。"


def _level(ground: PaperGround, code: str | None) -> str:
    names = {level.code: level.name_zh for level in ground.county.reference.levels}
    return names.get(code or "", code or NONE)


def _decisions(ground: PaperGround, moment: Moment) -> Iterator[dict[str, str]]:
    names = {
        row["status"]: row["name_zh"]
        for row in records(ground.store.frame("reference/statuses"))
        if row["subject"] == "response" and row["facet"] == "level"
    }
    for row in records(ask(ground, "response/levels", moment)):
        yield {
            "at": minute(row["level_from"]),
            "hazard": HAZARDS.get(row["hazard"], row["hazard"]),
            "level": _level(ground, row["level_code"]),
            "status": names.get(row["status"], row["status"]),
        }


def _lags(ground: PaperGround, moment: Moment) -> Iterator[dict[str, str]]:
    """When each clause of any hazard that was told of came true, and how long its level waited."""
    rules = ground.county.rules.in_force
    if rules is None:
        return
    hazards = [one for one in spoken(rules) if has_grounds(ground, moment.operation_id, one)]
    for hazard in sorted(hazards, key=lambda one: (one is not RuleHazard.TYPHOON, one)):
        for one in lag(ground, moment, hazard=hazard):
            waited = _spelled(one.lag_min) if one.lag_min >= 0 else f"提前 {_spelled(-one.lag_min)}"
            yield {
                "hazard": HAZARDS.get(hazard, hazard),
                "clause": f"{one.clause.code} {one.clause.text('zh')}",
                "level": _level(ground, str(one.clause.level_code)),
                "true_at": minute(one.true_at),
                "decided_at": minute(one.decided_at) if one.decided_at else "未启动",
                "lag": waited if one.decided_at else "应启未启" if one.is_open else "条款成立期间未启动",
            }


def _spelled(minutes: int) -> str:
    """A length of time with its units."""
    hours, left = divmod(minutes, 60)
    return " ".join([*[f"{hours} 小时"] * bool(hours), *[f"{left} 分"] * bool(left or not hours)])


def _damage(ground: PaperGround, moment: Moment) -> Iterator[dict[str, object]]:
    sheet = damage_at(ground, moment)
    for item in sheet.items:
        total = sheet.totals[item.code]
        is_silent = total.cell.word is Word.UNREPORTED
        yield {
            "name": item.name_zh,
            "value": f"{shown:,}" if isinstance(shown := cell_word(total.cell), int) else shown,
            "unit": "" if is_silent else item.unit_zh,
            "silent": f"{total.unreported} 个乡镇未报" if total.unreported else "",
        }


def _items(ground: PaperGround, moment: Moment) -> Iterator[dict[str, str]]:
    """What this storm left to be done, and what earlier storms left and nobody has struck off.

    Items that say the same are one row with their number.
    """
    units = {unit.unit_id: unit.name_zh for unit in ground.county.member_units}
    told = Counter(
        (
            one.case_zh,
            one.title_zh,
            units.get(one.owner_unit, one.owner_unit) or "未定",
            minute(one.due_at)[:10] if one.due_at else "未定",
            ITEM_STATES.get(one.status, one.status) + ("(超期)" if one.is_overdue else ""),
        )
        for one in items_at(masked(ground), moment)
        if one.case_id == moment.operation_id or one.is_open
    )
    for (case, title, owner, due, status), count in told.items():
        said = title if count == 1 else f"{title}(共 {count} 项)"
        yield {"case": case, "title": said, "owner": owner, "due": due, "status": status}


def _papers(ground: PaperGround, moment: Moment) -> Iterator[dict[str, str]]:
    for paper in read_papers(ground.store, moment.operation_id):
        if paper.issue is not None and paper.drafted.known_at <= moment.known_at:
            yield {
                "number": wording.number(paper.issue, is_drill=stand_of(ground, moment).is_drill),
                "moment": minute(paper.drafted.as_of),
                "issued": minute(paper.issue.hand.at),
                "kind": TITLES.get(paper.kind, paper.kind),
            }


REVIEW: Final = PaperKind(
    kind="review",
    title=N_("复盘报告"),
    ending="docx",
    mime=WORD,
    template=TEMPLATE,
    make=review_word,
    refuse=refuse,
    sound=SOUND,
)
