"""HTML for the screens: only from templates that escape every value."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from stormdesk.domain.moment import BEIJING
from stormdesk.ui.text import _, language

# From here on nobody counts in hours.
SPELLED_AS_DAYS_H = 72
TEMPLATES = Path(__file__).resolve().parent / "templates"


def clock_time(instant: datetime | None, pattern: str = "%m-%d %H:%M") -> str:
    """An instant in Beijing time; a dash when there is none."""
    if instant is None or instant != instant:  # noqa: PLR0124  not-a-time is not itself
        return "—"
    return instant.astimezone(BEIJING).strftime(pattern)


def near_time(at: datetime, now: datetime) -> str:
    """A time of day, with its date when that is not today."""
    is_today = at.astimezone(BEIJING).date() == now.astimezone(BEIJING).date()
    return clock_time(at, "%H:%M" if is_today else "%m-%d %H:%M")


def duration(span: timedelta | None) -> str:
    """A length of time as hours and minutes, `?` when unknown, with a minus sign when past."""
    if span is None:
        return "?"
    minutes = round(span.total_seconds() / 60)
    sign = "-" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    return f"{sign}{hours:02d}:{rest:02d}"


def spelled(span: timedelta | None) -> str:
    """A length of time that nobody takes for a time of day; days from the third on, `?` when unknown."""
    if span is None:
        return "?"
    minutes = abs(round(span.total_seconds() / 60))
    hours, rest = divmod(minutes, 60)
    if hours >= SPELLED_AS_DAYS_H:
        return _("{days} 天 {hours} 小时").format(days=hours // 24, hours=hours % 24)
    if hours and not rest:
        return _("{hours} 小时").format(hours=hours)
    if hours:
        return _("{hours} 小时 {minutes} 分").format(hours=hours, minutes=rest)
    return _("{left} 分钟").format(left=rest)


def left_or_over(left: timedelta) -> str:
    """How long is left, or how long it has been over, in words."""
    said = _("超 {time}") if left < timedelta(0) else _("还剩 {time}")
    return said.format(time=spelled(left))


def marked_units(text: str) -> list[tuple[str, bool]]:
    """The words of a text, and which of them stand beside its numbers and may be written smaller."""
    words = text.split()
    has_number = any(word[0].isdigit() for word in words)
    return [(word, has_number and not word[0].isdigit()) for word in words]


def whole(number: float | None) -> str:
    """A count with separators; `?` when unknown."""
    return "?" if number is None or number != number else f"{int(number):,}"  # noqa: PLR0124


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "clock": clock_time,
        "duration": duration,
        "marked_units": marked_units,
        "whole": whole,
    }
    environment.globals |= {"_": _, "language": language}
    return environment


def html(template: str, values: Mapping[str, object]) -> str:
    """The filled template `templates/<template>.html`."""
    return _environment().get_template(f"{template}.html").render(**values)


def draw(template: str, **values: object) -> None:
    """Put a filled template on the page."""
    st.html(html(template, values))
