"""The county's own sentences on people moved: its frame for a storm, its house style for any other."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stormdesk.domain.moment import Moment
from stormdesk.domain.objections import Fault, Objection
from stormdesk.domain.vocabulary import N_
from stormdesk.outlook.ground import Ground
from stormdesk.report.papers.figures import moved_by_category
from stormdesk.report.papers.records import PaperGround
from stormdesk.report.sums import ask, records

FILE: Final = Path("papers") / "sentences.yaml"
TOTAL: Final = "moved"
UNNAMED: Final = N_("句式没有写“{category}”这一类,会漏掉 {persons} 人")
NOT_A_SUM: Final = N_("句式的合计 {total} 人,各类相加 {parts} 人")
BROKEN: Final = N_("句式文件 {file} 有误:{reason}")
# Said where nobody has spoken of anybody who is to move; a county's file may say it in its own words.
UNREPORTED: Final = "{lead}{county}尚无人员转移的报告。"


class Order(StrEnum):
    """How the house style orders categories."""

    TABLE = "table"
    SIZE = "size"


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(min_length=1)
    certainty: str = Field(min_length=1)


class Frame(_Told):
    """The sentence of one storm as the county printed it, with the places of its numbers."""

    storm_id: str = Field(pattern=r"^\d{6}$")
    text_zh: str = Field(min_length=1)

    @property
    def places(self) -> frozenset[str]:
        """The names of the numbers in it."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.text_zh) if name is not None)


class House(_Told):
    """The county's style for any storm: the sentence, one part of it, and in what order parts come."""

    lead_zh: str
    text_zh: str
    part_zh: str
    joint: str
    order: Order
    nobody_zh: str
    unreported_zh: str = UNREPORTED
    phrases: Mapping[str, str] = Field(default_factory=dict)


class Sentences(BaseModel):
    """A county's file of sentences."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    frames: tuple[Frame, ...] = ()
    house: House


class BadSentencesError(Exception):
    """A file of sentences that cannot be used."""


class UnfitFrameError(Exception):
    """Rows that a sentence does not fit; `objections` say which."""

    def __init__(self, objections: tuple[Objection, ...]) -> None:
        self.objections = objections
        super().__init__(str(len(objections)))


def read_sentences(ground: PaperGround) -> Sentences:
    """The county's own file, else the one that comes with the program; raises BadSentencesError."""
    path = ground.settings.county_dir / FILE
    if not path.is_file():
        path = ground.settings.papers_dir / FILE.name
    try:
        return Sentences.model_validate(yaml.safe_load(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        first = str(error).splitlines()[:3]
        raise BadSentencesError(" ".join(first)[:300]) from error


def sentence(ground: PaperGround, moment: Moment) -> str:
    """The sentence on people moved at a moment.

    Raises UnfitFrameError where the county's frame for this storm leaves anybody out, or cannot be read.
    """
    try:
        told = read_sentences(ground)
        moved = moved_by_category(ground, moment)
        storm_id, storm = _storm(ground, moment)
        frame = next((one for one in told.frames if one.storm_id == storm_id), None)
        head = records(ask(ground, "evacuation/headline", moment))[0]
        if not head["target"]:
            return _opening(ground, told.house, storm, told.house.unreported_zh)
        if frame is None:
            return _in_house(ground, told.house, moved, total=int(head["moved"]), storm=storm)
        return _framed(ground, frame, moved, int(head["moved"]))
    except (BadSentencesError, KeyError, IndexError, ValueError) as error:
        values = {"file": FILE.as_posix(), "reason": str(error)[:300]}
        raise UnfitFrameError((Objection(fault=Fault.FRAME, sentence=BROKEN, values=values),)) from error


def unfit(ground: PaperGround, moment: Moment) -> tuple[Objection, ...]:
    """Why the sentence cannot be written; empty when it can."""
    try:
        sentence(ground, moment)
    except UnfitFrameError as error:
        return error.objections
    return ()


def _framed(ground: Ground, frame: Frame, moved: Mapping[str, int], total: int) -> str:
    names = {known.code: known.name_zh for known in ground.county.evacuation_categories}
    left_out = [
        Objection(
            fault=Fault.FRAME,
            sentence=UNNAMED,
            values={"category": names.get(code, code), "persons": persons},
            category=code,
            persons=persons,
            page="evacuation",
        )
        for code, persons in moved.items()
        if code not in frame.places
    ]
    if left_out:
        raise UnfitFrameError(tuple(left_out))
    named = {place: moved.get(place, 0) for place in frame.places - {TOTAL}}
    _add_up(total, sum(named.values()))
    return frame.text_zh.format(**named, moved=total)


def _in_house(ground: Ground, house: House, moved: Mapping[str, int], *, total: int, storm: str) -> str:
    _add_up(total, sum(moved.values()))
    if not moved:
        return _opening(ground, house, storm, house.nobody_zh)
    names = {known.code: known.name_zh for known in ground.county.evacuation_categories} | dict(house.phrases)
    ordered = list(moved.items())
    if house.order is Order.SIZE:
        ordered.sort(key=lambda part: -part[1])
    parts = [house.part_zh.format(phrase=names.get(code, code), persons=persons) for code, persons in ordered]
    said = house.joint.join(parts)
    return _opening(ground, house, storm, house.text_zh, moved=total, parts=said)


def _opening(ground: Ground, house: House, storm: str, text: str, **more: object) -> str:
    """A sentence of the house with its storm, where there is one, and its county."""
    lead = house.lead_zh.format(storm=storm) if storm else ""
    return text.format(lead=lead, county=ground.county.profile.name("zh"), **more)


def _add_up(total: int, parts: int) -> None:
    if total != parts:
        raise UnfitFrameError(
            (
                Objection(
                    fault=Fault.SUMS,
                    sentence=NOT_A_SUM,
                    values={"total": total, "parts": parts},
                    persons=abs(total - parts),
                    page="evacuation",
                ),
            )
        )


def _storm(ground: Ground, moment: Moment) -> tuple[str, str]:
    """Number and Chinese name of the operation's storm; empty where it has none."""
    operations = ground.store.frame("operation/list").set_index("operation_id")
    told = operations["storm_id"].get(moment.operation_id)
    storm_id = told if isinstance(told, str) else ""
    storms = ground.store.frame("papers/storm_names").set_index("storm_id")
    name = storms["name_zh"].get(storm_id)
    return storm_id, name if isinstance(name, str) and name else storm_id
