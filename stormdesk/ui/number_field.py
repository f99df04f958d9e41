"""One number as people type it: full width, 1,200, 12人; what cannot be read is told, never guessed at."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from stormdesk.ingest.sheets.cell_numbers import decimal, whole_number
from stormdesk.ingest.sheets.fault import Fault
from stormdesk.ui.literal import literal
from stormdesk.ui.text import _

LONGEST = 20
# The browser's script asks for a keyboard of digits where a field's key ends so.
ENDING = "-number"
_SHOWN = ".15g"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberField:
    """A field for one number between two others; `unit` is a word that may stand behind it."""

    title: str
    key: str
    least: float = 0
    most: float
    is_whole: bool = True
    unit: str = ""

    @property
    def field_key(self) -> str:
        """The key of what is typed."""
        return self.key + ENDING

    @property
    def typed(self) -> str:
        """What stands in the field at this instant."""
        return str(st.session_state.get(self.field_key) or "").strip()

    @property
    def value(self) -> float | None:
        """The number; None where nothing stands there, or nothing that can be taken."""
        read = self._read()
        return None if isinstance(read, str) else read

    @property
    def whole(self) -> int | None:
        """The number where it counts something."""
        value = self.value
        return None if value is None else int(value)

    @property
    def problem(self) -> str:
        """Why what stands there cannot be taken; empty where it can."""
        read = self._read()
        return read if isinstance(read, str) else ""

    def draw(self, start: float | None = None, *, placeholder: str = "") -> None:
        """Draw the field, first with `start`, and beneath it what is wrong with what stands there."""
        st.text_input(
            self.title,
            "" if start is None else f"{start:{_SHOWN}}",
            max_chars=LONGEST,
            placeholder=placeholder,
            key=self.field_key,
            persist_state="page",
        )
        if problem := self.problem:
            st.error(problem)

    def empty(self) -> None:
        """Take away what stands there; only before it is drawn."""
        st.session_state[self.field_key] = ""

    def _read(self) -> float | str | None:
        typed = self.typed
        read = whole_number(typed, unit=self.unit) if self.is_whole else decimal(typed, unit=self.unit)
        if isinstance(read, Fault):
            return self._refusal(_(read.reason), read.suggestion)
        if read is not None and not self.least <= read <= self.most:
            return self._refusal(_("超出范围"), None)
        return read

    def _refusal(self, reason: str, suggestion: str | None) -> str:
        form = _("没有收下“{typed}”:{reason}。请填 {least} 到 {most} 之间的整数。")
        if not self.is_whole:
            form = _("没有收下“{typed}”:{reason}。请填 {least} 到 {most} 之间的数。")
        said = form.format(
            typed=literal(self.typed),
            reason=reason,
            least=literal(f"{self.least:,{_SHOWN}}"),
            most=literal(f"{self.most:,{_SHOWN}}"),
        )
        return said + (_("是 {n} 吗?").format(n=literal(suggestion)) if suggestion else "")


def problems_of(fields: Iterable[NumberField]) -> list[str]:
    """What is wrong in any of these fields."""
    return [problem for field in fields if (problem := field.problem)]
