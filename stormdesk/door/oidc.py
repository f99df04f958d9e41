"""Signing in by OpenID Connect: a browser leaves for the provider and comes back, once."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from stormdesk.door.passwords import mark_of
from stormdesk.errors import BadIdentity, BadProviderSetting
from stormdesk.settings import Settings

if TYPE_CHECKING:
    from stormdesk.door.oidc_provider import Provider

AWAY_S: Final = 600
MOST_AWAY: Final = 1000
MOST_PER_ADDRESS: Final = 50
LONGEST: Final = 2000
LONGEST_CLAIM: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A browser that was sent to the provider and has not come back."""

    browser_hash: str
    nonce: str
    verifier: str
    redirect_url: str
    onward: str
    address: str
    left_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Where to send the browser, and the secret that it keeps until it comes back."""

    url: str
    browser: str


class Openid:
    """Sign-ins by one provider; those that are under way live in memory, and each is good for one return."""

    def __init__(
        self, provider: Provider, claim: str, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._provider, self._claim, self._monotonic = provider, claim, monotonic
        self._lock = threading.Lock()
        self._away: OrderedDict[str, Away] = OrderedDict()

    def leave(self, *, redirect_url: str, onward: str, address: str) -> Leaving:
        """Send a browser to the provider; raises ProviderDown."""
        state, browser, nonce = (secrets.token_urlsafe(32) for _ in range(3))
        verifier = secrets.token_urlsafe(48)
        url = self._provider.sign_in_url(
            redirect_url=redirect_url, state=state, nonce=nonce, verifier=verifier
        )
        away = Away(
            browser_hash=mark_of(browser),
            nonce=nonce,
            verifier=verifier,
            redirect_url=redirect_url,
            onward=onward,
            address=address,
            left_s=self._monotonic(),
        )
        with self._lock:
            self._make_room(address)
            self._away[mark_of(state)] = away
        return Leaving(url=url, browser=browser)

    def come_back(
        self, *, state: str, code: str, browser: str | None, at: datetime
    ) -> tuple[Mapping[str, object], str]:
        """What the provider says of whoever came back, and where he was going; raises BadIdentity.

        The state is spent by the first return, whether it was this browser's or not.
        """
        with self._lock:
            away = self._away.pop(mark_of(state[:LONGEST]), None)
        is_same = away is not None and hmac.compare_digest(away.browser_hash, mark_of(browser or ""))
        if away is None or not is_same or self._monotonic() - away.left_s > AWAY_S:
            raise BadIdentity
        if not code or len(code) > LONGEST:
            raise BadIdentity
        claims = self._provider.claims(
            code=code, redirect_url=away.redirect_url, nonce=away.nonce, verifier=away.verifier, at=at
        )
        return claims, away.onward

    def name_in(self, claims: Mapping[str, object]) -> str:
        """What the provider calls this person, as accounts are bound to it; raises BadIdentity."""
        name = claims.get(self._claim)
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_CLAIM:
            raise BadIdentity
        return name

    def _make_room(self, address: str) -> None:
        now = self._monotonic()
        old = [mark for mark, away in self._away.items() if now - away.left_s > AWAY_S]
        same = [mark for mark, away in self._away.items() if away.address == address]
        for mark in (*old, *same[: max(0, len(same) - MOST_PER_ADDRESS + 1)]):
            self._away.pop(mark, None)
        while len(self._away) >= MOST_AWAY:
            self._away.popitem(last=False)


def open_openid(settings: Settings, monotonic: Callable[[], float] = time.monotonic) -> Openid | None:
    """The way in by OpenID when it is set; raises BadProviderSetting. Nothing is asked of anybody yet."""
    if not settings.oidc_issuer:
        return None
    # Without a provider nothing is loaded that could speak to another machine.
    from stormdesk.door.oidc_provider import Client, Provider, is_safe  # noqa: PLC0415

    if not is_safe(settings.oidc_issuer) or not settings.oidc_client_id:
        raise BadProviderSetting
    client = Client(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        authority_file=settings.oidc_authority_file,
    )
    return Openid(Provider(client, monotonic), settings.oidc_claim, monotonic)
