"""An HTTP server on loopback that behaves as badly as asked: the path says how."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.load.makers import MINUTES, docx, pdf

ARTICLE = (
    "<!DOCTYPE html><html><head><title>Họp giao ban | Cổng Bình Lâm</title></head><body>"
    "<nav><a href='/'>Trang chủ</a> <a href='/tin'>Tin tức</a></nav><article><h1>Họp giao ban tháng 6</h1>"
    "<p>Đồng chí Nguyễn Thị Ngọc Ánh chủ trì cuộc họp.</p></article><footer>Bản quyền</footer></body></html>"
).encode()
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def reply(body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    if kind:
        lines.append(f"Content-Type: {kind}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def redirect(target: str) -> bytes:
    return reply(b"", "", "302 Found", f"Location: {target}")


class Server:
    """One connection, one reply. `seen` keeps the request heads."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.seen: list[str] = []
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.url = f"http{'s' if context else ''}://bao.example:{self.port}"
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                if self._context:
                    connection = self._context.wrap_socket(connection, server_side=True)
                head = b""
                while b"\r\n\r\n" not in head:
                    piece = connection.recv(4096)
                    if not piece:
                        return
                    head += piece
                    if head[0] == 0x16:  # a TLS greeting, to a server that speaks none
                        connection.sendall(reply(b"", "", "400 Bad Request"))
                        return
                self.seen.append(head.decode("latin-1"))
                self._answer(connection, head.split()[1].decode())
            except OSError:
                return  # the client went away, or refused our certificate

    def _answer(self, connection: socket.socket, path: str) -> None:
        fixed = {
            "/bai-viet": reply(ARTICLE),
            "/tai-lieu/bien-ban.docx": reply(docx(MINUTES), DOCX),
            "/bien-ban.pdf": reply(pdf(["Biên bản họp giao ban"]), "application/pdf"),
            "/ghi-chu.txt": reply(MINUTES.encode(), "text/plain; charset=utf-8"),
            "/tai-ve": reply(pdf(["Biên bản họp giao ban"]), "application/octet-stream"),
            "/sai-loai": reply(pdf(["Biên bản họp giao ban"]), "text/html"),
            "/khong-ro-loai": reply(ARTICLE, ""),
            "/gzip": reply(gzip.compress(ARTICLE), "text/html", "200 OK", "Content-Encoding: gzip"),
            "/bom-gzip": reply(gzip.compress(bytes(50_000_000)), "text/html", "200 OK", "Content-Encoding: gzip"),
            "/gzip-cat": reply(gzip.compress(ARTICLE)[:-20], "text/html", "200 OK", "Content-Encoding: gzip"),
            "/nen-la": reply(b"x", "text/html", "200 OK", "Content-Encoding: zstd"),
            "/anh": reply(b"\x89PNG", "image/png"),
            "/json": reply(b"{}", "application/json"),
            "/rong": reply(b""),
            "/khong-chu": reply(b"<html><body><div id='app'></div><script>1</script></body></html>"),
            "/404": reply(b"khong co", status="404 Not Found"),
            "/403": reply(b"cam", status="403 Forbidden"),
            "/429": reply(b"", status="429 Too Many Requests"),
            "/500": reply(b"", status="500 Internal Server Error"),
            "/khong-co-chuyen-tiep": reply(b"", "", "302 Found"),
            "/chuyen": redirect("/bai-viet"),
            "/chuyen-mai": redirect("/chuyen-mai"),
            "/chuyen-tep": redirect("file:///etc/hostname"),
            "/chuyen-mat-khau": redirect(f"http://ai:do@bao.example:{self.port}/bai-viet"),
            "/chuyen-noi-bo": redirect(f"http://noi-bo.example:{self.port}/bai-viet"),
            "/chuyen-hong": redirect("http://[::1/"),
            "/noi-dai": reply(b"a" * 3_000_000),
            "/khai-dai": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999\r\n\r\n",
            "/cut": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\nabc",
            "/vo-nghia": b"xin chao\r\n\r\n",
            "/dut": b"",
        }
        if path in fixed:
            connection.sendall(fixed[path])
        elif path == "/treo":
            self._stopped.wait(30)
        elif path in ("/nho-giot", "/nho-giot-dau"):
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
            connection.sendall(head + (b"\r\n" if path == "/nho-giot" else b""))
            while not self._stopped.wait(0.05):
                connection.sendall(b"X-A: b\r\n")
        elif path == "/vo-tan":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            end = time.monotonic() + 30
            while time.monotonic() < end and not self._stopped.is_set():
                connection.sendall(b"<p>dai</p>" * 10_000)

    def close(self) -> None:
        self._stopped.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(2)


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server(context)
    try:
        yield server
    finally:
        server.close()
