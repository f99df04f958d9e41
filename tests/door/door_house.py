import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.office import Office, open_office
from stormdesk.door.passwords import CHEAP
from stormdesk.settings import load_settings

AT = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
TOWNSHIP = "331083002"
PASSPHRASE = "丁香花开满院 quiet lamp"  # noqa: S105  opens nothing
OTHER = "seven herons on the dyke"


@dataclass
class House:
    """An access file with one office open on it, a clock that can be set and one that cannot."""

    home: Path
    at: datetime = AT
    ticks_s: float = 1000.0
    mode: str = "drill"
    opened: list[Office] = field(default_factory=list)

    @property
    def office(self) -> Office:
        if not self.opened:
            settings = replace(load_settings(), home=self.home, mode=self.mode, language="zh")
            self.opened.append(open_office(settings, at=self.at, cost=CHEAP, monotonic=lambda: self.ticks_s))
        return self.opened[0]

    def restart(self, mode: str | None = None, *, is_clean: bool = True) -> Office:
        """Open the file again; unclean: from a copy of what lies on the disk now, as after a kill."""
        self.mode = mode or self.mode
        if is_clean:
            self.opened.pop().close()
        else:
            copied = self.home.with_name(f"{self.home.name}-again")
            shutil.copytree(self.home, copied)
            self.opened.pop().close()
            self.home = copied
        self.ticks_s = 5.0
        return self.office

    def wait(self, *, both: timedelta = timedelta()) -> None:
        self.at += both
        self.ticks_s += both.total_seconds()

    def close(self) -> None:
        while self.opened:
            self.opened.pop().close()

    def account(
        self,
        account_id: str,
        role: Role = Role.DUTY_OFFICER,
        *,
        password: str | None = PASSPHRASE,
        **more: object,
    ) -> Account:
        """Make an account; one of a township gets an area."""
        if role is Role.TOWNSHIP:
            more = {"area_code": TOWNSHIP} | more
        wanted = Account(account_id=account_id, name=f"{account_id}的主人", role=role, **more)  # type: ignore[arg-type]
        return self.office.accounts.add(wanted, password, by=COMMAND, at=self.at)

    def token(self, account_id: str, **more: str) -> str:
        return self.office.sessions.begin(account_id, at=self.at, **more)

    def visitor(self, token: str | None, *, is_active_use: bool = False) -> Visitor | None:
        return self.office.sessions.visitor_of(token, at=self.at, is_active_use=is_active_use)

    def someone(self, account_id: str, role: Role, **more: object) -> Visitor:
        """Make an account, sign it in and return the visitor."""
        self.account(account_id, role, **more)
        visitor = self.visitor(self.token(account_id))
        assert visitor is not None
        return visitor

    def deeds(self) -> list[tuple[str, str, bool, str | None]]:
        """What the audit tells: kind, what, done or refused, of which thing."""
        self.office.audit.settle(self.at)
        columns, rows = self.office.store.head("audit/chain", 10_000)
        told = [dict(zip(columns, row, strict=True)) for row in rows]
        return [(row["kind"], row["what"], row["is_done"], row["thing_id"]) for row in told]
