"""Heartbeat: an address that is called after each good run, so that silence raises an alarm elsewhere."""

import httpx

_SECONDS = 10.0


def call(address: str) -> str:
    """Call it; give what came of it where that is not well, else nothing. The address may hold a secret."""
    try:
        answer = httpx.get(address, timeout=_SECONDS, follow_redirects=True)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return type(error).__name__
    return "" if answer.is_success else f"HTTP {answer.status_code}"
