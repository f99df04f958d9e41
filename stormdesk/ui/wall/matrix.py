"""Subject by township: what is left, a tick for nothing left, a question mark where nobody knows."""

from datetime import timedelta

from stormdesk.domain.silence import Silence, Voice, online
from stormdesk.ui.render import whole
from stormdesk.ui.text import _
from stormdesk.ui.wall.blocks import pace_of, state_of
from stormdesk.ui.wall.cells import Row, count
from stormdesk.ui.wall.places import short_name
from stormdesk.ui.wall.reading import SUBJECTS, Reading


def matrix(reading: Reading) -> dict[str, object]:
    """The table as the template draws it."""
    codes = [
        township.code
        for township in reading.county.counted_townships
        if reading.area_code is None or reading.area_code.startswith(township.code)
    ]
    return {
        "townships": [short_name(reading.county, code) for code in codes],
        "rows": [_row(reading, subject, codes) for subject in SUBJECTS],
        "words": [_word(reading.townships.get(code)) for code in codes],
        "silent_villages": [_silent_villages(reading, code) for code in codes],
        "is_owed": reading.level_code is not None,
    }


def townships_online(reading: Reading) -> tuple[int, int]:
    """How many townships spoke in time, of how many."""
    return online(reading.townships.values()), len(reading.townships)


def _row(reading: Reading, subject: str, codes: list[str]) -> dict[str, object]:
    state = state_of(reading, subject, pace_of(reading, subject))
    by_township = reading.standings[subject].by_township
    most = max((count(row, "left_count") for row in by_township.values()), default=0)
    return {
        "name": {
            "responsible_person": _("到岗"),
            "evacuee": _("转移"),
            "vessel": _("船舶"),
            "site": _("工地"),
            "shelter": _("避灾"),
        }[subject],
        "cells": [
            _cell(by_township.get(code, {}), township_state(reading, subject, code, state), most)
            for code in codes
        ],
    }


def township_state(reading: Reading, subject: str, code: str, whole_state: str) -> str:
    """How grave what is left in a township is by its own clock; as the whole table where it has none."""
    worst = reading.work.in_township(subject, code).worst
    return worst if worst in {"late", "soon", "open"} else whole_state


def _cell(row: Row, state: str, most: int) -> dict[str, str]:
    left, unknown = count(row, "left_count"), count(row, "unknown_count")
    if not count(row, "total"):
        return {"text": "–", "state": "empty"}
    if left and left == unknown:
        return {"text": f"? {whole(left)}", "state": "unknown"}
    if left:
        strength = "high" if 3 * left >= 2 * most else "mid" if 3 * left >= most else "low"
        grave = "late" if count(row, "trouble_count") else state
        return {"text": whole(left), "state": f"{grave} w-i-{strength}"}
    return {"text": "✓", "state": "done"}


def age_words(age: timedelta | None) -> str:
    """An age as people say it; a question mark when nothing was ever heard."""
    if age is None:
        return "?"
    minutes = int(age / timedelta(minutes=1))
    if minutes < 100:
        return _("{n}分").format(n=minutes)
    hours = minutes // 60
    return _("{n}小时").format(n=hours) if hours < 48 else _("{n}天").format(n=hours // 24)


def _word(silence: Silence | None) -> dict[str, str]:
    if silence is None:
        return {"text": "?", "state": "unknown"}
    state = "silent" if silence.is_silent else "heard" if silence.voice is Voice.HEARD else "free"
    return {"text": age_words(silence.age), "state": state}


def _silent_villages(reading: Reading, code: str) -> dict[str, str]:
    silent = sum(one.is_silent for one in reading.villages if one.area_code.startswith(code))
    return {"text": str(silent) if silent else "✓", "state": "silent" if silent else "done"}
