"""The county's sentence on people moved, its frames and house style; and parts make the whole."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stormdesk.domain.county import County
from stormdesk.domain.event import Event
from stormdesk.domain.moment import Moment
from stormdesk.domain.objections import Fault
from stormdesk.domain.papers import Mark
from stormdesk.domain.tide import Constituent
from stormdesk.ingest.county import load_county
from stormdesk.ingest.desk import Desk
from stormdesk.report.papers.bulletin import TITLE, VALUES, bulletin_text, bulletin_word, context, refuse
from stormdesk.report.papers.comparing import changes
from stormdesk.report.papers.figures import moved_by_category
from stormdesk.report.papers.sentences import sentence, unfit
from stormdesk.report.papers.templates import BadTemplateError, broken_templates, marks
from stormdesk.report.stand import second
from stormdesk.report.sums import sums_that_differ
from stormdesk.settings import Settings, load_settings
from stormdesk.store import Ledger, Store

START = datetime(2022, 9, 13, tzinfo=UTC)
AT = START + timedelta(hours=9)
NUMBERS = count(1)
KNOWN = ("fishing_vessel", "construction_site", "old_house", "geohazard", "aquaculture", "expanded")


@dataclass
class Ground:
    """An open file with the county learnt, and operations of several storms."""

    store: Store
    county: County
    settings: Settings
    ledger: Ledger
    constituents: tuple[Constituent, ...] = ()

    def begin(self, storm_id: str | None = "202212") -> str:
        operation_id = f"o{next(NUMBERS)}"
        row = {"operation_id": operation_id, "kind": "drill", "name_zh": "演练", "name_en": "Drill"}
        more = {"storm_id": storm_id, "roster": "paper", "opened_at": START, "is_synthetic": True}
        with self.store.write() as transaction:
            transaction.append("operation", pd.DataFrame([row | more]))
        return operation_id

    def move(self, operation_id: str, moved: Sequence[tuple[int, str | None, str]]) -> Moment:
        """So many persons of a category in a status each; returns the moment afterwards."""
        events = [
            Event(
                event_id=f"s{next(NUMBERS)}",
                operation_id=operation_id,
                subject="evacuee",
                subject_id=f"p{number}",
                facet="move",
                status=status,
                happened_at=START + timedelta(hours=1 + number),
                recorded_at=START + timedelta(hours=1 + number),
                source="test",
                actor="test",
                township_code="331083001",
                village_code="331083001001",
                category=category,
                quantity=persons,
            )
            for number, (persons, category, status) in enumerate(moved)
        ]
        assert not self.ledger.record_from_source(events).problems
        return Moment(operation_id, AT, AT)


@pytest.fixture(scope="module")
def ground(
    tmp_path_factory: pytest.TempPathFactory,
    lay_county: Callable[[Path], Path],
) -> Iterator[Ground]:
    settings = replace(load_settings(), home=tmp_path_factory.mktemp("sentences"))
    store = Store(lay_county(settings.database), queries=settings.queries_dir)
    storms = [
        {"storm_id": "202212", "name_zh": "梅花", "name_en": "Muifa"},
        {"storm_id": "202403", "name_zh": "格美", "name_en": "Gaemi"},
    ]
    with store.write() as transaction:
        transaction.append("storm", pd.DataFrame(storms).assign(season=2022))
    county = load_county(settings.county_dir, settings.reference_dir)
    yield Ground(store, county, settings, Ledger(store))
    store.close()


MUIFA = ((12, "fishing_vessel"), (30, "construction_site"), (7, "old_house"), (2, "expanded"))


def moved(rows: Sequence[tuple[int, str]]) -> list[tuple[int, str | None, str]]:
    return [(persons, category, "with_relatives") for persons, category in rows]


def test_the_frame_of_the_storm_takes_the_numbers_of_the_rows(ground: Ground) -> None:
    at = ground.move(ground.begin(), moved(MUIFA))
    assert sentence(ground, at) == (
        "防御“梅花”台风期间,玉环市共转移人员 51 人,其中渔船转移 12 人、建筑工地 30 人、老旧房 7 人、"
        "地质灾害点 0 人、海上养殖人员 0 人、扩面转移 2 人。"
    )
    assert unfit(ground, at) == ()


def test_people_whom_the_frame_does_not_name_are_never_left_out(ground: Ground) -> None:
    at = ground.move(ground.begin(), moved([*MUIFA, (4, "hill_pond")]))
    [found] = unfit(ground, at)
    assert (found.fault, found.category, found.persons) == (Fault.FRAME, "hill_pond", 4)
    assert "山塘" in found.say()
    assert "4 人" in found.say()


def test_any_other_storm_is_told_in_the_countys_style_without_noughts(ground: Ground) -> None:
    at = ground.move(ground.begin("202403"), moved([(3, "hill_pond"), (5, "fishing_vessel")]))
    assert sentence(ground, at) == ("防御“格美”台风期间,玉环市共转移人员 8 人,其中渔船转移 5 人、山塘 3 人。")
    flood = ground.move(ground.begin(None), moved([(3, "hill_pond")]))
    assert sentence(ground, flood) == "玉环市共转移人员 3 人,其中山塘 3 人。"
    listed = ground.move(ground.begin("202403"), [(3, "hill_pond", "listed")])
    assert sentence(ground, listed) == "防御“格美”台风期间,玉环市尚未转移人员。"


@pytest.mark.parametrize(("storm_id", "storm"), [("202403", "格美"), ("202212", "梅花")])
def test_where_nobody_has_spoken_no_figure_is_nought_also_not_in_the_frame_of_a_storm(
    ground: Ground, storm_id: str, storm: str
) -> None:
    silent = Moment(ground.begin(storm_id), AT, AT)
    assert sentence(ground, silent) == f"防御“{storm}”台风期间,玉环市尚无人员转移的报告。"
    text = bulletin_text(ground, silent, Mark(title=TITLE, moment=silent))
    assert ";应转移人数未报。\n" in text
    assert "五、安置与返回。尚无安置与返回的报告。\n" in text
    assert "0 人" not in text
    assert "未报 人" not in text


@pytest.mark.parametrize(
    "content",
    [
        "frames: [",
        "house: 1",
        "frames:\n  - {storm_id: '202212', text_zh: '{moved', source: x, certainty: x}\n",
    ],
)
def test_a_broken_file_of_sentences_is_told_and_never_raises(
    ground: Ground, tmp_path: Path, content: str
) -> None:
    own = tmp_path / "papers"
    own.mkdir()
    (own / "sentences.yaml").write_text(content, encoding="utf-8")
    at = ground.move(ground.begin(), moved(MUIFA))
    broken = replace(ground, settings=replace(ground.settings, county_dir=tmp_path))
    assert [one.fault for one in unfit(broken, at)] == [Fault.FRAME]


def test_a_category_counts_nought_in_an_earlier_issue_only_where_people_were_told_of() -> None:
    now = {"moved": 7, "moved:old_house": 7, "relieved": 3}
    silent = {one.key: one.before for one in changes({"moved": None}, now)}
    assert silent == {"moved": None, "moved:old_house": None}
    assert [one.before for one in changes({"moved": 0}, now)] == [0, 0]


STATUSES = ("with_relatives", "elsewhere", "notified", "refused")
ROWS = st.lists(
    st.tuples(st.integers(1, 900), st.sampled_from((*KNOWN, None, "moon_base")), st.sampled_from(STATUSES)),
    max_size=7,
)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(rows=ROWS)
def test_parts_make_the_whole_at_any_moment_or_somebody_objects(
    ground: Ground, rows: list[tuple[int, str | None, str]]
) -> None:
    at = ground.move(ground.begin(), rows)
    for hours in (3, 9):
        moment = replace(at, as_of=START + timedelta(hours=hours))
        gone = [row for row in rows[:hours] if row[2] in STATUSES[:2]]
        parts = moved_by_category(ground, moment)
        assert sum(parts.values()) == sum(persons for persons, _category, _status in gone)
        found = list(sums_that_differ(ground, moment))
        assert {one.category for one in found} == {row[1] for row in gone} - set(KNOWN)
        assert {one.fault for one in found} <= {Fault.CATEGORY}


def test_a_place_made_out_afterwards_is_not_called_a_fix(drill: Desk) -> None:
    night = datetime(2022, 9, 5, 14, tzinfo=UTC)
    at = Moment("drill-hinnamnor-1", night, night)
    assert "(日本事后最佳路径)。" in bulletin_text(drill, at, Mark(title=TITLE, moment=at))


def test_the_word_bulletin_says_what_the_text_says_with_its_moment_on_every_page(ground: Ground) -> None:
    at = ground.move(ground.begin(), moved(MUIFA))
    mark = Mark(title=TITLE, moment=at)
    with zipfile.ZipFile(io.BytesIO(bulletin_word(ground, at, mark))) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    footers = [text for name, text in parts.items() if "footer" in name]
    assert footers
    assert all("截至9月13日17时" in text for text in footers)
    assert any('string="草稿"' in text for name, text in parts.items() if "header" in name)
    body = parts["word/document.xml"]
    for line in bulletin_text(ground, at, mark).splitlines()[2:]:
        assert line in body
    assert "{{" not in body
    assert context(ground, at, mark).keys() | {"heading", "lines"} == VALUES


def test_a_broken_template_of_the_county_is_a_sentence(ground: Ground, tmp_path: Path) -> None:
    own = tmp_path / "papers" / "templates"
    own.mkdir(parents=True)
    (own / "bulletin.docx").write_bytes(b"not a document")
    (own / "bulletin_zh.txt").write_text("{{ moved", encoding="utf-8")
    broken = replace(ground, settings=replace(ground.settings, county_dir=tmp_path))
    files = ("bulletin.docx", "bulletin_zh.txt", "bulletin_en.txt")
    found = list(broken_templates(broken, files, VALUES))
    assert [one.say().split()[1] for one in found] == ["bulletin.docx", "bulletin_zh.txt"]
    (own / "bulletin_zh.txt").write_text("{{ title }}{{ nonsense }}{{ range(3) }}", encoding="utf-8")
    [_word, strange] = broken_templates(broken, files, VALUES)
    assert strange.say() == "模板 bulletin_zh.txt 里有不认识的名称:nonsense"
    (own / "bulletin_zh.txt").write_text("{{ ''.__class__.__mro__ }}", encoding="utf-8")
    with pytest.raises(BadTemplateError):
        bulletin_text(broken, Moment(ground.begin(), AT, AT), Mark(title=TITLE, moment=Moment("o", AT, AT)))
    (own / "bulletin.docx").unlink()
    (own / "bulletin_zh.txt").write_text("{{ n.moved }}{{ n.nosuch }}", encoding="utf-8")
    [unfit_part] = (
        one for one in refuse(broken, Moment(ground.begin(), AT, AT)) if one.fault is Fault.TEMPLATE
    )
    assert "nosuch" in unfit_part.say()


def test_the_moment_on_a_paper_is_written_to_the_second_where_it_has_one() -> None:
    late = AT + timedelta(minutes=7, seconds=38)
    assert marks(Mark(title=TITLE, moment=Moment("o", AT, late)))["foot"].startswith(
        "截至9月13日17时 登记截至9月13日17时7分38秒 ·"
    )
    assert [second(at) for at in (AT, late)] == ["2022-09-13 17:00", "2022-09-13 17:07:38"]
