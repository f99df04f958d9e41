"""The reviewer's questions between two instants, as far as it was known at a third."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pandas as pd

from stormdesk.domain.moment import Moment
from stormdesk.domain.vocabulary import N_
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.measures.asking import reached_levels
from stormdesk.outlook.measures.given import given_deadlines, given_levels


@dataclass(frozen=True, slots=True)
class Question:
    """One question of queries/review/, in words; `told` says what was found, with n rows and their sum."""

    name: str
    title: str
    told: str
    sums: str | None = None


_EVERY: Final = (
    Question("review/silent_villages", N_("哪些村静默?"), N_("{n} 个村曾静默,共 {total} 分钟。"), "minutes"),
    Question(
        "review/boats_out",
        N_("哪些船不在港,当时知道吗?"),
        N_("{n} 条船当时不在港或被认为不在港,其中 {total} 条当时所知与现在不同。"),
        "is_news",
    ),
    Question("review/unreachable", N_("哪些责任人失联?"), N_("{n} 人次失联。")),
    Question(
        "review/sites_late",
        N_("哪些工地过了时限仍在施工?"),
        N_("{n} 个工地过了时限仍未停工,共 {total} 分钟。"),
        "minutes",
    ),
    Question(
        "review/people_moved",
        N_("转移了多少人?"),
        N_("共转移 {total} 人,分 {n} 行(乡镇和类别)。"),
        "persons",
    ),
    Question(
        "review/full_shelters",
        N_("哪些避灾点超员?"),
        N_("{n} 个避灾点清点人数超过容量,最多时共超 {total} 人。"),
        "over_by",
    ),
    Question("review/came_back", N_("谁擅自返回?"), N_("{n} 人次擅自返回,共 {total} 人。"), "persons"),
    Question("review/directives_late", N_("哪些督办超期?"), N_("{n} 件督办超期。")),
    Question(
        "review/levels_waiting",
        N_("哪些级别应启未启?"),
        N_("{n} 段条款成立而相应级别未启动,共 {total} 分钟。"),
        "minutes",
    ),
    Question("review/accounts_apart", N_("哪些上报与名册不符?"), N_("{n} 次上报与名册不符。")),
)
QUESTIONS: Final = {one.name: one for one in _EVERY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What is asked about: an operation from one instant until another, as known at a third."""

    operation_id: str
    from_at: datetime
    until_at: datetime
    known_at: datetime
    area_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The rows that a question found, and what it was asked with, so that it can be asked again in SQL."""

    question: Question
    parameters: Mapping[str, object]
    rows: pd.DataFrame

    @property
    def total(self) -> float | None:
        """The sum that the sentence tells; None where it tells none."""
        return None if self.question.sums is None else float(self.rows[self.question.sums].sum())


def answered(ground: Ground, name: str, span: Span) -> Answer:
    """Ask one of the questions."""
    takes = ground.store.question(name).parameters
    every = {
        "operation_id": span.operation_id,
        "from_at": span.from_at,
        "until_at": span.until_at,
        "known_at": span.known_at,
        "area_code": span.area_code,
    }
    moment = Moment(span.operation_id, span.until_at, span.known_at)
    if "deadlines" in takes:
        every["deadlines"] = given_deadlines(ground, moment, reached_levels(ground, moment))
    if "suggested" in takes:
        every["suggested"] = given_levels(ground, moment)
    parameters = {key: value for key, value in every.items() if key in takes}
    rows: pd.DataFrame = ground.store.table(name, **parameters).to_pandas()
    return Answer(question=QUESTIONS[name], parameters=parameters, rows=rows)
