import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import DocumentError
from rag.load import Loader, reasons
from rag.load.addresses import Address, public_only
from rag.settings import LoadSettings
from tests.load.web_server import Server, serving

SETTINGS = LoadSettings(max_bytes=2 * 1024 * 1024, timeout=5.0)
INSIDE = ipaddress.ip_address("10.0.0.7")


def names(host: str, port: int) -> list[str]:
    """A resolver for the tests' names."""
    known = {
        "bao.example": ["127.0.0.1"],
        "noi-bo.example": [str(INSIDE)],
        "nua-kin.example": ["127.0.0.1", str(INSIDE)],
    }
    if host not in known:
        raise socket.gaierror("no such host")
    return known[host]


def loopback(address: Address, port: int) -> str | None:
    """The strict policy, but for loopback on any port."""
    return None if address == ipaddress.ip_address("127.0.0.1") else public_only(address, port)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def loader() -> Iterator[Loader]:
    with Loader(SETTINGS, policy=loopback, resolve=names) as loader:
        yield loader


def refusal(loader: Loader, url: str) -> str:
    with pytest.raises(DocumentError) as caught:
        loader.load(url)
    assert caught.value.source == url
    return caught.value.reason


def test_article_is_loaded_without_navigation(loader: Loader, server: Server) -> None:
    loaded = loader.load(f"{server.url}/bai-viet#phan-2")
    assert loaded.title == "Họp giao ban tháng 6"
    assert loaded.text == "Họp giao ban tháng 6\n\nĐồng chí Nguyễn Thị Ngọc Ánh chủ trì cuộc họp."
    assert (loaded.format, loaded.name, loaded.source) == ("html", "bai-viet", f"{server.url}/bai-viet")


@pytest.mark.parametrize(
    ("path", "format", "name"),
    [
        ("/tai-lieu/bien-ban.docx", "docx", "bien-ban.docx"),
        ("/bien-ban.pdf", "pdf", "bien-ban.pdf"),
        ("/ghi-chu.txt", "txt", "ghi-chu.txt"),
        ("/tai-ve", "pdf", "tai-ve"),
        ("/sai-loai", "pdf", "sai-loai"),
        ("/khong-ro-loai", "html", "khong-ro-loai"),
        ("/gzip", "html", "gzip"),
        ("/chuyen", "html", "bai-viet"),
    ],
)
def test_every_kind_of_document_is_loaded(path: str, format: str, name: str, loader: Loader, server: Server) -> None:
    loaded = loader.load(server.url + path)
    assert (loaded.format, loaded.name) == (format, name)
    assert "họp" in loaded.text


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/404", reasons.NOT_FOUND),
        ("/403", reasons.LOGIN),
        ("/429", reasons.BUSY),
        ("/500", reasons.SERVER_ERROR),
        ("/khong-co-chuyen-tiep", "máy chủ không trả về trang (mã 302). Hãy kiểm tra lại địa chỉ."),
        ("/anh", reasons.content_type("image/png")),
        ("/json", reasons.content_type("application/json")),
        ("/rong", reasons.EMPTY_PAGE),
        ("/khong-chu", reasons.NO_ARTICLE),
        ("/noi-dai", reasons.too_large(SETTINGS.max_bytes)),
        ("/khai-dai", reasons.too_large(SETTINGS.max_bytes)),
        ("/vo-tan", reasons.too_large(SETTINGS.max_bytes)),
        ("/bom-gzip", reasons.too_large(SETTINGS.max_bytes)),
        ("/gzip-cat", reasons.BROKEN_REPLY),
        ("/nen-la", reasons.BROKEN_REPLY),
        ("/cut", reasons.BROKEN_REPLY),
        ("/vo-nghia", reasons.BROKEN_REPLY),
        ("/dut", reasons.BROKEN_REPLY),
        ("/chuyen-mai", reasons.REDIRECTS),
        ("/chuyen-tep", reasons.SCHEME),
        ("/chuyen-mat-khau", reasons.CREDENTIALS),
        ("/chuyen-noi-bo", reasons.PRIVATE_ADDRESS),
        ("/chuyen-hong", reasons.BROKEN_REPLY),
    ],
)
def test_bad_reply_gets_its_reason(path: str, reason: str, loader: Loader, server: Server) -> None:
    assert refusal(loader, server.url + path) == reason


