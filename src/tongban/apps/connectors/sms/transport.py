"""HTTP to the configured gateway and nowhere else: no redirects, no proxies from the environment, small answers."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

import httpx

from tongban.apps.connectors.failures import PassingFailure

TIMEOUT = httpx.Timeout(20.0, connect=10.0)
LONGEST_ANSWER = 65_536
"""Bytes; a gateway's answer is a few lines."""


def checked(url: str) -> str:
    """`url` if it names one host by http or https; ValueError says what is wrong with it."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is not the address of a gateway: it begins with https:// and names a host")
    if parts.username or parts.query or parts.fragment:
        raise ValueError("the gateway's address holds no account, question mark or #: the account has its own settings")
    return url


def beside(url: str, name: str) -> str:
    """The address of another function of the same gateway: only the last part of the path differs."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/{name}"))


def post(url: str, fields: Mapping[str, str]) -> str:
    """POST form fields in UTF-8; the answer's text. Raises PassingFailure, which never quotes what was sent."""
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, data=dict(fields)) as answer,
        ):
            if answer.is_redirect:
                raise PassingFailure("refused-us", f"HTTP {answer.status_code}: redirects are not followed")
            if answer.status_code in (401, 403, 404, 407):
                raise PassingFailure("refused-us", f"HTTP {answer.status_code}")
            if answer.status_code != httpx.codes.OK:
                raise PassingFailure("busy", f"HTTP {answer.status_code}")
            return _text(answer)
    except httpx.HTTPError as failed:
        # The exception's own text may quote the address; its kind is enough.
        raise PassingFailure("unreachable", type(failed).__name__) from None


def _text(answer: httpx.Response) -> str:
    body = b""
    for part in answer.iter_bytes():
        body += part
        if len(body) > LONGEST_ANSWER:
            raise PassingFailure("bad-answer", f"more than {LONGEST_ANSWER} bytes")
    for encoding in ("utf-8-sig", "big5"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PassingFailure("bad-answer", "neither UTF-8 nor Big5")
