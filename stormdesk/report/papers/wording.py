"""How papers write instants, storms, levels and numbers, in Chinese and English."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from stormdesk.domain.moment import BEIJING, Moment
from stormdesk.domain.papers import Mark, Step, Stepped
from stormdesk.domain.track import distance_km, motion
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.wind import GRADE_NAMES, StormGrade
from stormdesk.outlook.storms import storm_shown
from stormdesk.report.papers.records import PaperGround
from stormdesk.report.sums import ask, records
from stormdesk.store.storms import read_fixes

Say = Callable[[str], str]
ZH, EN = "zh", "en"
ENDED: Final = "ended"
UNKNOWN: Final = N_("未报")
HAZARDS: Final = {"typhoon": N_("防台风"), "flood": N_("防汛"), "drought": N_("抗旱")}
STEPS: Final = {
    Step.DRAFTED: N_("起草"),
    Step.CHECKED: N_("核对"),
    Step.ISSUED: N_("签发"),
}
NUMBER: Final = N_("{series}{year}年第{number}期")
CORRECTED: Final = N_("{number}(更正第{version}版)")
UNNUMBERED: Final = N_("未编号")
DRILL: Final = N_("演练")


def instant(at: datetime, language: str = ZH) -> str:
    """An instant as papers write it: 9月14日8时, with minutes where there are any."""
    there = at.astimezone(BEIJING)
    if language == EN:
        return f"{there:%Y-%m-%d %H:%M}"
    minutes = f"{there.minute}分" if there.minute else ""
    return f"{there.month}月{there.day}日{there.hour}时{minutes}"


def second(at: datetime) -> str:
    """The same with its seconds, so that the pages can be wound back to just this moment."""
    there = at.astimezone(BEIJING)
    if not there.second:
        return instant(at)
    return f"{there.month}月{there.day}日{there.hour}时{there.minute}分{there.second}秒"


def number(told: Mark | Stepped, *, is_drill: bool, say: Say = str) -> str:
    """A paper's number in words: 2022年第3期, with its version from the second on."""
    if told.number is None:
        return say(UNNUMBERED)
    series = say(DRILL) if is_drill else ""
    said = say(NUMBER).format(series=series, year=told.year, number=told.number)
    version = told.version or 1
    return said if version == 1 else say(CORRECTED).format(number=said, version=version)


def minute_of(at: datetime, language: str = ZH) -> str:
    """An instant at which somebody signed, to the minute and with its year."""
    there = at.astimezone(BEIJING)
    if language == EN:
        return f"{there:%Y-%m-%d %H:%M}"
    return f"{there.year}年{there.month}月{there.day}日{there.hour}时{there.minute:02}分"


def hands(mark: Mark, language: str = ZH, say: Say = str) -> list[dict[str, str]]:
    """Who drafted, checked and issued a paper and when, as far as it is."""
    return [
        {"step": say(words), "who": mark.hands[step].who, "at": minute_of(mark.hands[step].at, language)}
        for step, words in STEPS.items()
        if step in mark.hands
    ]


def hand_lines(mark: Mark) -> list[str]:
    """The same, one line each."""
    return [f"{one['step']}:{one['who']},{one['at']}" for one in hands(mark)]


def signed_text(text: str, mark: Mark) -> str:
    """A drafted text under the number that it was given, with the hands that signed it at its end."""
    if not text:
        return ""
    title, _unnumbered, *lines = text.splitlines()
    return "\n".join([title, number(mark, is_drill=mark.is_drill), *lines, *hand_lines(mark)]) + "\n"


def levels(ground: PaperGround, moment: Moment, language: str = ZH, say: Say = str) -> list[dict[str, str]]:
    """The levels in force, each with its hazard and since when."""
    names = {level.code: level.name(language) for level in ground.county.reference.levels}
    return [
        {
            "hazard": say(HAZARDS.get(row["hazard"], row["hazard"])),
            "level": names.get(row["level_code"], row["level_code"]),
            "since": instant(row["since"], language),
        }
        for row in records(ask(ground, "response/in_force", moment))
    ]


def ended(ground: PaperGround, moment: Moment, language: str = ZH) -> str:
    """When the last of the operation's levels ended; empty where none ever stood."""
    decided = records(ask(ground, "response/levels", moment))
    return instant(decided[-1]["level_from"], language) if decided and decided[-1]["status"] == ENDED else ""


def storm(ground: PaperGround, moment: Moment, language: str = ZH, say: Say = str) -> dict[str, object]:
    """What is known of the operation's own storm, or of the nearest; by the agency trusted first."""
    operations = ground.store.frame("operation/list").set_index("operation_id")
    own = operations["storm_id"].get(moment.operation_id)
    shown = own if isinstance(own, str) else storm_shown(ground, moment, None)
    found = {} if shown is None else read_fixes(ground.store, shown, moment)
    agencies = [*ground.county.profile.storm_agencies, *found]
    fixes = next((found[agency] for agency in agencies if found.get(agency)), None)
    if shown is None or fixes is None:
        return {}
    last, centre = fixes[-1], ground.county.profile.centre
    moving = motion(fixes[-2], last) if len(fixes) > 1 else None
    return {
        "number": shown[2:],
        "name": _name(ground, shown, language),
        "grade": say(GRADE_NAMES[StormGrade(last.grade)]) if last.grade is not None else "",
        "at": instant(last.fixed_at, language),
        "lat": f"{last.lat:.1f}",
        "lon": f"{last.lon:.1f}",
        "away_km": f"{distance_km(last.lat, last.lon, centre.lat, centre.lon):.0f}",
        "wind_ms": None if last.wind_ms is None else f"{last.wind_ms:.0f}",
        "pressure_hpa": None if last.pressure_hpa is None else f"{last.pressure_hpa:.0f}",
        "speed_kmh": None if moving is None else f"{moving.speed_kmh:.0f}",
        "direction": None if moving is None else say(moving.direction),
        "agency": say(last.agency),
        "is_best_track": last.is_analysis_after,
    }


def _name(ground: PaperGround, storm_id: str, language: str) -> str:
    storms = ground.store.frame("papers/storm_names").set_index("storm_id")
    found = storms[f"name_{language}"].get(storm_id)
    return found if isinstance(found, str) and found else storm_id
