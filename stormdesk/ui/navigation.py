"""All pages in one place: which section, which file, what name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stormdesk.domain.access.records import Action, Role
from stormdesk.domain.vocabulary import N_


@dataclass(frozen=True, slots=True)
class Screen:
    """One page: its address, section and file, and its title."""

    name: str
    section: str
    title: str

    @property
    def path(self) -> str:
        """The file, from the project's folder."""
        return f"pages/{_FOLDERS[self.section]}/{self.name}.py"


COMMAND, HAZARD, PEOPLE, ASSETS, REVIEW = N_("指挥"), N_("灾害"), N_("人员"), N_("设施船舶"), N_("复盘")
SYSTEM = N_("系统")
_FOLDERS = {
    COMMAND: "command",
    HAZARD: "hazard",
    PEOPLE: "people",
    ASSETS: "assets",
    REVIEW: "review",
    SYSTEM: "system",
}

SCREENS = (
    Screen("wall", COMMAND, N_("指挥大屏")),
    Screen("brief", COMMAND, N_("简报")),
    Screen("clock", COMMAND, N_("倒排时钟")),
    Screen("response", COMMAND, N_("应急响应")),
    Screen("phone", COMMAND, N_("电话登记")),
    Screen("losses", COMMAND, N_("灾情报送")),
    Screen("storm", HAZARD, N_("台风")),
    Screen("water", HAZARD, N_("雨水潮")),
    Screen("duty", PEOPLE, N_("责任人")),
    Screen("evacuation", PEOPLE, N_("人员转移")),
    Screen("shelters", PEOPLE, N_("避灾场所")),
    Screen("vessels", ASSETS, N_("船舶")),
    Screen("sites", ASSETS, N_("在建工地")),
    Screen("replay", REVIEW, N_("回放复盘")),
    Screen("what_if", REVIEW, N_("推演")),
    Screen("cases", REVIEW, N_("案例库")),
    Screen("measures", REVIEW, N_("评估对照")),
    Screen("reports", REVIEW, N_("报告")),
    Screen("data", SYSTEM, N_("数据")),
    Screen("access", SYSTEM, N_("账号与权限")),
    Screen("audit", SYSTEM, N_("审计")),
)


BEGINNINGS: Final[Mapping[Role | None, str]] = {Role.COMMANDER: "brief"}


def screen(name: str) -> Screen:
    """The page of a name; KeyError when there is none."""
    for known in SCREENS:
        if known.name == name:
            return known
    raise KeyError(name)


def readable(may: Callable[[Action, str], bool]) -> tuple[Screen, ...]:
    """The pages that a visitor may read, the one to begin with first."""
    return tuple(known for known in SCREENS if may(Action.READ, known.name))


def beginning(role: Role | None, allowed: Sequence[Screen]) -> Screen:
    """The page that somebody begins with: a commander with the brief, everybody else with his first."""
    own = next((known for known in allowed if known.name == BEGINNINGS.get(role)), None)
    return own or (allowed[0] if allowed else SCREENS[0])
