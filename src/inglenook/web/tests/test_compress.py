"""Pages go out as tightly as the browser reads them, and their length is blurred."""

import gzip

import brotli
import pytest
from django.test import Client


def asked(accepted: str) -> tuple[str, bytes, str]:
    answer = Client().get("/guide/", headers={"Accept-Encoding": accepted} if accepted else {})
    assert "Accept-Encoding" in answer.headers["Vary"]
    return answer.headers.get("Content-Encoding", ""), answer.content, answer.headers.get("X-Blur", "")


@pytest.mark.parametrize("accepted", ["br", "gzip, deflate, br", "br;q=0.5, gzip"])
def test_brotli_is_used_where_it_is_read(accepted: str, db: None) -> None:
    encoding, body, _blur = asked(accepted)
    assert encoding == "br"
    assert b"The fourteen chapters" in brotli.decompress(body)


@pytest.mark.parametrize("accepted", ["gzip", "gzip, br;q=0", "br;q=0.0, gzip"])
def test_gzip_is_used_where_brotli_is_not(accepted: str, db: None) -> None:
    encoding, body, _blur = asked(accepted)
    assert encoding == "gzip"
    assert b"The fourteen chapters" in gzip.decompress(body)


def test_plain_is_plain(db: None) -> None:
    encoding, body, _blur = asked("")
    assert encoding == ""
    assert b"The fourteen chapters" in body


def test_the_length_is_blurred(db: None) -> None:
    assert len({len(asked("br")[2]) for _ in range(12)}) > 3
