"""The one table: lines of figures, an aim beside each that has one, and whether it was met."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from unicodedata import east_asian_width


@dataclass(frozen=True, slots=True)
class Aim:
    """The largest value that is wanted in one column."""

    column: str
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table; what was not measured stays empty."""

    part: str
    what: str
    cpu_ms: float | None = None
    kb: float | None = None
    data_kb: float | None = None
    visible_s: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    mb: float | None = None
    count: float | None = None
    ratio: float | None = None
    note: str = ""
    aims: tuple[Aim, ...] = ()

    @property
    def aim(self) -> str:
        """The aims in words."""
        return ", ".join(f"{HEADS[aim.column]} ≤ {aim.most:g}" for aim in self.aims)

    @property
    def verdict(self) -> str:
        """Whether every aim was met, and if not, by how much it was missed."""
        missed = []
        for aim in self.aims:
            value = getattr(self, aim.column)
            if value is None:
                missed.append("not measured")
            elif value > aim.most:
                missed.append(f"no: {HEADS[aim.column]} ×{value / aim.most:.1f}")
        if not self.aims:
            return ""
        return "; ".join(missed) or "yes"


HEADS = {
    "part": "part",
    "what": "what",
    "cpu_ms": "CPU ms",
    "kb": "kB",
    "data_kb": "data kB",
    "visible_s": "s",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "mb": "MB",
    "count": "n",
    "ratio": "ratio",
    "aim": "aim",
    "verdict": "met?",
    "note": "note",
}


def drawn(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table that also reads well as plain text."""
    rows = [[_shown(line, column) for column in HEADS] for line in lines]
    heads = list(HEADS.values())
    widths = [max(map(_width, column)) for column in zip(heads, *rows, strict=True)]
    rule = ["-" * width for width in widths]
    return "\n".join(_row(cells, widths) for cells in (heads, rule, *rows))


def as_records(lines: Sequence[Line]) -> list[dict[str, object]]:
    """The lines for a program that compares two runs."""
    return [asdict(line) | {"met": line.verdict} for line in lines]


def _shown(line: Line, column: str) -> str:
    value = getattr(line, column)
    if value is None:
        return ""
    if not isinstance(value, float | int):
        return str(value)
    if column == "ratio":
        return f"×{value:.1f}"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)]
    return "| " + " | ".join(padded) + " |"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


if {field.name for field in fields(Line)} - {"aims"} - HEADS.keys():
    raise TypeError("a column has no head")
