"""Signing in by OpenID Connect, against a real provider on this machine, and against bad ones."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from joserfc.jwk import KeySet, OctKey, RSAKey

from stormdesk.domain.access.records import Role
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.entrance import Entered, Refused, sign_in
from stormdesk.door.office import Office, open_office
from stormdesk.door.oidc import Leaving, Openid, open_openid
from stormdesk.door.oidc_entrance import enter_openid
from stormdesk.door.passwords import CHEAP
from stormdesk.errors import BadIdentity, BadProviderSetting, ProviderDown, UnboundIdentity
from stormdesk.settings import Settings, load_settings
from tests.door.door_house import PASSPHRASE, House
from tests.door.openid_provider import BACK, CLIENT_ID, Provider, now, running

SUB = "zhang@county"
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")


@pytest.fixture(scope="module")
def shared() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def provider(shared: Provider) -> Provider:
    fresh = Provider(shared.issuer)
    shared.__dict__.update(fresh.__dict__)
    return shared


@pytest.fixture(scope="module")
def key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "ours"})


def settings_of(house: House, provider: Provider) -> Settings:
    return replace(
        load_settings(),
        home=house.home,
        mode="drill",
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret="shh",  # noqa: S106  the provider's own
    )


@pytest.fixture
def office(house: House, provider: Provider) -> Iterator[Office]:
    opened = open_office(settings_of(house, provider), cost=CHEAP)
    account = Account(account_id="zhang", name="张三", role=Role.DUTY_OFFICER, openid=SUB)
    opened.accounts.add(account, PASSPHRASE, by=COMMAND, at=now())
    yield opened
    opened.close()


def openid_of(office: Office) -> Openid:
    assert office.openid is not None
    return office.openid


def leave(office: Office, onward: str = "/duty") -> Leaving:
    return openid_of(office).leave(redirect_url=BACK, onward=onward, address="10.0.0.7")


def come_back(
    office: Office, code: str, state: str, browser: str | None, address: str = "10.0.0.7"
) -> tuple[Entered | Refused, str]:
    return enter_openid(office, state=state, code=code, browser=browser, at=now(), address=address)


def test_a_bound_account_comes_in_and_goes_on_where_it_was_going(office: Office, provider: Provider) -> None:
    leaving = leave(office)
    done, onward = come_back(office, *provider.sign_in(leaving.url), leaving.browser)
    assert isinstance(done, Entered)
    assert (done.visitor.account_id, onward) == ("zhang", "/duty")
    assert office.sessions.visitor_of(done.token, at=now()) == done.visitor
    assert "code_challenge_method=S256" in leaving.url
    assert leaving.browser not in leaving.url


def test_whoever_is_bound_to_no_account_stays_out(office: Office, provider: Provider) -> None:
    leaving = leave(office)
    done, _ = come_back(office, *provider.sign_in(leaving.url, "stranger@county"), leaving.browser)
    assert done == Refused(sentence=UnboundIdentity.sentence, values={"name": "stranger@county"})
    assert [account.account_id for account in office.accounts.all()] == ["zhang"]


def test_an_account_that_is_off_stays_out_here_too(office: Office, provider: Provider) -> None:
    office.accounts.change("zhang", version=1, by=COMMAND, at=now(), is_active=False)
    leaving = leave(office)
    done, _ = come_back(office, *provider.sign_in(leaving.url), leaving.browser)
    assert isinstance(done, Refused)


def test_a_return_counts_once_and_only_in_the_browser_that_left(office: Office, provider: Provider) -> None:
    first = leave(office)
    code, state = provider.sign_in(first.url)
    assert isinstance(come_back(office, code, state, first.browser)[0], Entered)
    refused = Refused(sentence=BadIdentity.sentence)
    assert come_back(office, code, state, first.browser)[0] == refused
    mine, his = leave(office), leave(office)
    code, state = provider.sign_in(his.url)
    assert come_back(office, code, state, mine.browser)[0] == refused
    assert come_back(office, code, state, his.browser)[0] == refused
    for wrong in (None, ""):
        again = leave(office)
        assert come_back(office, *provider.sign_in(again.url), wrong)[0] == refused


def test_a_code_of_another_sign_in_is_refused(office: Office, provider: Provider) -> None:
    mine, his = leave(office), leave(office)
    stolen, _ = provider.sign_in(his.url)
    _, state = provider.sign_in(mine.url)
    assert come_back(office, stolen, state, mine.browser)[0] == Refused(sentence=BadIdentity.sentence)


def test_guessing_at_the_return_waits(office: Office) -> None:
    answers = [come_back(office, "x", "y", "z", address="10.0.0.66")[0] for _ in range(6)]
    assert isinstance(answers[-1], Refused)
    assert answers[-1].wait_s > 0


def test_a_sign_in_is_not_finished_after_ten_minutes(house: House, provider: Provider) -> None:
    openid = open_openid(settings_of(house, provider), lambda: house.ticks_s)
    assert openid is not None
    leaving = openid.leave(redirect_url=BACK, onward="/", address="")
    code, state = provider.sign_in(leaving.url)
    house.ticks_s += 601
    with pytest.raises(BadIdentity):
        openid.come_back(state=state, code=code, browser=leaving.browser, at=now())


def lies() -> dict[str, dict[str, object]]:
    """What a token may say wrongly; None leaves a claim out."""
    soon, past = int(time.time()) + 600, int(time.time()) - 120
    return {
        "of another provider": {"iss": "https://elsewhere.example"},
        "for another house": {"aud": "another-house"},
        "for two others": {"aud": ["another-house", "a-third"]},
        "for us, given to another": {"aud": [CLIENT_ID, "another-house"], "azp": "another-house"},
        "asked by another browser": {"nonce": "of another sign-in"},
        "asked by nobody": {"nonce": None},
        "too late": {"exp": past},
        "for ever": {"exp": None},
        "issued in the future": {"iat": soon},
        "not yet good": {"nbf": soon},
        "about nobody": {"sub": ""},
        "about a number": {"sub": 7},
        "about no one": {"sub": None},
    }


def test_a_token_that_is_not_for_us_and_now_is_refused(
    office: Office, provider: Provider, key: RSAKey
) -> None:
    provider.key, provider.published = key, KeySet([key])
    for what, lie in lies().items():
        provider.claims = lambda said, lie=lie: {  # type: ignore[misc]
            name: value for name, value in {**said, **lie}.items() if value is not None
        }
        leaving = leave(office)
        code, state = provider.sign_in(leaving.url)
        with pytest.raises(BadIdentity):
            pytest.fail(f"{what}: {name_of(office, code, state, leaving.browser)}")
    provider.claims = None
    leaving = leave(office)
    assert name_of(office, *provider.sign_in(leaving.url), leaving.browser) == SUB


def name_of(office: Office, code: str, state: str, browser: str) -> str:
    openid = openid_of(office)
    return openid.name_in(openid.come_back(state=state, code=code, browser=browser, at=now())[0])


def test_small_differences_of_clocks_do_not_matter(office: Office, provider: Provider, key: RSAKey) -> None:
    provider.key, provider.published = key, KeySet([key])

    def skewed(said: Mapping[str, object]) -> Mapping[str, object]:
        return {**said, "exp": int(time.time()) - 30, "iat": int(time.time()) + 30}

    provider.claims = skewed
    leaving = leave(office)
    assert isinstance(come_back(office, *provider.sign_in(leaving.url), leaving.browser)[0], Entered)


def test_a_token_signed_by_anybody_else_is_refused(office: Office, provider: Provider, key: RSAKey) -> None:
    provider.key = key
    leaving = leave(office)
    refused = Refused(sentence=BadIdentity.sentence)
    assert come_back(office, *provider.sign_in(leaving.url), leaving.browser)[0] == refused
    provider.published = KeySet([key])
    secret = OctKey.import_key("shh-" * 16, {"kid": "ours"})
    provider.key, provider.algorithm = secret, "HS256"  # type: ignore[assignment]
    leaving = leave(office)
    assert come_back(office, *provider.sign_in(leaving.url), leaving.browser)[0] == refused


def test_new_keys_of_the_provider_are_asked_for(house: House, provider: Provider, key: RSAKey) -> None:
    openid = open_openid(settings_of(house, provider), lambda: house.ticks_s)
    assert openid is not None

    def come() -> Mapping[str, object]:
        leaving = openid.leave(redirect_url=BACK, onward="/", address="")
        code, state = provider.sign_in(leaving.url)
        return openid.come_back(state=state, code=code, browser=leaving.browser, at=now())[0]

    assert openid.name_in(come()) == SUB
    provider.key, provider.published = key, KeySet([key])
    with pytest.raises(BadIdentity):
        come()
    house.ticks_s += 61
    assert openid.name_in(come()) == SUB
    assert provider.asked.count("/jwks") == 2


def test_a_provider_that_is_down_leaves_the_password(office: Office, provider: Provider) -> None:
    leaving = leave(office)
    code, state = provider.sign_in(leaving.url)
    provider.is_down = True
    done, _ = come_back(office, code, state, leaving.browser)
    assert isinstance(done, Refused)
    assert isinstance(sign_in(office, "zhang", PASSPHRASE, at=now()), Entered)


def test_nobody_is_sent_to_a_provider_that_went_down_meanwhile(house: House, provider: Provider) -> None:
    openid = open_openid(settings_of(house, provider), lambda: house.ticks_s)
    assert openid is not None
    assert openid.leave(redirect_url=BACK, onward="/", address="").url.startswith(provider.issuer)
    provider.is_down = True
    house.ticks_s += 11
    with pytest.raises(ProviderDown):
        openid.leave(redirect_url=BACK, onward="/", address="")
    provider.is_down = False
    assert openid.leave(redirect_url=BACK, onward="/", address="").url.startswith(provider.issuer)


def test_a_provider_that_describes_itself_badly_is_not_asked(office: Office, provider: Provider) -> None:
    for told in (
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": None},
    ):
        provider.told = dict(told)
        with pytest.raises(ProviderDown):
            leave(office)
    provider.told = {}
    assert leave(office).url.startswith(provider.issuer)


def test_a_provider_without_tls_or_name_is_refused_at_the_start(house: House, provider: Provider) -> None:
    good = settings_of(house, provider)
    assert open_openid(good) is not None
    assert open_openid(replace(good, oidc_issuer="")) is None
    for wrong in ({"oidc_issuer": "http://idp.county.example"}, {"oidc_client_id": ""}):
        with pytest.raises(BadProviderSetting):
            open_openid(replace(good, **wrong))  # type: ignore[arg-type]
    assert "shh" not in repr(good)
