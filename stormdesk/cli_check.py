"""`stormdesk check` and `rebuild`: the log, what was folded from it, and what was issued on it."""

import argparse
import sys
from collections.abc import Callable
from contextlib import closing

from stormdesk.cli_noting import access_file, noted
from stormdesk.domain.check import WHATS, CheckResult, Severity
from stormdesk.domain.objections import MENDS, Fault, Objection
from stormdesk.domain.papers import Paper
from stormdesk.door.audit import Kind
from stormdesk.door.paper_proof import against
from stormdesk.errors import N_
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.settings import Settings
from stormdesk.store.checks import offending, run_checks
from stormdesk.store.papers import read_papers
from stormdesk.ui.text import catalogue

DONE, FAULT = 0, 1
_ALTERED = N_("已发布的文件与发布时不符")
Words = Callable[[str], str]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", language: str) -> None:
    """Add `check` and `rebuild`, with their help in a language."""
    _ = _words(language)
    check = commands.add_parser(
        "check", help=_("核对台账:重新折叠并运行全部检查,列出不一致的行和变了样的已发布文件")
    )
    check.set_defaults(command=_check)
    commands.add_parser("rebuild", help=_("从事件台账重建现状和时段")).set_defaults(command=_rebuild)


def _words(language: str) -> Words:
    words = catalogue(language)
    return lambda text: words.get(text, text)


def _check(_asked: argparse.Namespace, settings: Settings) -> int:
    _ = _words(settings.language)
    desk = _opened(settings, _)
    try:
        differing = desk.ledger.disagreements()
        found = _check_rows(desk)
        altered = _altered(desk, settings)
    finally:
        desk.store.close()
    for row in differing:
        _print("rebuilt", *row)
    for result in found:
        _show_check(result, _)
    _show_altered(altered, _)
    broken = sum(len(each.rows) for each in found if each.severity is Severity.ERROR)
    errors = len(differing) + broken + len(altered)
    findings = sum(len(each.rows) for each in found if each.severity is Severity.FINDING)
    if findings:
        _tell(_("另有 {count} 条待核实的情况,不影响台账本身。").format(count=findings))
    _tell(_("发现 {count} 处不一致。").format(count=errors) if errors else _("全部一致。"))
    for fault in ([Fault.UNFOLDED] if differing else []) + sorted({one.fault for _paper, one in altered}):
        _tell(_(MENDS[fault]))
    return FAULT if errors else DONE


def _opened(settings: Settings, _: Words) -> Desk:
    return open_desk(settings, lambda share, text: _tell(f"{share:4.0%} {_(text)}"))


def _check_rows(desk: Desk) -> list[CheckResult]:
    """What the checks of queries/checks find in every operation; `rebuilt` has run on its own."""
    now = desk.now()
    return [
        result
        for row in desk.store.rows("operation/list")
        for result in offending(run_checks(desk.store, str(row[0]), as_of=now, known_at=now))
    ]


def _altered(desk: Desk, settings: Settings) -> list[tuple[Paper, Objection]]:
    """Where an issued paper, its file or the log under it is not what it was."""
    operations = [str(row[0]) for row in desk.store.rows("operation/list")]
    issued = [one for each in operations for one in read_papers(desk.store, each) if one.issue is not None]
    if not issued:
        return []
    with closing(access_file(settings)) as access:
        return [(paper, one) for paper in issued for one in against(desk, access, paper)]


def _show_check(result: CheckResult, _: Words) -> None:
    more = _("(未列完)") if result.is_truncated else ""
    _print(result.severity, result.name, _(result.title), f"{len(result.rows)}{more}")
    for row in result.rows:
        said = dict(zip(result.columns, row, strict=True))
        what = _(WHATS.get(str(said.get("what")), str(said.get("what"))))
        place = [str(said.get(name) or "") for name in ("operation_id", "subject", "object_id")]
        _print("", *place, what, said.get("detail") or "")


def _show_altered(altered: list[tuple[Paper, Objection]], _: Words) -> None:
    if altered:
        _print(Severity.ERROR, "papers", _(_ALTERED), len(altered))
    for paper, one in altered:
        said = _(one.sentence).format(**{**one.values, "kind": _(str(one.values["kind"]))})
        _print("", paper.drafted.operation_id, paper.kind, paper.paper_id, said, one.township_code or "")


def _rebuild(asked: argparse.Namespace, settings: Settings) -> int:
    _ = _words(settings.language)
    desk = _opened(settings, _)
    try:
        with noted(settings, Kind.SETTING, "rebuilt", thing="operations"):
            desk.ledger.rebuild()
    finally:
        desk.store.close()
    _tell(_("已从事件台账重建。"))
    return _check(asked, settings)


def _print(*parts: object) -> None:
    sys.stdout.write("\t".join(map(str, parts)) + "\n")


def _tell(line: str) -> None:
    sys.stderr.write(f"stormdesk: {line}\n")
