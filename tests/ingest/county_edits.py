"""Single edits of a county's files."""

from collections.abc import Callable
from pathlib import Path

Edit = Callable[[Path], None]
HARBOUR_HEADER = (
    "harbour_id,name_zh,name_en,township_code,lat,lon,berth_count,shelter_grade_bft,draught_m,"
    "is_position_synthetic,is_capacity_synthetic,source,certainty\n"
)


def swap(file: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def add(file: str, line: str) -> Edit:
    def edit(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")

    return edit


def harbour(township: str, lat: str, lon: str) -> Edit:
    def edit(folder: Path) -> None:
        row = f"pier,码头,Pier,{township},{lat},{lon},9,8,2.5,yes,yes,虚构,synthetic\n"
        (folder / "harbours.csv").write_text(HARBOUR_HEADER + row, encoding="utf-8")

    return edit


def phrase(code: str) -> Edit:
    def edit(folder: Path) -> None:
        text = (
            f"storm_number,order,category_code,phrase_zh,source,certainty\n2212,1,{code},词,虚构,synthetic\n"
        )
        (folder / "evacuation_phrases.csv").write_text(text, encoding="utf-8")

    return edit


def sea_times(*rows: str) -> Edit:
    def edit(folder: Path) -> None:
        header = "code,name_zh,name_en,quantity,from_bft,value,source,certainty\n"
        lines = [f"row{number},值,Figure,{row},虚构,synthetic\n" for number, row in enumerate(rows)]
        (folder / "sea_times.csv").write_text(header + "".join(lines), encoding="utf-8")

    return edit
