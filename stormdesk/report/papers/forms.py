"""The county's Excel forms as papers: drafted, checked, issued under a number like every other."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from stormdesk.domain.damage import Word
from stormdesk.domain.moment import Moment
from stormdesk.domain.objections import Fault, Objection
from stormdesk.domain.papers import STATE_NAMES, Facts, Mark, Step
from stormdesk.domain.vocabulary import N_
from stormdesk.outlook.damage import damage_at
from stormdesk.report.forms.daily_return import daily_return
from stormdesk.report.forms.damage_form import damage_form
from stormdesk.report.forms.duty_roster import duty_roster
from stormdesk.report.forms.eight_lists import eight_lists
from stormdesk.report.forms.sheet import Feet
from stormdesk.report.forms.transfer_list import transfer_list
from stormdesk.report.papers import wording
from stormdesk.report.papers.comparing import issued_before
from stormdesk.report.papers.figures import facts
from stormdesk.report.papers.records import SOUND, PaperGround, PaperKind, no_facts
from stormdesk.report.stand import minute, stand_of
from stormdesk.report.sums import objections
from stormdesk.report.table_file import WORKBOOK_TYPE

DAMAGE: Final = "damage"
FALLEN: Final = N_("“{item}”现报 {now},比以前报的少,而没有作更正")
NONE_FELL: Final = N_("可以发布:没有哪一项比以前报的少而未作更正;没有人报的项目写“未报”。")
AS_IT_IS: Final = N_("可以发布:清单照台账原样列出,没有报告的写“未报”,不作合计核对。")
# What the damage form calls the hands, and the room for one that is still to sign.
DAMAGE_HANDS: Final = {Step.DRAFTED: "填报人", Step.CHECKED: "审核人", Step.ISSUED: "签发人"}
BLANK: Final = 12 * " "
Made = Callable[[PaperGround, Moment, Mark], bytes]


def feet_of(ground: PaperGround, moment: Moment, mark: Mark, signed: Sequence[str] | None = None) -> Feet:
    """What stands on every page of a form: its number and state above, moment and source below.

    At the end of its first sheet stands who signed it, or what `signed` says.
    """
    number = wording.number(mark, is_drill=mark.is_drill)
    state = f" · {STATE_NAMES[mark.state]}" if mark.is_draft else ""
    stand = stand_of(ground, moment)
    lines = wording.hand_lines(mark) if signed is None else signed
    head = f"{mark.title} · {number}{state}"
    return Feet(head=head, foot=stand.line, made_at=moment.as_of, signed=lines)


def _made(make: Callable[[PaperGround, Moment, Feet], bytes]) -> Made:
    return lambda ground, moment, mark: make(ground, moment, feet_of(ground, moment, mark))


def _damage(ground: PaperGround, moment: Moment, mark: Mark) -> bytes:
    before = damage_reports_before(ground, moment, mark)
    feet = feet_of(ground, moment, mark, [_signing(mark)])
    return damage_form(ground, moment, feet, issued_before=before)


def damage_reports_before(ground: PaperGround, moment: Moment, mark: Mark) -> int:
    """How many damage reports came before this one; nil ones before the first loss was told are none."""
    first = damage_at(ground, moment).first
    return issued_before(ground, DAMAGE, mark, since=first.told_at if first else None)


def _signing(mark: Mark) -> str:
    """The line of hands as the damage form has it; room to write while nobody has signed."""
    who = {step: f"{hand.who} {minute(hand.at)}" for step, hand in mark.hands.items()}
    issued = mark.hands.get(Step.ISSUED)
    told = [f"{word}:{who.get(step, BLANK)}" for step, word in DAMAGE_HANDS.items()]
    return "    ".join([*told, f"报出时间:{minute(issued.at) if issued else BLANK}"])


def damage_facts(ground: PaperGround, moment: Moment) -> Facts:
    """The county's figures of the damage report by item; None where nobody spoke."""
    return {code: total.cell.quantity for code, total in damage_at(ground, moment).totals.items()}


def refuse_nothing(_ground: PaperGround, _moment: Moment) -> tuple[Objection, ...]:
    """A list of what is so goes out as it is, with what is unknown in it."""
    return ()


def refuse_damage(ground: PaperGround, moment: Moment) -> tuple[Objection, ...]:
    """A figure that fell without a correction keeps the damage report in the house."""
    return tuple(_fallen(ground, moment))


def _fallen(ground: PaperGround, moment: Moment) -> Iterator[Objection]:
    sheet = damage_at(ground, moment)
    for (code, item_code), cell in sheet.cells.items():
        if cell.word is Word.FIGURE and cell.is_fallen:
            item = next(one for one in sheet.items if one.code == item_code)
            yield Objection(
                fault=Fault.FALLEN,
                sentence=FALLEN,
                values={"item": item.name_zh, "now": cell.quantity},
                township_code=code,
                page="losses",
                address={"area": code},
            )


def _form(  # noqa: PLR0913, PLR0917  what a kind is made of
    kind: str,
    title: str,
    make: Made,
    refuse: Callable[[PaperGround, Moment], tuple[Objection, ...]] = refuse_nothing,
    told: Callable[[PaperGround, Moment], Facts] = no_facts,
    sound: str = AS_IT_IS,
) -> PaperKind:
    return PaperKind(
        kind=kind,
        title=title,
        ending="xlsx",
        mime=WORKBOOK_TYPE,
        make=make,
        refuse=refuse,
        facts=told,
        sound=sound,
    )


FORMS: Final = (
    _form(DAMAGE, N_("灾情报表"), _damage, refuse_damage, damage_facts, NONE_FELL),
    _form("daily_return", N_("防指日报"), _made(daily_return), objections, facts, SOUND),
    _form("eight_lists", N_("八张清单"), _made(eight_lists)),
    _form("duty_roster", N_("责任人值守表"), _made(duty_roster)),
    _form("transfer_list", N_("人员转移清单"), _made(transfer_list)),
)