@pytest.mark.parametrize("path", ["/treo", "/nho-giot", "/nho-giot-dau"])
def test_one_deadline_ends_the_slowest_drip(path: str, server: Server) -> None:
    with Loader(replace(SETTINGS, timeout=0.6), policy=loopback, resolve=names) as loader:
        started = time.monotonic()
        assert refusal(loader, server.url + path) == reasons.WEB_TOO_SLOW
        assert time.monotonic() - started < 4


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    def hang(host: str, port: int) -> list[str]:
        time.sleep(5)
        return []

    with Loader(replace(SETTINGS, timeout=0.3), resolve=hang) as loader:
        started = time.monotonic()
        assert refusal(loader, "http://bao.example/") == reasons.WEB_TOO_SLOW
        assert time.monotonic() - started < 4


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://bao.example/a", reasons.SCHEME),
        ("file:///etc/passwd", reasons.SCHEME),
        ("http://", reasons.BAD_URL),
        ("http://[::1", reasons.BAD_URL),
        ("http://bao.example:99999/", reasons.BAD_URL),
        ("http://ai:mat-khau@bao.example/", reasons.CREDENTIALS),
        ("http://khong-co.example/", reasons.NO_SUCH_HOST),
        ("http://noi-bo.example/", reasons.PRIVATE_ADDRESS),
        ("http://nua-kin.example/", reasons.PRIVATE_ADDRESS),
    ],
)
def test_bad_address_is_refused_before_anything_is_sent(url: str, reason: str, loader: Loader) -> None:
    assert refusal(loader, url) == reason


@pytest.mark.parametrize("host", "127.0.0.1 localhost 2130706433 0x7f000001 127.1 [::1] [::ffff:127.0.0.1]".split())
def test_users_do_not_reach_loopback_however_it_is_written(host: str, server: Server) -> None:
    seen = len(server.seen)
    with Loader(SETTINGS) as loader:
        assert refusal(loader, f"http://{host}:{server.port}/bai-viet") == reasons.PRIVATE_ADDRESS
    assert len(server.seen) == seen


PRIVATE = """
0.0.0.0 10.1.2.3 127.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.8 192.0.2.1 198.18.0.1
203.0.113.9 224.0.0.1 233.252.0.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1
64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: 2002:a00:1:: 2001:0:7f00:1::1 2001:db8::1 fe80::1 fe80::1%1 fc00::1 fd12::1
fec0::1 ff02::1 ff0e::1 100::1 3fff::1 5f00::1
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_outside_the_public_internet_is_permitted(address: str) -> None:
    assert public_only(ipaddress.ip_address(address), 443) == reasons.PRIVATE_ADDRESS


def test_users_reach_only_the_ports_of_the_web() -> None:
    public = ipaddress.ip_address("93.184.215.14")
    assert [public_only(public, port) for port in (80, 443, 8080, 8443)] == [None] * 4
    assert public_only(public, 22) == reasons.PORT
    assert public_only(ipaddress.ip_address("2606:2800:21f:cb07:6820:80da:af6b:8b2c"), 443) is None


def test_the_connection_goes_to_the_address_that_was_checked(server: Server) -> None:
    asked: list[str] = []

    def changes_its_mind(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else [str(INSIDE)]

    with Loader(SETTINGS, policy=loopback, resolve=changes_its_mind) as loader:
        assert loader.load(f"{server.url}/bai-viet").format == "html"
    assert asked == ["bao.example"]
    assert f"Host: bao.example:{server.port}\r\n" in server.seen[-1]


def test_proxies_of_the_environment_are_not_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with Loader(SETTINGS, policy=loopback, resolve=names) as loader:
        assert loader.load(f"{server.url}/bai-viet").format == "html"


def test_nobody_listening_is_no_crash(loader: Loader) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert refusal(loader, f"http://bao.example:{port}/") == reasons.NO_CONNECTION


def test_an_untrusted_certificate_is_refused_and_names_the_host(loader: Loader) -> None:
    asked: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate = Path(__file__).with_name("self-signed.pem")
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    with serving(context) as server:
        assert refusal(loader, f"{server.url}/bai-viet") == reasons.TLS
    assert asked == ["bao.example"]


def test_plain_http_behind_https_is_a_tls_failure(loader: Loader, server: Server) -> None:
    assert refusal(loader, server.url.replace("http:", "https:") + "/bai-viet") == reasons.TLS
