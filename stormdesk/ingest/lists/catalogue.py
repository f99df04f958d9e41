"""The lists that are known: the files of data/lists, and what a county lays over them."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError

from stormdesk.domain.table_problem import TableProblem, TableRule
from stormdesk.errors import N_, StormdeskError
from stormdesk.ingest.lists.description import ListDescription
from stormdesk.ingest.table_file import problems_of
from stormdesk.settings import Settings

SHARED: Final = "shared_fields.yaml"
FOLDER: Final = "lists"
# What a county adds to the words that stand already, rather than putting it in their place.
ADDED: Final = ("synonyms", "title_words")
Raw = dict[str, Any]


class BadListFile(StormdeskError):
    """A description of a list that breaks a rule; `problems` names file, field and rule."""

    sentence = N_("名单说明文件有误:\n{listing}")

    def __init__(self, problems: list[TableProblem]) -> None:
        self.problems = problems
        super().__init__(listing="\n".join(str(problem) for problem in problems))


def list_folders(settings: Settings) -> tuple[Path, ...]:
    """Where descriptions lie: those of everybody, then those of the county."""
    return settings.reference_dir.parent / FOLDER, settings.county_dir / FOLDER


def known_lists(settings: Settings) -> Mapping[str, ListDescription]:
    """Every list by its code; files are read again when one of them has changed."""
    folders = list_folders(settings)
    stamps = tuple(
        (str(path), path.stat().st_mtime_ns)
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.glob("*.yaml"))
    )
    return _load(folders, stamps)


@lru_cache(maxsize=4)
def _load(folders: tuple[Path, ...], _stamps: tuple[tuple[str, int], ...]) -> Mapping[str, ListDescription]:
    return load_lists(*folders)


def load_lists(*folders: Path) -> dict[str, ListDescription]:
    """Read the descriptions of the folders, later ones laid over earlier ones.

    Raises BadListFile with every rule that is broken.
    """
    problems: list[TableProblem] = []
    shared: dict[str, Raw] = {}
    raws: dict[str, tuple[str, Raw]] = {}
    for folder in folders:
        shared |= _read(folder / SHARED, problems) if (folder / SHARED).is_file() else {}
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else []:
            if path.name != SHARED:
                raw = _read(path, problems)
                code = str(raw.get("code", path.stem))
                raws[code] = (path.name, _laid(raws[code][1], raw) if code in raws else raw)
    known = {code: _checked(file, raw, shared, problems) for code, (file, raw) in raws.items()}
    if problems:
        raise BadListFile(problems)
    return {code: described for code, described in known.items() if described is not None}


def _read(path: Path, problems: list[TableProblem]) -> Raw:
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        problems.append(TableProblem(path.name, None, None, str(error)[:200], TableRule.BROKEN))
        return {}
    if not isinstance(raw, dict):
        problems.append(TableProblem(path.name, None, None, "", TableRule.EMPTY))
        return {}
    return raw


def _checked(
    file: str, raw: Raw, shared: Mapping[str, Raw], problems: list[TableProblem]
) -> ListDescription | None:
    fields = []
    for entry in raw.get("fields") or []:
        used = entry.get("use") if isinstance(entry, dict) else None
        if used is not None and used not in shared:
            problems.append(TableProblem(file, None, "fields.use", str(used), TableRule.CHOICE))
            return None
        own = {name: value for name, value in entry.items() if name != "use"}
        base = {"key": used, **shared[used]} if used else {}
        fields.append(_laid(base, own) if used else own)
    try:
        return ListDescription.model_validate({**raw, "fields": fields})
    except ValidationError as error:
        problems += problems_of(error, file, None)
        for detail in error.errors(include_url=False):
            if detail["type"] == "value_error":
                problems.append(TableProblem(file, None, None, str(detail["msg"]), TableRule.OTHER))
        return None


def _laid(base: Raw, over: Raw) -> Raw:
    """Lay a county's words over a description: words are added, the rest is put in its place."""
    laid = {**base, **over}
    for name in ADDED:
        if name in base and name in over:
            laid[name] = [*over[name], *(word for word in base[name] if word not in over[name])]
    if isinstance(base.get("words"), dict) and isinstance(over.get("words"), dict):
        both = base["words"].keys() | over["words"].keys()
        laid["words"] = {
            code: [*base["words"].get(code, []), *over["words"].get(code, [])] for code in sorted(both)
        }
    if "fields" in base and "fields" in over:
        laid["fields"] = _laid_fields(base["fields"], over["fields"])
    return laid


def _laid_fields(base: list[Raw], over: list[Raw]) -> list[Raw]:
    fields = {str(entry.get("key", entry.get("use"))): entry for entry in base}
    for entry in over:
        name = str(entry.get("key", entry.get("use")))
        fields[name] = _laid(fields[name], entry) if name in fields else entry
    return list(fields.values())
