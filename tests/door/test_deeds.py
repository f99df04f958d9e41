"""Which deeds there are, where they are done, and that each is noted in the same breath and has words."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from stormdesk.domain.access.records import Action, Role
from stormdesk.door.audit import Kind
from stormdesk.door.audit_reading import Filters, audit_count, audit_rows
from stormdesk.door.export import Leaving
from stormdesk.door.house_notes import noting_inbox
from stormdesk.door.import_notes import Came, importing
from stormdesk.door.purge.proposals import Step
from stormdesk.door.sessions import End
from stormdesk.door.visit import Visit
from stormdesk.errors import AuditBroken, NotAllowed
from stormdesk.ingest.inbox_report import Outcome as Brought
from stormdesk.ingest.sources import INBOX
from stormdesk.ui.audit.details import DETAILS, detail_words
from stormdesk.ui.audit.words import DEEDS
from tests.door.audit_table import ANYWHERE, declared
from tests.door.door_house import AT, House

PROJECT = Path(__file__).resolve().parents[2]
NOTING = {"deed", "noted", "importing", "around", "along", "note"}
# Everything that changes what the house holds or lets something leave, by the function that does it; the
# kind of the row that the audit gets, and the functions in which it may be called.
DEED_TABLE = {
    "make_token": Kind.SETTING,
    "revoke_tokens": Kind.SETTING,
    "set_source": Kind.SETTING,
    "switch_source": Kind.SETTING,
    "take_boundaries": Kind.SETTING,
    "leave_boundaries": Kind.SETTING,
    "keep_boundaries": Kind.SETTING,
    "drop_boundaries": Kind.SETTING,
    "make_backup": Kind.SETTING,
    "restore_backup": Kind.SETTING,
    "rebuild": Kind.SETTING,
    "run_drill": Kind.SETTING,
    "clock.set": Kind.SETTING,
    "requeue": Kind.IMPORT,
    "drop": Kind.IMPORT,
    "commit": Kind.IMPORT,
    "undo": Kind.IMPORT,
    "merge": Kind.IMPORT,
    "read_bundle": Kind.IMPORT,
    "import_storm_file": Kind.IMPORT,
    "delivery.take": Kind.IMPORT,
    "write_bundle": Kind.EXPORT,
}
# Called by a function that notes for them.
NOTED_BY_THEIR_CALLER = {
    ("ui/data/bundles.py", "take_bundle", "read_bundle"): "ui/data/importing.py: job('bundle_taken')",
    ("ui/data/importing.py", "_commit", "commit"): "ui/data/importing.py: job('list_taken')",
    # The file lies in the home until somebody downloads it, which door/export.py notes.
    ("ui/data/bundles.py", "_work", "write_bundle"): "ui/data/bundles.py: draw_offer",
}


def screens() -> Iterator[Path]:
    yield from (PROJECT / "stormdesk" / "ui").rglob("*.py")
    yield from (PROJECT / "stormdesk").glob("cli*.py")


def called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def outermost(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield node


def calls(function: ast.FunctionDef) -> set[str]:
    return {called(node) for node in ast.walk(function) if isinstance(node, ast.Call)}


def named(call: str) -> str | None:
    """The deed that a call does; a frame's own `drop` is none."""
    return next(
        (deed for deed in DEED_TABLE if call == deed or (deed != "drop" and call.endswith(f".{deed}"))), None
    )


def test_every_deed_is_done_where_it_is_noted() -> None:
    found, silent = set(), []
    for path in screens():
        place = path.relative_to(PROJECT / "stormdesk").as_posix()
        for function in outermost(path):
            made = calls(function)
            done = {deed for call in made if (deed := named(call)) is not None}
            found |= done
            is_noted = any(call.rpartition(".")[2].lstrip("_") in NOTING for call in made)
            silent += [
                (place, function.name, deed)
                for deed in done
                if not is_noted and (place, function.name, deed) not in NOTED_BY_THEIR_CALLER
            ]
    assert silent == []
    assert found == set(DEED_TABLE), "the table names deeds that are done somewhere"


def whats() -> Iterator[tuple[str, str, str]]:
    """Kind and word of each row that the code writes with both spelled out, and where."""
    for path in (PROJECT / "stormdesk").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call | ast.Tuple):
                continue
            parts = node.elts if isinstance(node, ast.Tuple) else node.args
            for kind, word in pairwise(parts):
                is_spelled = isinstance(word, ast.Constant) and isinstance(word.value, str)
                if is_spelled and isinstance(kind, ast.Attribute) and ast.unparse(kind.value) == "Kind":
                    yield Kind[kind.attr] if kind.attr in Kind.__members__ else "", word.value, path.name


def importings() -> Iterator[str]:
    """What imports are called where they are done; the screens' own `imported` passes the word on."""
    for path in screens():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) in {"importing", "imported", "job"}:
                yield from (
                    each.value
                    for each in node.args
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )


