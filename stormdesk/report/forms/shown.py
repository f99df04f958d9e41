"""What forms show of the ledger: masked rows, names of statuses and places, one moment for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from stormdesk.domain.county import County
from stormdesk.domain.moment import Moment
from stormdesk.domain.tide import Constituent
from stormdesk.outlook.ground import Ground
from stormdesk.report.stand import Stand, stand_of
from stormdesk.report.sums import ask, records
from stormdesk.store import Asking, Scope, Store

UNREPORTED: Final = "未报"
NONE: Final = "—"
MASK: Final = "***"
HIDDEN: Final = "有(已隐去)"
MASKED: Final = "姓名、电话已隐去;需要完整名单的,由有权限的人从本系统导出,并在审计中留痕。"
PERSONAL: Final = "含个人信息:仅限本次应急响应使用,不得转发,结束后销毁。"


@dataclass(frozen=True, slots=True)
class Masked:
    """A ground on which people are masked, whoever asks."""

    store: Asking
    county: County
    constituents: tuple[Constituent, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The ledger at a moment as a form tells it."""

    ground: Ground
    moment: Moment
    stand: Stand
    statuses: Mapping[tuple[str, str, str], str]
    area_code: str | None = None

    def rows(self, question: str, **more: object) -> list[dict[str, Any]]:
        """The rows of a question, None for what is empty."""
        return records(ask(self.ground, question, self.moment, **({"area_code": self.area_code} | more)))

    def status(self, subject: str, facet: str, status: str | None) -> str:
        """A status in words; what nobody reported is unreported."""
        return UNREPORTED if status is None else self.statuses.get((subject, facet, status), status)

    def area(self, code: str | None) -> str:
        """A township or village by name; its code where the county does not know it."""
        if not code:
            return NONE
        try:
            return self.ground.county.name_of(code)
        except KeyError:
            return code


def masked(ground: Ground) -> Ground:
    """The ground with people masked; one that is already a visitor's stays as it is."""
    store = ground.store
    return (
        Masked(store.scoped(Scope(None)), ground.county, ground.constituents)
        if isinstance(store, Store)
        else ground
    )


def shown(
    ground: Ground, moment: Moment, *, area_code: str | None = None, is_personal: bool = False
) -> Shown:
    """The ledger for a form: masked unless the form is for who may see people whole."""
    own = ground if is_personal else masked(ground)
    names = {
        (str(row["subject"]), str(row["facet"]), str(row["status"])): str(row["name_zh"])
        for row in records(own.store.frame("reference/statuses"))
    }
    return Shown(own, moment, stand_of(own, moment), names, area_code)
