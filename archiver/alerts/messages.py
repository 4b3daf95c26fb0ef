"""Messages: alerts put together by their cause, one where a shape changes and not three hundred, and put into words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archiver.alerts.causes import Alert, Cause

_MOST_NAMED = 10
"""Lines of a message; of more it says how many."""
_TITLES = {
    Cause.NOT_SHOWN: (
        "1 post was not shown at its address",
        "{count} posts were not shown at their addresses",
    ),
    Cause.CONCLUDED: ("1 post is no longer shown", "{count} posts are no longer shown"),
    Cause.RESTRICTED: ("1 post is withheld from some", "{count} posts are withheld from some"),
    Cause.SHOWN_AGAIN: ("1 post is shown again", "{count} posts are shown again"),
    Cause.EDITED: ("1 post or profile was edited", "{count} posts or profiles were edited"),
    Cause.ACCOUNT: ("1 account answers otherwise", "{count} accounts answer otherwise"),
    Cause.SHAPE: ("answers are not understood", "answers are not understood, of {count} targets"),
    Cause.SESSION: ("a session is blind", "{count} sessions are blind"),
    Cause.UNSEEN: ("1 target is not seen", "{count} targets are not seen"),
    Cause.AUTHORITY: (
        "a time-stamp authority does not answer",
        "{count} time-stamp authorities do not answer",
    ),
    Cause.DISK: ("the disk is nearly full", "the disk is nearly full"),
    Cause.FIXITY: (
        "what is on the disk is not what was sealed",
        "what is on the disk is not what was sealed",
    ),
    Cause.CHECKPOINT: ("the day's checkpoint", "the day's checkpoint"),
}
_SAID = {
    Cause.NOT_SHOWN: "Nothing is concluded yet; that takes a second visit.",
    Cause.SHAPE: "What was answered is kept, and nothing is concluded from it. Upgrade this program.",
    Cause.CHECKPOINT: "Keep this. A ledger that is rewritten does not lead to it: archiver verify --checkpoint FILE",
}


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent."""

    cause: Cause
    title: str
    body: str


def messages(alerts: Iterable[Alert], *, full: bool = False) -> list[Message]:
    """Put alerts into words, one message for each cause; sentences only for whoever asked to be told all."""
    by_cause: dict[Cause, list[Alert]] = {}
    for alert in alerts:
        by_cause.setdefault(alert.cause, []).append(alert)
    return [_message(cause, found, full=full) for cause, found in by_cause.items()]


def _message(cause: Cause, alerts: Sequence[Alert], *, full: bool) -> Message:
    count = sum(len(alert.refs) for alert in alerts) or len(alerts)
    one, more = _TITLES[cause]
    cases = ", ".join(dict.fromkeys(alert.case for alert in alerts if alert.case))
    title = one if count == 1 else more.format(count=f"{count:,}")
    lines = [line for alert in alerts for line in _lines(alert, full=full)]
    shown = lines if full else lines[:_MOST_NAMED]
    left = [f"… and {len(lines) - len(shown):,} lines more"] if len(lines) > len(shown) else []
    said = [_SAID[cause]] if cause in _SAID else []
    return Message(
        cause, f"archiver: {title}{f' ({cases})' if cases else ''}", "\n".join([*said, *shown, *left])
    )


def _lines(alert: Alert, *, full: bool) -> list[str]:
    about = " ".join(filter(None, (alert.about, alert.label and f"({alert.label})")))
    told = alert.said or ": ".join(filter(None, (about, alert.detail)))
    shown = [f"archiver show {ref}" for ref in alert.refs]
    more = [alert.command] if alert.command else []
    return [*([told] if told else []), *(alert.sentences if full else ()), *shown, *more]