def test_the_table_names_every_deed_with_what_its_row_tells() -> None:
    assert set(declared()) == set(DEEDS)
    keys = set().union(*declared().values(), ANYWHERE)
    assert keys - set(DETAILS) == set(), "every key of a detail has words"
    made = {(kind, what) for kind, what, _where in whats() if kind}
    taken = set(importings())
    assert len(taken) > 5
    assert {(kind, what) for kind, what in made if (kind, what) not in declared()} == set()
    assert {what for what in taken if not {what for _kind, what in declared()} & {what}} == set()


def test_an_import_and_its_undoing_are_found_by_one_number(house: House) -> None:
    officer = house.someone("wang", Role.DUTY_OFFICER)
    visit = Visit(officer, house.office, whole=object())  # type: ignore[arg-type]
    with importing(visit, "list_taken", sha256="ab12") as (_desk, told):
        told(Came(outcome="taken", import_id="i-1", sha256="ab12", content="vessels", taken=3, rejected=1))
    with importing(visit, "import_undone", thing_id="i-1") as (_desk, told):
        told(Came(outcome="undone", import_id="i-2", undoes="i-1", taken=3))
    with pytest.raises(ZeroDivisionError), importing(visit, "list_taken", sha256="cd34"):
        _ = 1 / 0
    reader = Visit(house.someone("admin", Role.ADMINISTRATOR), house.office, whole=object())  # type: ignore[arg-type]
    found = audit_rows(reader, Filters(text="i-1"), most=9)
    assert [(row.what, row.is_done, row.thing_id) for row in found] == [
        ("undone", True, "i-2"),
        ("import_undone", True, "i-1"),
        ("taken", True, "i-1"),
    ]
    (failed,) = audit_rows(reader, Filters(outcome="refused", kind="import"), most=9)
    assert failed.detail == {"sha256": "cd34", "failed": "ZeroDivisionError"}
    assert audit_count(reader, Filters(text="ab12")) == 2
    told = replace(failed, detail={"is_active": "True → False", "area_code": "None → 331083002"})
    assert detail_words(told, {"331083002": "芦浦镇"}.__getitem__) == "启用 是 → 否 · 辖区 — → 芦浦镇"


def test_a_file_sent_back_by_the_inbox_is_told_as_sent_back(house: House) -> None:
    with noting_inbox(house.office, INBOX, at=AT) as after:
        after(Brought("某人.xlsx", import_id="i-9", content_hash="ef56"))
    with noting_inbox(house.office, "tide-2", at=AT) as after:
        after(Brought("x.csv"))
    assert house.deeds() == [("import", "inbox_taken", True, None), ("import", "quarantined", False, "i-9")]


def test_every_deed_has_words() -> None:
    told = [each for each in whats() if each[0]]
    assert len(told) > 20
    assert [(kind, what, where) for kind, what, where in told if (kind, what) not in DEEDS] == []
    spoken = (
        *((Kind.EXPORT, each) for each in Leaving),
        *((Kind.SESSION, each) for each in End if each is not End.SIGN_OUT),
        *((Kind.REFUSED, each) for each in Action),
        *((Kind.PURGE, each) for each in Step),
    )
    assert [pair for pair in spoken if pair not in DEEDS] == []


def test_a_deed_is_noted_once_or_does_not_happen(house: House) -> None:
    officer = house.someone("wang", Role.DUTY_OFFICER)
    visit = Visit(officer, house.office, whole=object())  # type: ignore[arg-type]
    happened = []
    before = len(house.deeds())
    with visit.deed(Action.MANAGE, "clock", Kind.SETTING, "clock_set"):
        happened.append("allowed")
    assert house.deeds()[before:] == [("setting", "clock_set", True, None)]
    with pytest.raises(NotAllowed), visit.deed(Action.MANAGE, "backups", Kind.SETTING, "backup_made"):
        happened.append("refused")
    assert house.deeds()[before + 1 :] == [("refused", "manage", False, None)]
    house.office.settings.audit_head.unlink()
    house.office.settings.audit_head.mkdir()
    with pytest.raises(AuditBroken), visit.deed(Action.MANAGE, "clock", Kind.SETTING, "clock_set"):
        happened.append("unnoted")
    house.office.settings.audit_head.rmdir()
    assert happened == ["allowed"]


def test_signing_in_and_out_is_noted_once_each(house: House) -> None:
    house.account("li")
    before = len(house.deeds())
    session = house.visitor(house.token("li"))
    assert session is not None
    house.office.sessions.end(session.session_id, at=datetime.now(UTC))
    assert [deed[:3] for deed in house.deeds()[before:]] == [
        ("sign_in", "password", True),
        ("sign_out", "sign_out", True),
    ]
