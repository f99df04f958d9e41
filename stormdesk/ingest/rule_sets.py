"""Load rule sets: every cell checked, every problem named, and a sound rule set always in force."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from stormdesk.domain.checklist import Action
from stormdesk.domain.county_rows import ReportRhythm
from stormdesk.domain.rules.check import (
    Fault,
    RuleFault,
    build_clauses,
    easier_when_graver,
    read_conditions,
)
from stormdesk.domain.rules.records import Clause, RuleBook, RuleSet
from stormdesk.domain.rules.rows import ConditionRow, RuleSetHead
from stormdesk.domain.table_problem import TableProblem, TableRule
from stormdesk.domain.warning_lines import WarningLine
from stormdesk.ingest.sheets.text_table import decoded, delimiter_of
from stormdesk.ingest.table_file import TableRead, check_records, problems_of
from stormdesk.settings import PROJECT

RowT = TypeVar("RowT", bound=BaseModel)

HEAD: Final = "rule_set.yaml"
CONDITIONS: Final = "conditions.csv"
ACTIONS: Final = "actions.csv"
RHYTHMS: Final = "rhythms.csv"
DEFAULT: Final = "default"
SHIPPED: Final = PROJECT / "data" / "rules"
LARGEST_BYTES: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class RuleSetRead:
    """A rule set, or None and why not; doubts do not keep it from being used."""

    rule_set: RuleSet | None
    problems: tuple[TableProblem, ...] = ()
    doubts: tuple[TableProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleFolders:
    """Where the rule sets lie, and where the last sound version of the chosen one is laid aside."""

    sets: Path = SHIPPED
    kept: Path | None = None


def load_rule_set(folder: Path) -> RuleSetRead:
    """Read one rule set; the problems name file, row, column, value and rule."""
    head, problems = _head(folder)
    conditions = _table(folder / CONDITIONS, ConditionRow)
    problems += conditions.problems
    built, faults = read_conditions(conditions.rows)
    clauses, clause_faults = build_clauses(conditions.rows, built)
    problems += [_told(fault, conditions.lines) for fault in (*faults, *clause_faults)]
    actions, action_problems = _actions(folder)
    rhythms = _table(folder / RHYTHMS, ReportRhythm) if (folder / RHYTHMS).exists() else TableRead()
    problems += [*action_problems, *rhythms.problems]
    if head is None or problems:
        return RuleSetRead(None, tuple(problems))
    doubts = _doubts(clauses, conditions)
    rule_set = RuleSet(
        **head.model_dump(),
        rule_set_id=folder.name,
        clauses=clauses,
        actions=actions,
        rhythms=rhythms.rows,
        fingerprint=_fingerprint(folder),
    )
    return RuleSetRead(rule_set, (), doubts)


def rule_folders(rules_dir: Path) -> list[Path]:
    """The folders that hold a rule set: the folder itself, or those within it."""
    if _holds_rules(rules_dir):
        return [rules_dir]
    if not rules_dir.is_dir():
        return []
    return sorted(path for path in rules_dir.iterdir() if _holds_rules(path))


def _holds_rules(folder: Path) -> bool:
    return (folder / HEAD).exists() or (folder / CONDITIONS).exists()


def load_rule_book(
    rules_dir: Path,
    chosen_id: str = DEFAULT,
    *,
    kept: Path | None = None,
    lines: Sequence[WarningLine] = (),
) -> RuleBook:
    """Load every rule set; the chosen one is in force.

    While it has an error, its last sound version is, which lies in `kept`, or else the shipped default.
    """
    folders = rule_folders(rules_dir)
    if folders == [rules_dir]:
        chosen_id = rules_dir.name
    known = {folder.name: folder for folder in (*rule_folders(SHIPPED), *folders)}
    read = {name: load_rule_set(folder) for name, folder in known.items()}
    sound = {name: one.rule_set for name, one in read.items() if one.rule_set is not None}
    in_force = sound.get(chosen_id) or _last_sound(kept, chosen_id) or sound.get(DEFAULT)
    refused = {name: one.problems for name, one in read.items() if one.problems}
    if folders and chosen_id not in read:
        refused[chosen_id] = (TableProblem(HEAD, None, None, chosen_id, TableRule.FILE_MISSING),)
    return RuleBook(
        chosen_id=chosen_id,
        in_force=in_force,
        others=tuple(one for one in sound.values() if one is not in_force),
        refused=tuple(refused.items()),
        doubts=read[chosen_id].doubts if chosen_id in read else (),
        warning_lines=tuple(lines),
    )


def _last_sound(kept: Path | None, rule_set_id: str) -> RuleSet | None:
    return None if kept is None else load_rule_set(kept / rule_set_id).rule_set


def keep_rules(book: RuleBook, rules_dir: Path, kept: Path) -> None:
    """Lay a copy of the chosen rule set aside while it is sound, for the day on which it is not."""
    if book.is_fallback:
        return
    source = next((one for one in rule_folders(rules_dir) if one.name == book.chosen_id), None)
    target = kept / book.chosen_id
    if source is None or (target.is_dir() and _fingerprint(target) == _fingerprint(source)):
        return
    target.mkdir(parents=True, exist_ok=True)
    for name in (HEAD, CONDITIONS, ACTIONS, RHYTHMS):
        (target / name).unlink(missing_ok=True)
        if (source / name).exists():
            (target / name).write_bytes((source / name).read_bytes())


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in (HEAD, CONDITIONS, ACTIONS, RHYTHMS):
        if (folder / name).exists():
            digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def _text(path: Path) -> str | TableProblem:
    """A file's text in UTF-8, UTF-16 or GB18030."""
    file = path.name
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_BYTES)
    except FileNotFoundError:
        return TableProblem(file, None, None, "", TableRule.FILE_MISSING)
    except OSError as error:
        return TableProblem(file, None, None, str(error.strerror or ""), TableRule.BROKEN)
    text, is_whole = decoded(data)
    if not is_whole or "\0" in text:
        return TableProblem(file, None, None, "", TableRule.ENCODING)
    return text.removeprefix("\ufeff")


