"""`stormdesk sources`: who brings data, how each stands, and the tokens of the API."""

import argparse
import getpass
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pandas as pd

from stormdesk.cli_noting import noted
from stormdesk.domain.feed import FeedKind
from stormdesk.domain.moment import show_instant
from stormdesk.door.audit import Kind
from stormdesk.errors import N_, StoreBusy
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.ingest.sources import (
    MAX_PER_MIN,
    Source,
    make_token,
    revoke_tokens,
    set_source,
    standing,
    switch_source,
)
from stormdesk.settings import Settings
from stormdesk.ui.text import catalogue

DONE, FAULT = 0, 1
BY_BYTES = 100
STATES = {
    "ok": N_("正常"),
    "late": N_("迟到"),
    "dead": N_("中断"),
    "silent": N_("停用"),
    "never": N_("从未来过"),
}
Work = Callable[[argparse.Namespace, Desk, Callable[[str], str]], int]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", language: str) -> None:
    """Add `sources` with what it can do, with its help in a language."""
    words = catalogue(language)

    def _(text: str) -> str:
        return words.get(text, text)

    sources = commands.add_parser("sources", help=_("数据来源:列出、登记、发放和收回令牌"))
    sources.set_defaults(command=_run, work=_list)
    ways = sources.add_subparsers(metavar="")
    ways.add_parser("list", help=_("每个来源的现状")).set_defaults(work=_list)
    add = ways.add_parser("add", help=_("登记一个来源,或改它的说明"))
    add.add_argument("source_id", metavar="ID", help=_("小写字母、数字、- 和 _"))
    add.add_argument("--name", required=True, help=_("中文名称"))
    add.add_argument("--name-en", default="", help=_("英文名称"))
    add.add_argument(
        "--kinds", required=True, help=_("可以送的数据,逗号分开:{kinds}").format(kinds=",".join(FeedKind))
    )
    add.add_argument("--every", type=int, default=None, metavar="MIN", help=_("最长多少分钟来一次"))
    add.add_argument("--rate", type=int, default=MAX_PER_MIN, metavar="N", help=_("每分钟至多几次请求"))
    add.add_argument("--owner", default=None, help=_("由谁运行"))
    add.add_argument("--licence", default=None, help=_("许可或协议"))
    add.set_defaults(work=_add)
    for name, work, text in _WAYS:
        way = ways.add_parser(name, help=_(text))
        way.add_argument("source_id", metavar="ID")
        way.set_defaults(work=work)


def _run(asked: argparse.Namespace, settings: Settings) -> int:
    words = catalogue(settings.language)

    def _(text: str) -> str:
        return words.get(text, text)

    work: Work = asked.work
    try:
        desk = open_desk(settings)
    except StoreBusy:
        _tell(_("服务正在运行,由它持有数据文件:请在“数据”页的来源一栏登记来源、发放或收回令牌。"))
        return FAULT
    try:
        return work(asked, desk, _)
    finally:
        desk.store.close()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _tell(line: str) -> None:
    sys.stderr.write(f"stormdesk: {line}\n")


def _by() -> str:
    return getpass.getuser()[:BY_BYTES]


def _list(_asked: argparse.Namespace, desk: Desk, _: Callable[[str], str]) -> int:
    for row in standing(desk.store, machine_at=datetime.now(UTC)).to_dict("records"):
        last = row["last_import_at"]
        share = row["bad_share"]
        _say(
            "\t".join(
                (
                    str(row["source_id"]),
                    _(STATES[str(row["state"])]),
                    "—" if pd.isna(last) else show_instant(last),
                    "—" if pd.isna(row["item_count"]) else f"{int(row['item_count']):,}",
                    "—" if pd.isna(share) else f"{share:.1%}",
                    str(row["name_zh"] if desk.settings.language == "zh" else row["name_en"]),
                )
            )
        )
    return DONE


def _noted(asked: argparse.Namespace, desk: Desk, what: str) -> AbstractContextManager[object]:
    return noted(desk.settings, Kind.SETTING, what, thing="sources", thing_id=asked.source_id)


def _add(asked: argparse.Namespace, desk: Desk, _: Callable[[str], str]) -> int:
    known = set(FeedKind)
    kinds = [kind.strip() for kind in asked.kinds.split(",") if kind.strip()]
    if unknown := [kind for kind in kinds if kind not in known]:
        _tell(_("没有这类数据:{kinds}").format(kinds=",".join(unknown)))
        return FAULT
    source = Source(
        source_id=asked.source_id,
        name_zh=asked.name,
        name_en=asked.name_en or asked.name,
        kinds=frozenset(FeedKind(kind) for kind in kinds),
        owner=asked.owner,
        licence=asked.licence,
        expected_every_min=asked.every,
        max_per_min=asked.rate,
    )
    with _noted(asked, desk, "source_set"):
        set_source(desk.store, source, by=_by(), at=datetime.now(UTC))
    _say(_("已登记来源 {source}。").format(source=source.source_id))
    return DONE


def _token(asked: argparse.Namespace, desk: Desk, _: Callable[[str], str]) -> int:
    with _noted(asked, desk, "token_made"):
        token = make_token(desk.store, asked.source_id, by=_by(), at=datetime.now(UTC))
    _say(token)
    _tell(_("令牌只显示这一次,请交给来源 {source} 保管。").format(source=asked.source_id))
    return DONE


def _revoke(asked: argparse.Namespace, desk: Desk, _: Callable[[str], str]) -> int:
    with _noted(asked, desk, "tokens_revoked"):
        count = revoke_tokens(desk.store, asked.source_id, at=datetime.now(UTC))
    _say(_("已收回 {count} 个令牌。").format(count=count))
    return DONE


def _off(asked: argparse.Namespace, desk: Desk, _: Callable[[str], str]) -> int:
    with _noted(asked, desk, "source_off"):
        switch_source(desk.store, asked.source_id, is_active=False, by=_by(), at=datetime.now(UTC))
    _say(_("已停用来源 {source}。").format(source=asked.source_id))
    return DONE


def _on(asked: argparse.Namespace, desk: Desk, _: Callable[[str], str]) -> int:
    with _noted(asked, desk, "source_on"):
        switch_source(desk.store, asked.source_id, is_active=True, by=_by(), at=datetime.now(UTC))
    _say(_("已启用来源 {source}。").format(source=asked.source_id))
    return DONE


_WAYS: tuple[tuple[str, Work, str], ...] = (
    ("token", _token, N_("发一个新令牌,只显示这一次")),
    ("revoke", _revoke, N_("收回这个来源的全部令牌")),
    ("off", _off, N_("停用这个来源")),
    ("on", _on, N_("重新启用这个来源")),
)
