"""Load rule sets: every cell checked, every problem named, and a sound rule set always in force."""

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from stormdesk.domain.checklist import Action
from stormdesk.domain.county_rows import Certainty, ReportRhythm
from stormdesk.domain.rules.check import (
    Fault,
    RuleFault,
    build_clauses,
    easier_when_graver,
    read_conditions,
)
from stormdesk.domain.rules.check_actions import action_faults, rhythm_faults, unlisted_units
from stormdesk.domain.rules.records import Clause, RuleBook, RuleSet
from stormdesk.domain.rules.rows import ConditionRow, RuleSetHead
from stormdesk.domain.table_problem import TableProblem, TableRule
from stormdesk.domain.warning_lines import WarningLine
from stormdesk.ingest.rule_table import read_rule_table, read_text
from stormdesk.ingest.table_file import TableRead, problems_of
from stormdesk.settings import PROJECT

RowT = TypeVar("RowT", bound=BaseModel)

HEAD: Final = "rule_set.yaml"
CONDITIONS: Final = "conditions.csv"
ACTIONS: Final = "actions.csv"
RHYTHMS: Final = "rhythms.csv"
DEFAULT: Final = "default"
SHIPPED: Final = PROJECT / "data" / "rules"


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


def load_rule_set(folder: Path, units: Container[str] = ()) -> RuleSetRead:
    """Read one rule set; the problems name file, row, column, value and rule.

    With the county's member units also tell which actions belong to none of them.
    """
    head, problems = _head(folder)
    conditions = read_rule_table(folder / CONDITIONS, ConditionRow)
    problems += conditions.problems
    built, faults = read_conditions(conditions.rows)
    clauses, clause_faults = build_clauses(conditions.rows, built)
    problems += [_told(CONDITIONS, fault, conditions.lines) for fault in (*faults, *clause_faults)]
    actions, rhythms = _optional(folder / ACTIONS, Action), _optional(folder / RHYTHMS, ReportRhythm)
    problems += [*actions.problems, *rhythms.problems]
    problems += [_told(ACTIONS, fault, actions.lines) for fault in action_faults(actions.rows)]
    problems += [_told(RHYTHMS, fault, rhythms.lines) for fault in rhythm_faults(rhythms.rows)]
    if head is None or problems:
        return RuleSetRead(None, tuple(problems))
    missing = unlisted_units(actions.rows, units) if units else []
    doubts = [*_doubts(clauses, conditions), *(_told(ACTIONS, one, actions.lines) for one in missing)]
    rule_set = RuleSet(
        **head.model_dump(),
        rule_set_id=folder.name,
        clauses=clauses,
        actions=actions.rows,
        rhythms=rhythms.rows,
        fingerprint=_fingerprint(folder),
    )
    return RuleSetRead(rule_set, (), (*doubts, *_unsure(head)))


def _unsure(head: RuleSetHead) -> Iterator[TableProblem]:
    if head.is_official and head.certainty != Certainty.OFFICIAL:
        yield TableProblem(HEAD, None, "is_official", head.certainty, RuleFault.OFFICIAL_UNSURE)


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
    units: Container[str] = (),
) -> RuleBook:
    """Load every rule set; the chosen one is in force.

    While it has an error, its last sound version is, which lies in `kept`, or else the shipped default.
    """
    folders = rule_folders(rules_dir)
    if folders == [rules_dir]:
        chosen_id = rules_dir.name
    known = {folder.name: folder for folder in (*rule_folders(SHIPPED), *folders)}
    read = {name: load_rule_set(folder, units) for name, folder in known.items()}
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


def _head(folder: Path) -> tuple[RuleSetHead | None, list[TableProblem]]:
    text = read_text(folder / HEAD)
    if isinstance(text, TableProblem):
        return None, [text]
    try:
        content: Any = yaml.load(text, Loader=yaml.CSafeLoader)
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


def _optional(path: Path, model: type[RowT]) -> TableRead[RowT]:
    """A table that a rule set may come without."""
    return read_rule_table(path, model) if path.exists() else TableRead()


def _told(file: str, fault: Fault, lines: Sequence[int]) -> TableProblem:
    return TableProblem(file, lines[fault.index], fault.column, fault.value, fault.rule)


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
