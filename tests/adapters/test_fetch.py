"""An address is fetched from the open internet alone, within bounds of time and size."""

import http.client
import io
import socket
import ssl
from collections.abc import Iterator

from pytest import mark, raises

from cartelera.adapters import fetch
from cartelera.adapters.fetch import fetched, is_public
from cartelera.vocabulary.errors import InputError

PUBLIC = "93.184.215.14"


class Answer(http.client.HTTPResponse):
    """An answer that was written beforehand."""

    def __init__(self, raw: bytes) -> None:
        class Socket:
            def makefile(self, *_: object) -> io.BytesIO:
                return io.BytesIO(raw)

        super().__init__(Socket())  # type: ignore[arg-type]


class Web:
    """A web of written answers, which notes the number each was asked at."""

    def __init__(self, **answers: bytes) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str]] = []

    def connector(
        self, number: str, host: str, port: int, timeout: float
    ) -> http.client.HTTPConnection:
        web = self

        class Connection(http.client.HTTPConnection):
            def request(self, *_: object, **__: object) -> None:
                web.asked.append((host, number))

            def getresponse(self) -> http.client.HTTPResponse:
                answer = Answer(web.answers[host.split(".", maxsplit=1)[0]])
                answer.begin()
                return answer

        return Connection(host, port, timeout=timeout)


def page(body: bytes = b"<h1>Low Tide</h1>", kind: str = "text/html") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def sent_on(to: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


def public(_host: str, _port: int) -> list[str]:
    return [PUBLIC]


def test_a_public_page_is_fetched_at_the_number_that_was_checked() -> None:
    web = Web(news=page())
    found = fetched("https://news.example/slate", resolver=public, connector=web.connector)
    assert (found.name, found.data) == ("slate.html", b"<h1>Low Tide</h1>")
    assert web.asked == [("news.example", PUBLIC)]


@mark.parametrize(
    "number",
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 "
    "255.255.255.255 198.18.0.1 ::1 :: fc00::1 fe80::1 fe80::1%eth0 ff02::1 ::ffff:127.0.0.1 "
    "::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 2001:0:53aa:64c:0:0:80ff:fffe "
    "2130706433 0177.0.0.1 0x7f000001 127.1 localhost".split(),
)
def test_no_number_of_a_house_is_public_however_it_is_written(number: str) -> None:
    assert not is_public(number)


@mark.parametrize("number", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_number_of_the_open_internet_is_public(number: str) -> None:
    assert is_public(number)


def test_a_name_with_one_number_inside_is_not_asked() -> None:
    web = Web(news=page())
    with raises(InputError, match="inside a house"):
        fetched(
            "https://news.example/",
            resolver=lambda *_: [PUBLIC, "127.0.0.1"],
            connector=web.connector,
        )
    assert web.asked == []


def test_a_name_that_turns_inwards_after_it_was_checked_changes_nothing() -> None:
    numbers: Iterator[list[str]] = iter([[PUBLIC], ["127.0.0.1"]])
    web = Web(news=page())
    found = fetched(
        "https://news.example/", resolver=lambda *_: next(numbers), connector=web.connector
    )
    assert found.data
    assert web.asked == [("news.example", PUBLIC)]


def test_each_redirect_is_checked_again() -> None:
    numbers: Iterator[list[str]] = iter([[PUBLIC], ["127.0.0.1"]])
    web = Web(news=sent_on("https://news.example/there"))
    with raises(InputError, match="inside a house"):
        fetched(
            "https://news.example/", resolver=lambda *_: next(numbers), connector=web.connector
        )
    assert len(web.asked) == 1


@mark.parametrize(
    "to",
    [
        "http://news.example/",
        "file:///etc/passwd",
        "https://a:b@news.example/",
        "https://x:22/",
    ],
)
def test_a_redirect_to_another_kind_of_address_is_refused(to: str) -> None:
    web = Web(news=sent_on(to))
    with raises(InputError):
        fetched("https://news.example/", resolver=public, connector=web.connector)


def test_a_page_that_sends_on_for_ever_is_left() -> None:
    web = Web(news=sent_on("/again"))
    with raises(InputError, match="without end"):
        fetched("https://news.example/", resolver=public, connector=web.connector)
    assert len(web.asked) == fetch.MOST_REDIRECTS + 1


@mark.parametrize(
    ("answer", "message"),
    [
        (page(b"x" * (fetch.LARGEST + 1)), "more than"),
        (page(b"\x00", "video/mp4"), "no document"),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "answered 404"),
        (b"rubbish\r\n\r\n", "cannot be reached"),
    ],
    ids=["too large", "no document", "not there", "no HTTP"],
)
def test_what_is_no_document_is_refused(answer: bytes, message: str) -> None:
    web = Web(news=answer)
    with raises(InputError, match=message):
        fetched("https://news.example/", resolver=public, connector=web.connector)


class Clock:
    """A clock on which each look takes some seconds."""

    def __init__(self, each: float) -> None:
        self.now, self.each = 0.0, each

    def monotonic(self) -> float:
        self.now += self.each
        return self.now


@mark.parametrize(
    "answer",
    [page(b"x" * 200_000), sent_on("/again")],
    ids=["a page that trickles", "pages that send on"],
)
def test_what_takes_too_long_is_left(answer: bytes, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(fetch, "time", Clock(fetch.LONGEST / 3))
    web = Web(news=answer)
    with raises(InputError, match="took longer than 20 s"):
        fetched("https://news.example/", resolver=public, connector=web.connector)


def test_the_connection_goes_to_the_number_and_asks_for_the_certificate_of_the_name(
    monkeypatch,  # type: ignore[no-untyped-def]
) -> None:
    reached: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda at, _: reached.append(at))
    monkeypatch.setattr(
        ssl.SSLContext,
        "wrap_socket",
        lambda *_, **said: reached.append(said),
    )
    fetch.connect(PUBLIC, "news.example", 443, 1.0).connect()
    assert reached == [(PUBLIC, 443), {"server_hostname": "news.example"}]
    assert ssl.create_default_context().check_hostname
