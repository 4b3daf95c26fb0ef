"""Alerting: tell those who do not look what happened and what is not seen, and call where silence would raise an alarm.

What happened is drawn from the ledger since it was told of last. What cannot be sent waits, and that is said.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from archiver.alerts import heartbeat
from archiver.alerts.causes import LASTING, Alert, Cause
from archiver.alerts.channels import Channel
from archiver.alerts.known import Told
from archiver.alerts.messages import Message, messages
from archiver.archive import Archive
from archiver.errors import StoreError
from archiver.model import instant
from archiver.operations.unattended.happened import FROM_LEDGER, happened
from archiver.operations.unattended.status import Status, status
from archiver.store import outbox

AT_MOST_EVERY = timedelta(hours=1)
"""How often something is told under one cause: what a burst of looks finds goes into one message."""
_LASTS = timedelta(days=1)
"""How often it is told again what lasts."""
_LITTLE_ROOM, _FEW_DAYS = 2_000_000_000, 14
"""Bytes, and days to full, below which a disk is nearly full."""
_TEST = Message(Cause.CHECKPOINT, "archiver: a test", "This is a test of an alert channel. Nothing happened.")


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A channel that did not take what it was sent."""

    kind: str
    waiting: int

    def __str__(self) -> str:
        """Say so, and what to do."""
        return (
            f"The alert channel {self.kind} took nothing, and {self.waiting:,} messages wait for it. "
            "Try it: archiver alerts test"
        )


def due_messages(archive: Archive, told: Told) -> Iterator[Message]:
    """Give what is to be told now, and note that it was told. Raises ConfigError, StoreError, DamagedError."""
    now, reach, settings = archive.clock.now(), archive.custody.lasts(), archive.settings.alerts
    alerts: list[Alert] = []
    for cause in FROM_LEDGER:
        since, last = told.since(cause, reach), told.last(cause)
        if last is not None and timedelta() <= now - last < AT_MOST_EVERY:
            continue  # what comes meanwhile is told together with it
        found = happened(archive, cause, since, reach)
        if cause in LASTING:
            found = _news(told, found, now)
        if found:
            told.tell(cause, reach, now)
        else:
            told.reach[cause.value] = reach
        alerts += found
    alerts += _lasting(archive, told, status(archive), now)
    yield from messages(alerts, full=settings.full)


def tell(archive: Archive) -> list[Undelivered]:
    """Send what is to be told, and what waits; give the channels that took nothing. Raises as `due_messages`."""
    settings = archive.settings.alerts
    if not settings.channels and not settings.checkpoints:
        return []
    told = _read(archive)
    fresh = list(due_messages(archive, told)) if settings.channels else []
    day = list(_day(archive, told)) if settings.checkpoints else []
    _keep(archive, told)
    sent = [(Channel(address), fresh) for address in settings.channels]
    sent += [(Channel(address), day) for address in settings.checkpoints]
    return [found for channel, each in sent if (found := _deliver(archive, channel, each)) is not None]


def tell_and_call(archive: Archive) -> list[str]:
    """Tell after a run, and call the heartbeat where all is seen; say what could not be done, in sentences.

    Raises as `due_messages`.
    """
    said = [str(each) for each in tell(archive)]
    if archive.settings.alerts.heartbeat and not status(archive).blind:
        failed = heartbeat.call(archive.settings.alerts.heartbeat)
        said += [f"The heartbeat was called, and it did not answer well ({failed})."] if failed else []
    return said


def try_channels(archive: Archive) -> list[tuple[str, bool]]:
    """Send each channel a message that says it is a test; give its kind, and whether it took it."""
    settings = archive.settings.alerts
    channels = map(Channel, dict.fromkeys((*settings.channels, *settings.checkpoints)))
    return [(channel.kind, channel.send(_TEST)) for channel in channels]


def would_tell(archive: Archive) -> list[Message]:
    """Give what would be told now, without sending or noting anything."""
    return list(due_messages(archive, _read(archive)))


def _lasting(archive: Archive, told: Told, found: Status, now: datetime) -> list[Alert]:
    alerts = [
        Alert(
            Cause.SESSION if blind.is_session else Cause.UNSEEN,
            blind.about,
            sentences=(),
            detail=blind.sentence,
        )
        for blind in found.blind
    ]
    alerts += [Alert(Cause.AUTHORITY, name) for name in archive.run.unanswered]
    left = found.disk.days_to_full
    if found.disk.free < _LITTLE_ROOM or (left is not None and left < _FEW_DAYS):
        alerts.append(Alert(Cause.DISK, "", command="archiver status"))
    still = {alert.key for alert in alerts}
    for cause in LASTING - set(FROM_LEDGER):
        told.forget(cause, still)
    return _news(told, alerts, now)


def _news(told: Told, alerts: Iterable[Alert], now: datetime) -> list[Alert]:
    """Leave out what lasts and was told of within a day; note the rest."""
    news = []
    for alert in alerts:
        last = told.lasted(alert)
        if last is None or not timedelta() <= now - last < _LASTS:
            told.lasting[alert.key] = instant.written(now)
            news.append(alert)
    return news


def _day(archive: Archive, told: Told) -> Iterator[Message]:
    """Give the day's checkpoint, once a day."""
    day = f"{archive.clock.now():%Y-%m-%d}"
    reached = archive.custody.reach()
    if told.checkpoint == day or not reached.size:
        return
    told.checkpoint = day
    yield from messages([Alert(Cause.CHECKPOINT, "", detail=reached.text.decode())])


def _deliver(archive: Archive, channel: Channel, fresh: Iterable[Message]) -> Undelivered | None:
    """Send a channel what waits for it, and what is new; what it does not take waits on."""
    place, now = archive.custody.salted(f"channel {channel.address}"), instant.written(archive.clock.now())
    takes = True
    for each in outbox.waiting(archive.layout, place):
        takes = takes and channel.send(_late(each.told))
        if not takes:
            break
        each.path.unlink(missing_ok=True)
    for message in fresh:
        takes = takes and channel.send(message)
        if not takes:
            with suppress(StoreError):  # where the disk is full nothing can wait
                outbox.put(
                    archive.layout, place, now, {key: str(value) for key, value in asdict(message).items()}
                )
    left = sum(1 for _ in outbox.waiting(archive.layout, place))
    return None if takes else Undelivered(channel.kind, left)


def _late(told: Mapping[str, str]) -> Message:
    at = instant.parsed(told["at"])
    body = f"{told['body']}\n(This waited to be sent since {at:%Y-%m-%d %H:%M} UTC.)"
    return Message(Cause(told["cause"]), told["title"], body)


def _read(archive: Archive) -> Told:
    try:
        return Told.read(archive.layout.told_file.read_bytes())
    except OSError:
        return Told()


def _keep(archive: Archive, told: Told) -> None:
    file = archive.layout.told_file
    aside = file.with_suffix(".new")
    with suppress(OSError):  # it may be lost, and then something is told twice
        aside.write_bytes(told.written())
        aside.replace(file)