def _records(text: str) -> list[tuple[int, list[str]]]:
    head = text.split("\n", 1)[0]
    delimiter = "," if "," in head else delimiter_of([head])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records = []
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            records.append((line, cells))
        line = reader.line_num + 1
    return records


def _table(path: Path, model: type[RowT]) -> TableRead[RowT]:
    text = _text(path)
    if isinstance(text, TableProblem):
        return TableRead(problems=(text,))
    try:
        records = _records(text)
    except csv.Error as error:
        return TableRead(problems=(TableProblem(path.name, None, None, str(error), TableRule.BROKEN),))
    if not records:
        return TableRead(problems=(TableProblem(path.name, None, None, "", TableRule.EMPTY),))
    return check_records(path.name, records, model)


def _head(folder: Path) -> tuple[RuleSetHead | None, list[TableProblem]]:
    text = _text(folder / HEAD)
    if isinstance(text, TableProblem):
        return None, [text]
    try:
        content: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        return None, [TableProblem(HEAD, line, None, "", TableRule.BROKEN)]
    if not isinstance(content, dict):
        return None, [TableProblem(HEAD, None, None, "", TableRule.EMPTY)]
    try:
        return RuleSetHead.model_validate(content), []
    except ValidationError as error:
        return None, problems_of(error, HEAD, None)


def _actions(folder: Path) -> tuple[tuple[Action, ...], list[TableProblem]]:
    """The checklist; a rule set may come without one."""
    if not (folder / ACTIONS).exists():
        return (), []
    read = _table(folder / ACTIONS, Action)
    problems = list(read.problems)
    codes: set[str] = set()
    for line, row in zip(read.lines, read.rows, strict=True):
        if row.code in codes:
            problems.append(TableProblem(ACTIONS, line, "code", row.code, RuleFault.ACTION_TWICE))
        codes.add(row.code)
    problems += [
        TableProblem(ACTIONS, line, "replaces", row.replaces, RuleFault.ACTION_UNKNOWN)
        for line, row in zip(read.lines, read.rows, strict=True)
        if row.replaces and (row.replaces not in codes or row.replaces == row.code)
    ]
    return read.rows, problems


def _told(fault: Fault, lines: Sequence[int]) -> TableProblem:
    return TableProblem(CONDITIONS, lines[fault.index], fault.column, fault.value, fault.rule)


def _doubts(clauses: Iterable[Clause], read: TableRead[ConditionRow]) -> tuple[TableProblem, ...]:
    def line_of(clause: Clause) -> int | None:
        is_own: Callable[[ConditionRow], bool] = lambda row: (  # noqa: E731
            (row.hazard, row.level_code, row.clause) == (clause.hazard, clause.level_code, clause.code)
        )
        return next((at for at, row in zip(read.lines, read.rows, strict=True) if is_own(row)), None)

    pairs = easier_when_graver(clauses)
    return tuple(
        TableProblem(
            CONDITIONS,
            line_of(graver),
            "threshold",
            f"{graver.clause_id} < {lower.clause_id}",
            RuleFault.GRAVER_EASIER,
        )
        for graver, lower in pairs
    )
