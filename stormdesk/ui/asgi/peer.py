"""Who calls: address, host name, and whether the way is encrypted, through a proxy or straight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from stormdesk.errors import N_, StormdeskError

Networks = Sequence[IPv4Network | IPv6Network]
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip")
_SECURE: Final = frozenset({"https", "wss"})


class UnknownProxy(StormdeskError):
    """A request that says it was forwarded while no proxy is trusted."""

    sentence = N_("请求经过代理转来,但 STORMDESK_PROXY 没有写明信任哪个代理。请联系管理员。")


class BadProxy(StormdeskError):
    """A setting that names no address."""

    sentence = N_("STORMDESK_PROXY 应为代理的 IP 地址或网段,多个用逗号分开:{value}")


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is at the other end; `host` is the name by which he calls us."""

    address: str
    host: str
    is_secure: bool


def networks_of(text: str) -> Networks:
    """Return the addresses and networks of a list with commas; raises BadProxy when one is none."""
    try:
        return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise BadProxy(value=text[:100]) from error


def peer_of(scope: Scope, proxies: Networks) -> Peer:
    """Return who calls; what a request says of an earlier sender counts from a trusted proxy only."""
    headers = Headers(scope=scope)
    address = (scope.get("client") or ("", 0))[0]
    is_secure = scope.get("scheme", "http") in _SECURE
    if not proxies and any(name in headers for name in _FORWARDED):
        raise UnknownProxy
    if is_among(address, proxies):
        is_secure = headers.get("x-forwarded-proto", "").strip().lower() in _SECURE
        address = _sender(headers.getlist("x-forwarded-for"), proxies) or address
    return Peer(address, headers.get("host", ""), is_secure)


def is_among(address: str, networks: Networks) -> bool:
    """Say whether an address lies in one of the networks."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)


def is_loopback(address: str) -> bool:
    """Say whether an address is this machine."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def is_own_origin(origin: str, peer: Peer) -> bool:
    """Say whether a page of ours sent this, by the Origin header that browsers add."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme == ("https" if peer.is_secure else "http") and parts.netloc == peer.host != ""


def _sender(chain: Sequence[str], proxies: Networks) -> str | None:
    """The last address of the chain that is no proxy of ours; each proxy appends the one before it."""
    told = [part.strip() for line in chain for part in line.split(",") if part.strip()]
    for address in reversed(told):
        try:
            parsed = ip_address(address)
        except ValueError:
            return "?"
        if not is_among(address, proxies):
            return str(parsed)
    return told[0] if told else None
