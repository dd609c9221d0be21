"""Where a message may go whose address a user typed. Pure: it resolves nothing.

An address is written out (`target_of`), and each IP address that its name stands for is one of the
public internet or of a network that the operator named (`refuse_inside`). By plain http only the
latter are reached. `tests/triage/test_outside.py` has the table of what is refused.
"""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from feedback.errors import RefusedError

LONGEST = 2000
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAME = re.compile(
    r"(?=.{1,253}$)([a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?"
)
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_TEREDO = ipaddress.IPv6Network("2001::/32")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefusedError(RefusedError):
    """Nothing is sent there."""

    code = "address_refused"


@dataclass(frozen=True)
class Target:
    """An address taken apart. `host` is a name in ASCII or an IP address without brackets; `path`
    has the query."""

    secure: bool
    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """What a typed address says. AddressRefusedError for what is none, or is not said plainly:
    names in other letters than ASCII, numbers that stand for an IP address, a user's name."""
    if len(url) > LONGEST or not url.isascii() or re.search(r"[\x00-\x20\x7f\\]", url):
        raise AddressRefusedError(
            "The address is written in plain letters, without spaces; a name in others begins xn--."
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefusedError("That is no address.") from error
    if parts.scheme not in {"https", "http"}:
        raise AddressRefusedError("The address begins with https://")
    if "@" in parts.netloc:
        raise AddressRefusedError("The address names no user.")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, _host(parts.hostname or ""), _port(port, secure=secure), path)


def _host(host: str) -> str:
    """Names end in a letter's label, so that no number is left that resolvers take for an IP
    address ("2130706433", "0x7f.1", "127.1")."""
    if _NAME.fullmatch(host) and not re.fullmatch(r"0x[0-9a-f]*", host.rpartition(".")[2]):
        return host
    if "%" not in host:  # no scope of an interface
        try:
            return str(ipaddress.ip_address(host))
        except ValueError:
            pass
    raise AddressRefusedError("The address has no host's name as hosts are named.")


def _port(port: int | None, *, secure: bool) -> int:
    """The web's own ports, and those that are nobody's own by rule."""
    usual = 443 if secure else 80
    port = usual if port is None else port
    if port != usual and port < 1024:
        raise AddressRefusedError(f"Port {port} is no web server's.")
    return port


def refuse_inside(target: Target, address: str, named: Collection[Network]) -> None:
    """AddressRefusedError unless messages to the target may go to this IP address."""
    plain = _unwrapped(ipaddress.ip_address(address.partition("%")[0]))
    if any(plain in network for network in named):
        return
    if not _is_public(plain):
        raise AddressRefusedError(
            f"{target.host} is an address inside a network: only the operator can open those."
        )
    if not target.secure:
        raise AddressRefusedError("The address begins with https://")


def _unwrapped(address: _Address) -> _Address:
    """The IPv4 address that an IPv6 one stands for."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _is_public(address: _Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and (
        address not in _GLOBAL_UNICAST or address in _SIX_TO_FOUR or address in _TEREDO
    ):
        return False  # tunnels, which end at whatever IPv4 address they carry, are out of use
    return address.is_global and not address.is_multicast and not address.is_reserved


def refuse_unless_open(target: Target, named: Collection[Network]) -> None:
    """What can be said of a target before its name is resolved: plain http only where the operator
    named a network, and no IP address inside one that they did not. AddressRefusedError."""
    try:
        ipaddress.ip_address(target.host)
    except ValueError:
        if not target.secure and not named:
            raise AddressRefusedError("The address begins with https://") from None
    else:
        refuse_inside(target, target.host, named)
