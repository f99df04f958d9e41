"""An OpenID provider: where it is asked, how a code is changed for claims, and what of them is believed."""

from __future__ import annotations

import ssl
import threading
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol, Self
from urllib.parse import urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.deprecate import AuthlibDeprecationWarning  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from stormdesk.errors import BadIdentity, ProviderDown

WELL_KNOWN: Final = "/.well-known/openid-configuration"
SCOPE: Final = "openid profile"
TIMEOUT_S: Final = 5
LEEWAY_S: Final = 60
KNOWN_FOR_S: Final = 3600
# Nobody is sent to a provider that has not answered lately: his browser would have no sentence for it.
SEEN_FOR_S: Final = 10
ASK_AGAIN_S: Final = 60
LONGEST_ANSWER: Final = 1_000_000
# Keys that only the provider has: a shared secret or no signature at all proves nothing.
SIGNED_BY: Final = frozenset(
    f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512)
) | {"EdDSA", "Ed25519"}
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_WAYS: Final = ("client_secret_basic", "client_secret_post")


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What the provider knows this house by."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    authority_file: str = ""


class Session(Protocol):
    """What is used of Authlib's client, which has no types."""

    token_endpoint_auth_method: str

    def __enter__(self) -> Self:
        """Hold its connections."""

    def __exit__(self, *_error: object) -> None:
        """Let go of them."""

    def request(self, method: str, url: str, *, withhold_token: bool) -> httpx.Response:
        """Ask, without a token."""

    def create_authorization_url(
        self, url: str, *, state: str, nonce: str, code_verifier: str
    ) -> tuple[str, str]:
        """Where to send the browser."""

    def fetch_token(self, url: str, *, code: str, code_verifier: str) -> Mapping[str, object]:
        """Change a code for tokens."""


class Provider:
    """One provider; what it tells of itself is kept for an hour, its keys until one is unknown."""

    def __init__(self, client: Client, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._client, self._monotonic = client, monotonic
        self._trust = ssl.create_default_context(cafile=client.authority_file or None)
        self._lock = threading.Lock()
        self._told: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._told_s = self._keys_s = float("-inf")

    def sign_in_url(self, *, redirect_url: str, state: str, nonce: str, verifier: str) -> str:
        """Where to send the browser; raises ProviderDown."""
        with self._asking(redirect_url) as session:
            told = self._described(session, known_for_s=SEEN_FOR_S)
            url, _state = session.create_authorization_url(
                told["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        return str(url)

    def claims(
        self, *, code: str, redirect_url: str, nonce: str, verifier: str, at: datetime
    ) -> Mapping[str, Any]:
        """Change a code for what the provider says of the person; raises ProviderDown, BadIdentity."""
        with self._asking(redirect_url) as session:
            told = self._described(session)
            session.token_endpoint_auth_method = self._way(told)
            try:
                token = session.fetch_token(told["token_endpoint"], code=code, code_verifier=verifier)
            except httpx.HTTPError as error:
                raise ProviderDown from error
            except (AuthlibBaseError, ValueError) as error:
                raise BadIdentity from error
            raw = token.get("id_token")
            if not isinstance(raw, str) or len(raw) > LONGEST_ANSWER:
                raise BadIdentity
            return self._believed(session, raw, str(token.get("access_token") or ""), nonce=nonce, at=at)

    def _believed(
        self, session: Session, raw: str, access_token: str, *, nonce: str, at: datetime
    ) -> Mapping[str, Any]:
        """The claims of an ID token with a good signature, for us, of now, and asked for by this browser."""
        client = self._client
        try:
            opened = self._opened(session, raw)
            claims = CodeIDToken(
                opened.claims,
                opened.header,
                {
                    "iss": {"essential": True, "value": client.issuer},
                    "aud": {"essential": True, "value": client.client_id},
                    "sub": {"essential": True},
                    "nonce": {"essential": True, "value": nonce},
                },
                {"nonce": nonce, "client_id": client.client_id, "access_token": access_token},
            )
            claims.validate(now=int(at.timestamp()), leeway=LEEWAY_S)
        except (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError) as error:
            raise BadIdentity from error
        return dict(claims)

    def _opened(self, session: Session, raw: str) -> jwt.Token:
        """Read a signed token; keys that the provider has changed meanwhile are asked for once a minute."""
        keys = self._key_set(session)
        try:
            return jwt.decode(raw, keys, algorithms=sorted(SIGNED_BY))
        except (JoseError, ValueError):
            if self._monotonic() - self._keys_s < ASK_AGAIN_S:
                raise
            self._keys = None
            return jwt.decode(raw, self._key_set(session), algorithms=sorted(SIGNED_BY))

    def _key_set(self, session: Session) -> KeySet:
        with self._lock:
            if self._keys is None:
                told: Any = self._get(session, self._told["jwks_uri"])
                self._keys = KeySet.import_key_set(told)
                self._keys_s = self._monotonic()
            return self._keys

    def _described(self, session: Session, known_for_s: int = KNOWN_FOR_S) -> dict[str, Any]:
        with self._lock:
            if self._told and self._monotonic() - self._told_s < known_for_s:
                return self._told
            told = self._get(session, self._client.issuer.rstrip("/") + WELL_KNOWN)
            places = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if told.get("issuer") != self._client.issuer or not all(map(is_safe, map(told.get, places))):
                raise ProviderDown
            self._told, self._told_s = told, self._monotonic()
            return told

    def _way(self, told: Mapping[str, Any]) -> str:
        if not self._client.client_secret:
            return "none"
        offered = told.get("token_endpoint_auth_methods_supported") or _WAYS
        return next((way for way in _WAYS if way in offered), _WAYS[0])

    @staticmethod
    def _get(session: Session, url: str) -> dict[str, Any]:
        try:
            answer = session.request("GET", url, withhold_token=True)
            if answer.status_code != httpx.codes.OK or len(answer.content) > LONGEST_ANSWER:
                raise ProviderDown
            told = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderDown from error
        if not isinstance(told, dict):
            raise ProviderDown
        return told

    def _asking(self, redirect_url: str) -> Session:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", AuthlibDeprecationWarning)
            from authlib.integrations.httpx_client import (  # type: ignore[import-untyped]  # noqa: PLC0415
                OAuth2Client,
            )
        session: Session = OAuth2Client(
            self._client.client_id,
            self._client.client_secret or None,
            scope=SCOPE,
            redirect_uri=redirect_url,
            code_challenge_method="S256",
            timeout=TIMEOUT_S,
            trust_env=False,
            follow_redirects=False,
            verify=self._trust,
        )
        return session


def is_safe(url: object) -> bool:
    """Whether an address is spoken to under TLS, or lies on this machine."""
    if not isinstance(url, str):
        return False
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
