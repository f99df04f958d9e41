"""What a person chooses about one file before it is taken in; a choice draws the look anew."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from stormdesk.domain.geo import Datum
from stormdesk.domain.vocabulary import N_
from stormdesk.ingest.lists.model import Choices
from stormdesk.ui.data.held import keep, kept

_HELD = "choices"
DATUMS: Mapping[Datum, str] = {
    Datum.WGS84: N_("WGS 84(卫星定位)"),
    Datum.CGCS2000: N_("CGCS2000(国家大地坐标)"),
    Datum.GCJ02: N_("GCJ-02(高德、腾讯地图)"),
    Datum.BD09: N_("BD-09(百度地图)"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices for one file; no list chosen means that the file's own words decide."""

    digest: str
    list_code: str | None = None
    choices: Choices = Choices()  # noqa: RUF009  frozen


def chosen_for(digest: str) -> Chosen:
    """What was chosen for this file so far."""
    held: Chosen | None = kept(_HELD)
    return held if held is not None and held.digest == digest else Chosen(digest)


def choose_list(digest: str, list_code: str | None) -> None:
    """Read the file as this list; what was chosen for its columns and cells falls away."""
    held = chosen_for(digest)
    keep(_HELD, Chosen(digest, list_code, replace(held.choices, columns={}, accepted={})))


def change(digest: str, **changes: Any) -> None:  # noqa: ANN401  fields of Choices
    """Change a choice."""
    held = chosen_for(digest)
    keep(_HELD, replace(held, choices=replace(held.choices, **changes)))


def lay_column(digest: str, place: str, field: str | None) -> None:
    """Lay a heading on a field, on nothing, or leave it to its own words again."""
    columns = dict(chosen_for(digest).choices.columns)
    columns.pop(place, None)
    if field is not None:
        columns[place] = field
    change(digest, columns=columns)


def accept(digest: str, suggestions: Mapping[str, str]) -> None:
    """Put these suggestions in place of their cells."""
    change(digest, accepted={**chosen_for(digest).choices.accepted, **suggestions})


def take_back(digest: str) -> None:
    """Accept no suggestion any more."""
    change(digest, accepted={})


def forget() -> None:
    """Forget what was chosen: the file was taken in or put away."""
    keep(_HELD, None)
