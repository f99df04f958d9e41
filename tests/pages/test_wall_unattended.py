"""A wall that nobody watches over: its alarm budget, its views, how it turns."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.exceptions import SHOWN, Kind, Trouble, merged
from stormdesk.ingest.desk import Desk
from stormdesk.ui.ground import register_ground
from stormdesk.ui.wall.rotation import signs
from stormdesk.ui.wall.views import LISTED

PAGE = "command/wall"
Open = Callable[..., AppTest]
Do = Callable[..., Any]


@pytest.fixture(autouse=True)
def ground(desk: Desk) -> None:
    register_ground(desk)


def shown(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def numbers(pattern: str, text: str) -> list[int]:
    return [int(found.replace(",", "")) for found in re.findall(pattern, text)]


@pytest.fixture
def alarms(desk: Desk, report: Do) -> None:
    """Five hundred at once: directives past their time in eleven townships, on top of what is late anyway."""
    report("response.level", "in_force", "typhoon", h=60, category="2", payload="{}")
    facts = '{"owner_unit":"nobody","due_at":"2022-09-12T12:00"}'
    one = report("directive.progress", "found", "X", h=60, payload=facts)
    codes = [township.code for township in desk.county.counted_townships]
    more = [
        replace(one, event_id=f"x{n}", subject_id=f"D{n}", township_code=codes[n % len(codes)])
        for n in range(499)
    ]
    assert not desk.ledger.record_from_source(more).problems


@pytest.mark.usefixtures("alarms")
def test_five_hundred_alarms_light_seven_lines_and_none_is_lost(open_page: Open) -> None:
    text = shown(open_page(PAGE, lang="zh"))
    lit = re.findall(r'<div class="w-line .*?</div></div>', text, re.DOTALL)
    assert 0 < len(lit) <= SHOWN
    merged_line = next(line for line in lit if "督办 500 项超期" in line)
    assert 'class="w-count">500<' in merged_line
    said = [re.search(r'class="w-count">([\d,]+)<', line) for line in lit]
    told = sum(int(found[1].replace(",", "")) if found else 1 for found in said)
    (total,) = numbers(r"待处置 \d+ / 共 ([\d,]+)", text)
    assert told + sum(numbers(r"另 ([\d,]+) 项", text)) == total >= 500
    listed = numbers(r'<i class="w-n">([\d,]+)</i>', text)
    beyond = re.search(r'class="w-beyond">(.*?)</p>', text)
    assert len(listed) <= LISTED
    assert sum(listed) + (sum(numbers(r"<b>([\d,]+)</b>", beyond[1])) if beyond else 0) == total


def test_every_view_is_there_and_says_where_nothing_is_known(open_page: Open) -> None:
    text = shown(open_page(PAGE))
    for part in ("w-v-clock", "w-v-storm", "w-v-list"):
        assert part in text
    assert "没有待办对象" in text
    assert "? 没有站点" in text or "共 " in text


def turning(app: AppTest) -> tuple[int, int, list[list[str]]]:
    text = shown(app)
    every, hold = re.search(r"EVERY_MS = (\d+)", text), re.search(r"HOLD_MS = (\d+)", text)
    views = re.search(r"new Map\((\[.*?\])\);", text)
    assert every
    assert hold
    assert views
    return int(every[1]), int(hold[1]), json.loads(views[1])


def test_a_paired_screen_turns_and_a_persons_wall_only_when_asked(open_page: Open, sign_in: Do) -> None:
    assert turning(open_page(PAGE))[0] == 0
    assert turning(open_page(PAGE, rotate="3", hold="999"))[:2] == (10, 240), "bounded"
    sign_in("wall")
    every, hold, views = turning(open_page(PAGE))
    assert (every, hold) == (60, 10)
    assert [name for name, _title in views] == ["main", "map", "matrix", "clock", "storm", "list"]
    assert turning(open_page(PAGE, rotate="0"))[0] == 0


def test_a_line_is_known_again_however_it_is_merged_and_tells_nobody_what_it_is() -> None:
    silent = [
        Trouble(kind=Kind.SILENCE, cause="phone:13812342071", subject_id=str(n), township_code=str(n % 2))
        for n in range(4)
    ]
    apart = " ".join(sorted(signs(line) for line in merged(silent)))
    across = signs(merged(silent, across=True)[0])
    assert sorted(across.split()) == sorted(apart.split())
    assert [part.split("=")[1] for part in across.split()] == ["2", "2"]
    assert re.fullmatch(r"[0-9a-f]{10}=2 [0-9a-f]{10}=2", across)
