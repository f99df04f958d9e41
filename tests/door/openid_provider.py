"""A real OpenID provider on this machine, with a browser that signs in there and ways to be a bad one."""

import base64
import hashlib
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import flask
import httpx
import werkzeug.serving
from authlib.deprecate import AuthlibDeprecationWarning
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

with warnings.catch_warnings():
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    import oidc_provider_mock

CLIENT_ID = "stormdesk"
BACK = "http://127.0.0.1:8501/oidc/callback"


@dataclass
class Provider:
    """The provider; `claims` and `key` replace what it says and signs with when they are set."""

    issuer: str = ""
    claims: Callable[[Mapping[str, object]], Mapping[str, object]] | None = None
    key: RSAKey | None = None
    algorithm: str = "RS256"
    published: KeySet | None = None
    told: dict[str, object] = field(default_factory=dict)
    is_down: bool = False
    challenges: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def sign_in(self, url: str, sub: str = "zhang@county") -> tuple[str, str]:
        """Do what a person does in the browser; returns code and state of the way back."""
        answer = httpx.post(url, data={"sub": sub}, timeout=10)
        assert answer.status_code == 302, answer.text[:300]
        back = parse_qs(urlsplit(answer.headers["location"]).query)
        return back["code"][0], back["state"][0]


def app_of(provider: Provider) -> flask.Flask:
    app = oidc_provider_mock.app(require_nonce=True)

    @app.before_request
    def look() -> flask.Response | None:
        request = flask.request
        provider.asked.append(request.path)
        if provider.is_down:
            return flask.Response("out of order", 502)
        if request.path == "/oauth2/token":
            digest = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
            wanted = provider.challenges.get(request.form.get("code", ""))
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != wanted:
                return flask.Response('{"error": "invalid_grant"}', 400, mimetype="application/json")
        return None

    @app.after_request
    def change(answer: flask.Response) -> flask.Response:
        request = flask.request
        if request.path == "/oauth2/authorize" and answer.status_code == 302:
            code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
            provider.challenges[code] = request.args["code_challenge"]
        if request.path.startswith("/.well-known") and provider.told:
            answer.set_data(flask.json.dumps(flask.json.loads(answer.get_data()) | provider.told))
        if request.path == "/jwks" and provider.published is not None:
            answer.set_data(flask.json.dumps(provider.published.as_dict(private=False)))
        if request.path == "/oauth2/token" and answer.status_code == 200:
            told = flask.json.loads(answer.get_data())
            answer.set_data(flask.json.dumps(told | {"id_token": signed(provider, told["id_token"])}))
        return answer

    return app


def signed(provider: Provider, given: str) -> str:
    if provider.claims is None and provider.key is None:
        return given
    payload = given.split(".")[1]
    said = flask.json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    said = dict(provider.claims(said) if provider.claims else said)
    assert provider.key is not None
    header = {"alg": provider.algorithm, "kid": provider.key.kid}
    return jwt.encode(header, said, provider.key, algorithms=[provider.algorithm])


@contextmanager
def running() -> Iterator[Provider]:
    """The provider as long as the block runs."""
    provider = Provider()
    server = werkzeug.serving.make_server("127.0.0.1", 0, app_of(provider), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


def now() -> datetime:
    return datetime.now(UTC)
