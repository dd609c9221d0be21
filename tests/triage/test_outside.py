"""Going to addresses that users type: what is refused, and that what was looked at is gone to."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.networks import networks_in
from tests.triage.recording import LOOPBACK, Reply, certificate, recorder
from triage import exchange
from triage.exchange import Answer, ExchangeError
from triage.integrations.addresses import AddressRefusedError, refuse_inside, target_of
from triage.integrations.outside import ask_outside

PUBLIC = "93.184.216.34"


@pytest.fixture(autouse=True)
def nothing_open(settings: Any) -> None:
    settings.PRIVATE_NETWORKS = []


@pytest.fixture
def loopback_open(settings: Any) -> None:
    settings.PRIVATE_NETWORKS = networks_in("127.0.0.1/32")


def ask(url: str, *, addresses: tuple[str, ...] = (), **more: Any) -> Answer:
    """With a resolver that knows these addresses, if any, whatever the name."""
    if addresses:
        more["resolve"] = lambda *_: list(addresses)
    return ask_outside(url, body=b"{}", headers={}, most=100, **more)


def code_of(url: str, *, addresses: tuple[str, ...] = (), **more: Any) -> str:
    with pytest.raises(ExchangeError) as caught:
        ask(url, addresses=addresses, **more)
    return caught.value.code


REFUSED_ADDRESSES = {
    "loopback": "https://127.0.0.1/",
    "loopback by name": "https://localhost/",
    "another loopback": "https://127.8.9.10/",
    "private, class A": "https://10.0.0.1/",
    "private, class B": "https://172.16.0.1/",
    "private, class C": "https://192.168.1.1/",
    "link-local": "https://169.254.1.1/",
    "a cloud's metadata": "https://169.254.169.254/latest/meta-data/",
    "a cloud's metadata by IPv6": "https://[fd00:ec2::254]/",
    "a provider's own network": "https://100.64.0.1/",
    "multicast": "https://224.0.0.1/",
    "broadcast": "https://255.255.255.255/",
    "reserved": "https://240.0.0.1/",
    "documentation": "https://192.0.2.1/",
    "unspecified": "https://0.0.0.0/",
    "this network": "https://0.1.2.3/",
    "decimal": "https://2130706433/",
    "hexadecimal": "https://0x7f000001/",
    "hexadecimal in parts": "https://0x7f.1/",
    "octal": "https://0177.0.0.1/",
    "octal in one": "https://017700000001/",
    "short": "https://127.1/",
    "a number's label behind a name": "https://example.127/",
    "a hexadecimal label behind a name": "https://example.0x7f/",
    "a dot behind": "https://127.0.0.1./",
    "IPv6 loopback": "https://[::1]/",
    "IPv6 unspecified": "https://[::]/",
    "IPv6 private": "https://[fc00::1]/",
    "IPv6 link-local": "https://[fe80::1]/",
    "IPv6 with a scope": "https://[fe80::1%25eth0]/",
    "IPv6 multicast": "https://[ff02::1]/",
    "IPv4 mapped": "https://[::ffff:127.0.0.1]/",
    "IPv4 mapped, in hexadecimal": "https://[::ffff:7f00:1]/",
    "IPv4 compatible": "https://[::127.0.0.1]/",
    "NAT64": "https://[64:ff9b::7f00:1]/",
    "NAT64 of a network's own": "https://[64:ff9b:1::7f00:1]/",
    "6to4": "https://[2002:7f00:1::]/",
    "Teredo": "https://[2001:0:7f00:1::]/",
    "full-width digits": "https://\uff11\uff12\uff17.0.0.1/",
    "circled letters": "https://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3/",
    "an ideographic dot": "https://127\u30020.0.1/",
    "an escaped name": "https://%6c%6f%63%61lhost/",
    "a user's name": "https://example.com@127.0.0.1/",
    "a user's name before a good host": "https://user:pass@example.com/",
    "an empty user's name": "https://@example.com/",
    "a backslash": "https://example.com\\@127.0.0.1/",
    "a new line": "https://example.com/\r\nX: y",
    "a tab in the scheme": "ht\ttps://example.com/",
    "a space": "https://exam ple.com/",
    "no host": "https:///path",
    "no scheme": "example.com/hook",
    "a file": "file:///etc/passwd",
    "another protocol": "gopher://example.com/",
    "plain http": "http://93.184.216.34/",
    "a mail server's port": "https://example.com:25/",
    "a shell's port": "https://example.com:22/",
    "port 0": "https://example.com:0/",
    "a port beyond": "https://example.com:65536/",
    "too long": "https://example.com/" + "a" * 2000,
}


@pytest.mark.parametrize("url", REFUSED_ADDRESSES.values(), ids=REFUSED_ADDRESSES.keys())
def test_nothing_is_sent_to(url: str) -> None:
    assert code_of(url) == "inside"


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fe80::1%1"]
)
def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    assert code_of("https://harmless.example/", addresses=(address,)) == "inside"


def test_one_address_inside_among_others_is_enough() -> None:
    assert code_of("https://harmless.example/", addresses=(PUBLIC, "127.0.0.1")) == "inside"


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.com/services/T0/B0?x=1",
        "https://xn--bcher-kva.example/",
        "https://a_b.example.com:8443",
        f"https://{PUBLIC}/",
        "https://[2606:2800:220:1::1]/",
        "https://7.example.org/",
    ],
)
def test_what_users_rightly_type_is_taken(url: str) -> None:
    target = target_of(url)

    refuse_inside(target, PUBLIC, ())
    assert target.secure


@given(st.text(max_size=60))
def test_whatever_is_typed_it_is_taken_apart_or_refused(text: str) -> None:
    try:
        target = target_of(f"https://{text}")
    except AddressRefusedError:
        return
    assert target.host
    assert target.host.isascii()
    assert target.path.startswith("/")


@given(st.integers(0, 2**32 - 1))
def test_no_number_is_a_host(number: int) -> None:
    for written in (str(number), hex(number), f"0{number:o}"):
        with pytest.raises(AddressRefusedError):
            target_of(f"https://{written}/")


def test_the_operator_can_open_a_network_and_only_that(loopback_open: None) -> None:
    with recorder(Reply(200, b"hello")) as heard:
        assert ask(f"{heard.url}/hook?a=1").body == b"hello"
        assert code_of(heard.url.replace("127.0.0.1", "127.0.0.2")) == "inside"

    assert [request.path for request in heard.requests] == ["/hook?a=1"]


def test_a_redirect_is_not_followed(loopback_open: None) -> None:
    with recorder() as inner, recorder(Reply(302, headers={"Location": inner.url})) as outer:
        assert code_of(outer.url) == "redirected"

    assert inner.requests == []


def test_the_line_goes_to_the_address_that_was_looked_at(loopback_open: None) -> None:
    """The name leads elsewhere a moment later: nobody asks a second time."""
    told = [["127.0.0.1"], ["127.0.0.2"], ["10.0.0.1"]]
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return told[len(asked) - 1]

    with recorder() as heard:
        port = heard.url.rpartition(":")[2]
        ask(f"http://rebinding.example:{port}/", resolve=rebinding)

    assert asked == ["rebinding.example"]
    assert heard.requests[0].headers["Host"] == f"rebinding.example:{port}"


def test_an_address_that_is_down_is_passed_over(settings: Any) -> None:
    settings.PRIVATE_NETWORKS = networks_in(LOOPBACK)
    with recorder() as heard:
        port = heard.url.rpartition(":")[2]
        ask(f"http://two.example:{port}/", addresses=("127.0.0.2", "127.0.0.1"))

    assert len(heard.requests) == 1


def test_who_has_no_name_is_unreachable() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise OSError

    assert code_of("https://nobody.example/", resolve=nobody) == "unreachable"


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    def hanging(host: str, port: int) -> list[str]:
        time.sleep(3)
        return [PUBLIC]

    assert code_of("https://slow.example/", resolve=hanging, within_s=0.1) == "timed_out"


def test_of_an_answer_without_end_the_beginning_is_read(loopback_open: None) -> None:
    with recorder(Reply(200, b"x" * 10_000)) as heard:
        answer = ask(heard.url)

    assert answer.body == b"x" * 100
    assert not answer.whole


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A certificate of receiver.example that is trusted."""
    file = certificate(tmp_path, "receiver.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    exchange._context.cache_clear()
    yield file
    exchange._context.cache_clear()


@pytest.mark.parametrize(
    ("host", "reached"), [("receiver.example", True), ("another.example", False)]
)
def test_the_server_must_show_the_certificate_of_the_name(
    loopback_open: None, trusted: Path, host: str, reached: bool
) -> None:
    with recorder(tls=trusted) as heard:
        port = heard.url.rpartition(":")[2]
        url = f"https://{host}:{port}/"
        if reached:
            assert ask(url, addresses=("127.0.0.1",)).status == 200
        else:
            assert code_of(url, addresses=("127.0.0.1",)) == "unreachable"

    assert len(heard.requests) == reached


def test_a_handshake_that_comes_in_drops_is_cut_off(loopback_open: None) -> None:
    with dripping() as port:
        url = f"https://receiver.example:{port}/"
        began = time.monotonic()
        assert code_of(url, addresses=("127.0.0.1",), within_s=0.4) == "timed_out"

    assert time.monotonic() - began < 3


@contextmanager
def dripping() -> Iterator[int]:
    """The port of a server that begins a TLS record, and sends a byte of it now and then."""

    def drip() -> None:
        with suppress(OSError):
            line, _ = server.accept()
            with line:
                line.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")
                for _ in range(100):
                    line.sendall(b"\x00")
                    time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=drip)
        thread.start()
        yield server.getsockname()[1]
        thread.join()
