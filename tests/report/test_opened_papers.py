"""Every form and report, opened by an office program and looked at page by page."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pytest

from stormdesk.domain.moment import Moment
from stormdesk.domain.papers import Mark
from stormdesk.ingest.desk import Desk
from stormdesk.report.forms.duty_roster import duty_roster
from stormdesk.report.forms.transfer_list import transfer_list
from stormdesk.report.papers.forms import FORMS, feet_of
from stormdesk.report.papers.review import REVIEW

OFFICE = shutil.which("soffice")
NIGHT = datetime(2022, 9, 5, 14, tzinfo=UTC)
MOMENT = Moment("drill-hinnamnor-1", NIGHT, NIGHT)
ISLAND = "331083202"
# Least and most pages, and words that must be on them.
EXPECTED: dict[str, tuple[int, int, tuple[str, ...]]] = {
    "damage": (2, 3, ("自然灾害情况报表", "紧急转移安置", "未报")),
    "daily_return": (1, 1, ("防汛防台日报", "坎门街道", "3,083")),
    "eight_lists": (9, 80, ("防台八张清单", "城市内涝", "待县填报")),
    "duty_roster": (2, 6, ("责任人值守表", "海山乡", "在岗")),
    "transfer_list": (2, 12, ("人员转移清单", "海山乡", "已隐去")),
    "review": (3, 12, ("复盘报告", "台风过程", "应启未启·防台风·Ⅳ级", "整改事项", "转移人数")),
}
BROKEN = re.compile(r"Err:\d|#REF|#NAME|#VALUE|#####|\{\{|\{%|\ufffd|typhoon\.")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="no soffice on this machine")


def _papers(drill: Desk) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    for kind in (*FORMS, REVIEW):
        mark = Mark(title=kind.title, moment=MOMENT)
        lists: dict[str, Callable[..., bytes]] = {"duty_roster": duty_roster, "transfer_list": transfer_list}
        if kind.kind in lists:
            data = lists[kind.kind](drill, MOMENT, feet_of(drill, MOMENT, mark), area_code=ISLAND)
        else:
            data = kind.make(drill, MOMENT, mark)
        made[f"{kind.kind}.{kind.ending}"] = data
    return made


@pytest.fixture(scope="module")
def opened(drill: Desk, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The papers as the office program prints them; it is started once for all."""
    folder = tmp_path_factory.mktemp("papers")
    for name, data in _papers(drill).items():
        (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(path) for path in sorted(folder.glob("*.*x"))]
    command = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return {name: pdfium.PdfDocument(folder / f"{name}.pdf") for name in EXPECTED}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_paper_opens_whole(name: str, opened: dict[str, Any]) -> None:
    least, most, words = EXPECTED[name]
    pages = list(opened[name])
    assert least <= len(pages) <= most
    texts = [page.get_textpage().get_text_range() for page in pages]
    whole = "".join("".join(texts).split())
    for word in words:
        assert word in whole
    assert BROKEN.search(whole) is None
    for text in texts:
        assert re.search(r"截至(2022-09-05|9月5日22时)", "".join(text.split())), "the moment is on every page"


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_runs_over_the_edge_of_a_page(name: str, opened: dict[str, Any]) -> None:
    document = opened[name]
    for number in {0, len(document) - 1}:
        shown = np.asarray(document[number].render(scale=0.6).to_pil().convert("L"))
        assert (shown < 200).any(), "the page is not blank"
        for edge in (shown[:, :4], shown[:, -4:], shown[:4], shown[-4:]):
            assert (edge > 240).all()


def test_the_reports_pictures_are_drawn(opened: dict[str, Any]) -> None:
    held = [
        one
        for page in opened["review"]
        for one in page.get_objects()
        if one.type == pdfium.raw.FPDF_PAGEOBJ_IMAGE
    ]
    drawn = [np.asarray(one.get_bitmap().to_pil().convert("RGB")) for one in held]
    large = [one for one in drawn if min(one.shape[:2]) > 300]
    assert len(large) >= 2
    assert all(np.ptp(one, axis=2).max() > 60 for one in large)


def test_every_page_of_a_word_paper_says_which_it_is_of_how_many(opened: dict[str, Any]) -> None:
    pages = list(opened["review"])
    for number, page in enumerate(pages, start=1):
        text = "".join(page.get_textpage().get_text_range().split())
        assert f"第{number}页,共{len(pages)}页" in text
