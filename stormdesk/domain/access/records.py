"""The visitor in front of the screen, with what the rules need to know of him."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stormdesk.domain.vocabulary import N_

TOWNSHIP_DIGITS: Final = 9
VILLAGE_DIGITS: Final = 12


class Role(StrEnum):
    """What somebody is to the headquarters."""

    COMMANDER = "commander"
    DUTY_OFFICER = "duty_officer"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    VILLAGE = "village"
    REVIEWER = "reviewer"
    WALL = "wall"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: Final = {
    Role.COMMANDER: N_("指挥长"),
    Role.DUTY_OFFICER: N_("值班员"),
    Role.DEPARTMENT: N_("成员单位"),
    Role.TOWNSHIP: N_("乡镇(街道)"),
    Role.VILLAGE: N_("村(社区)"),
    Role.REVIEWER: N_("复盘员"),
    Role.WALL: N_("大屏"),
    Role.ADMINISTRATOR: N_("系统管理员"),
}
AREA_DIGITS: Final = {Role.TOWNSHIP: TOWNSHIP_DIGITS, Role.VILLAGE: VILLAGE_DIGITS}


class Action(StrEnum):
    """What somebody may want to do with a thing."""

    READ = "read"
    RECORD = "record"
    PROPOSE = "propose"
    APPROVE = "approve"
    UNMASK = "unmask"
    EXPORT = "export"
    MANAGE = "manage"


class Grant(StrEnum):
    """How far a right reaches: everywhere, over what is one's own, or nowhere."""

    YES = "yes"
    OWN = "own"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody with a session; `area_code` None is the whole county, `subjects` a department's own."""

    account_id: str
    name: str
    role: Role
    area_code: str | None = None
    subjects: frozenset[str] = frozenset()
    person_id: str | None = None
    session_id: str = ""
    address: str = ""

    @property
    def held_to(self) -> str | None:
        """The area that he is held to, None for the county; who needs one and has none sees nothing."""
        return self.area_code or ("" if self.role in AREA_DIGITS else None)

    def is_same_hand(self, other: "Visitor") -> bool:
        """Whether two visitors are one person, by account or by the person that both accounts name."""
        same_person = self.person_id is not None and self.person_id == other.person_id
        return self.account_id == other.account_id or same_person
