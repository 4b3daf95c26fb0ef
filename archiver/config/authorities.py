"""Public time-stamp authorities that need no more than their name in the settings: where they answer, and their roots.

Their own certificates change from year to year, and the roots stay; these are what is held against. None of them is a
qualified one in the sense of eIDAS.
"""

from pathlib import Path

from archiver.config.settings import Authority

_ROOTS = Path(__file__).parent / "roots"

KNOWN = {
    name: Authority(name, url, _ROOTS / f"{name}.pem")
    for name, url in (
        ("digicert", "http://timestamp.digicert.com"),
        ("identrust", "http://timestamp.identrust.com"),
    )
}
"""By name."""
