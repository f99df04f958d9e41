"""Everything that can be reported on by phone, ready to be found; read anew only when a register changes."""

from stormdesk.domain.directory import Directory, Entry
from stormdesk.domain.next_step import StatusNames
from stormdesk.domain.vocabulary import Subject
from stormdesk.ui.page import Page
from stormdesk.ui.shared import Shared
from stormdesk.ui.text import named

_FIELDS = ("subject", "object_id", "name", "phone", "township_code", "village_code", "category", "people")
_TOWNSHIP = 9
_BYTES_OF_ENTRY = 1500
_directories: Shared[Directory] = Shared(8, most=32, weigh=lambda kept: _BYTES_OF_ENTRY * len(kept.entries))


def directory(page: Page) -> Directory:
    """The directory of the operation's registers at the moment, as far as the visitor's area reaches."""
    finder = page.desk.finder
    asked = {"operation_id": page.moment.operation_id, "as_of": page.moment.as_of}
    marks = finder.rows("phone/fingerprint", **asked)[0]
    key = (finder.key, page.operation.get("roster"), *marks)
    return _directories.get(key, lambda: _read(page))


def status_names(page: Page) -> StatusNames:
    """All statuses by their Chinese names, in which reports are told."""
    found = page.ask("reference/statuses")
    keys = zip(found["subject"], found["facet"], found["status"], strict=True)
    return dict(zip(keys, found["name_zh"], strict=True))


def shown_statuses(page: Page) -> dict[tuple[str, str, str], str]:
    """All statuses by name in the visitor's language."""
    found = page.ask("reference/statuses")
    keys = zip(found["subject"], found["facet"], found["status"], strict=True)
    return dict(zip(keys, found[named()], strict=True))


def categories(page: Page, kind: str, column: str | None = None) -> dict[str, str]:
    """The categories of a kind by name, or what another column says of them."""
    found = page.ask("reference/categories")
    found = found[found["kind"] == kind]
    return dict(zip(found["category"], found[column or named()], strict=True))


def _read(page: Page) -> Directory:
    asked = {"operation_id": page.moment.operation_id, "as_of": page.moment.as_of}
    rows = page.desk.finder.rows("phone/subjects", **asked)
    entries = [Entry(**dict(zip(_FIELDS, row, strict=True))) for row in rows]
    areas = {
        str(area.area_code): str(area.name_zh)
        for area in page.ask("reference/areas").itertuples()
        if area.tier != "county"
    }
    entries += [_area(code, name) for code, name in areas.items()]
    for code, name in areas.items():
        if len(code) == _TOWNSHIP:
            entries += _tallies(page, code, name) + _losses(page, code, name)
    return Directory(entries, areas)


def _area(code: str, name: str) -> Entry:
    village = None if len(code) == _TOWNSHIP else code
    return Entry(
        subject=Subject.AREA, object_id=code, name=name, township_code=code[:_TOWNSHIP], village_code=village
    )


def _tallies(page: Page, code: str, name: str) -> list[Entry]:
    kinds = categories(page, "evacuation", "name_zh")
    return [
        Entry(
            subject=Subject.TALLY,
            object_id=f"{code}:{category}",
            name=name,
            township_code=code,
            category=category,
            detail=title,
        )
        for category, title in kinds.items()
    ]


def _losses(page: Page, code: str, name: str) -> list[Entry]:
    """What of a damage report is told in persons; areas, rooms and money need the form."""
    items = page.county.reference.damage_items
    return [
        Entry(
            subject=Subject.DAMAGE,
            object_id=f"{code}:{item.code}",
            name=name,
            township_code=code,
            category=item.code,
            detail=item.name_zh,
        )
        for item in items
        if item.unit_zh == "人" and not item.is_counted
    ]
