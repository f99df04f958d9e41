"""Which operations' people are forgotten, kept beside the data file: no older copy may bring them back.

The list names nobody. It lies in the home folder and again beside the backups, so that it travels with them.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from stormdesk.domain.vocabulary import N_
from stormdesk.errors import StormdeskError
from stormdesk.store.asking import Asking

NAME: Final = "forgotten.json"
LONGEST: Final = 4_000_000
_Text = Annotated[str, Field(min_length=1, max_length=200)]


class BadForgottenList(StormdeskError):
    """A list of forgotten operations that cannot be read."""

    sentence = N_("{path} 不是可用的销毁清单。请从销毁时的机器重新取得,或移走它。")


class HoldsForgotten(StormdeskError):
    """A data file from before a forgetting, which holds its people again."""

    sentence = N_(
        "数据文件早于一次销毁,含有已销毁的个人信息({operations})。请启动服务,它会先重新销毁再提供服务。"
    )


class Forgotten(BaseModel):
    """One forgetting: of which operation, which offices stayed, and what for a stated reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    operation_id: _Text
    opened_at: AwareDatetime
    closed_at: AwareDatetime
    forgotten_at: AwareDatetime
    offices: Annotated[tuple[str, ...], Field(max_length=100_000)] = ()
    keeps: tuple[_Text, ...] = ()


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["stormdesk forgotten operations"] = "stormdesk forgotten operations"
    operations: Annotated[tuple[Forgotten, ...], Field(max_length=100_000)] = ()


def read(path: Path) -> tuple[Forgotten, ...]:
    """The forgettings that a list names; none where there is no list. Raises BadForgottenList."""
    if not path.is_file():
        return ()
    try:
        if path.stat().st_size > LONGEST:
            raise BadForgottenList(path=path)
        return _List.model_validate_json(path.read_bytes()).operations
    except (OSError, ValidationError) as error:
        raise BadForgottenList(path=path) from error


def as_text(found: Iterable[Forgotten]) -> str:
    """A list as it is written."""
    return _List(operations=tuple(found)).model_dump_json(indent=1)


def keep(path: Path, found: Iterable[Forgotten]) -> None:
    """Add forgettings to a list, whole or not at all."""
    known = {(one.operation_id, one.opened_at): one for one in (*read(path), *found)}
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{NAME}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(
        os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as lines:
        lines.write(as_text(known.values()))
        lines.flush()
        os.fsync(lines.fileno())
    part.replace(path)


def returned(store: Asking, known: Iterable[Forgotten]) -> list[Forgotten]:
    """The forgotten operations that stand in a data file with their people."""
    standing = {(row[0], row[7]) for row in store.rows("operation/list") if row[11] is None}
    return [one for one in known if (one.operation_id, one.opened_at) in standing]
