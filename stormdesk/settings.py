"""The only module that reads the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and how large they may grow."""

    home: Path
    county_dir: Path
    reference_dir: Path
    rules_dir: Path
    scenarios_dir: Path
    tracks_dir: Path
    tide_dir: Path
    queries_dir: Path
    memory_limit: str
    threads: int
    refresh_s: int
    mode: str
    tile_url: str
    tile_datum: str
    tile_file: str
    tile_credit: str
    language: str
    access_dir: Path
    papers_dir: Path
    idle_min: int
    proxies: str
    unmasks_10min: int
    oidc_issuer: str
    oidc_client_id: str
    oidc_claim: str
    oidc_redirect: str
    oidc_authority_file: str
    oidc_client_secret: str = field(repr=False)
    database_secret: str = field(repr=False)
    audit_key: str = field(repr=False)
    forget_after_days: int

    @property
    def access_database(self) -> Path:
        """The file of accounts, sessions and audit, apart from the ledger."""
        return self.home / "access.duckdb"

    @property
    def audit_head(self) -> Path:
        """The file that tells which row of the audit was the last."""
        return self.home / "audit.head"

    @property
    def database(self) -> Path:
        """The one DuckDB file."""
        return self.home / "stormdesk.duckdb"

    @property
    def inbox(self) -> Path:
        """Where files for the running server are laid."""
        return self.home / "inbox"

    @property
    def originals(self) -> Path:
        """Where imported files are kept, named by their SHA-256."""
        return self.home / "originals"

    @property
    def backups(self) -> Path:
        """Where copies of the data file are kept."""
        return self.home / "backups"

    @property
    def papers(self) -> Path:
        """Where the bytes of issued papers are kept, named by their SHA-256."""
        return self.home / "papers"

    @property
    def kept_rules_dir(self) -> Path:
        """Where the last sound version of the chosen rule set lies."""
        return self.home / "rules"

    @property
    def own_county_dir(self) -> Path:
        """Where boundaries that the county imported lie, in place of the schematic ones."""
        return self.home / "county"


def read_secret(name: str) -> str:
    """A secret from the environment, or from the first line of the file that NAME_FILE names; else empty."""
    if given := os.environ.get(name):
        return given
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text(encoding="utf-8").partition("\n")[0].strip() if path else ""


def server_environment() -> dict[str, str]:
    """The environment for the server: our door alone decides whose word on a visitor's address counts.

    Few arenas, and large pieces given back at once, lest freed memory stay ours; and a crash tells where.
    """
    kept = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": str(64 * 2**20), "PYTHONFAULTHANDLER": "1"}
    return {**kept, **os.environ, "FORWARDED_ALLOW_IPS": ""}


def load_settings() -> Settings:
    """Read STORMDESK_* from the environment; everything has a default."""
    data = PROJECT / "data"
    return Settings(
        home=Path(os.environ.get("STORMDESK_HOME") or PROJECT / "var").resolve(),
        county_dir=Path(os.environ.get("STORMDESK_COUNTY") or data / "county" / "yuhuan").resolve(),
        rules_dir=Path(os.environ.get("STORMDESK_RULES") or data / "rules").resolve(),
        memory_limit=os.environ.get("STORMDESK_MEMORY") or "2GB",
        threads=int(os.environ.get("STORMDESK_THREADS") or 2),
        refresh_s=int(os.environ.get("STORMDESK_REFRESH_S") or 5),
        mode=os.environ.get("STORMDESK_MODE") or "drill",
        tile_url=os.environ.get("STORMDESK_TILE_URL") or "",
        tile_datum=os.environ.get("STORMDESK_TILE_DATUM") or "wgs84",
        tile_file=os.environ.get("STORMDESK_TILE_FILE") or "",
        tile_credit=os.environ.get("STORMDESK_TILE_CREDIT") or "",
        language=os.environ.get("STORMDESK_LANG") or "zh",
        idle_min=int(os.environ.get("STORMDESK_IDLE_MIN") or 30),
        proxies=os.environ.get("STORMDESK_PROXY") or "",
        unmasks_10min=int(os.environ.get("STORMDESK_UNMASKS_10MIN") or 30),
        oidc_issuer=os.environ.get("STORMDESK_OIDC_ISSUER") or "",
        oidc_client_id=os.environ.get("STORMDESK_OIDC_CLIENT_ID") or "",
        oidc_claim=os.environ.get("STORMDESK_OIDC_CLAIM") or "sub",
        oidc_redirect=os.environ.get("STORMDESK_OIDC_REDIRECT") or "",
        oidc_authority_file=os.environ.get("STORMDESK_OIDC_CA_FILE") or "",
        oidc_client_secret=read_secret("STORMDESK_OIDC_CLIENT_SECRET"),
        database_secret=read_secret("STORMDESK_DB_KEY"),
        audit_key=read_secret("STORMDESK_AUDIT_KEY"),
        forget_after_days=int(os.environ.get("STORMDESK_FORGET_AFTER_DAYS") or 30),
        **_own_folders(data),
    )


def _own_folders(data: Path) -> dict[str, Any]:
    """The folders that come with the program."""
    names = ("reference", "scenarios", "tracks", "tide", "access")
    papers = Path(os.environ.get("STORMDESK_PAPERS") or data / "papers").resolve()
    own = {"queries_dir": PROJECT / "queries", "papers_dir": papers}
    return {f"{name}_dir": data / name for name in names} | own
