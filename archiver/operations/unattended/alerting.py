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
from archiver.config import Alerts
from archiver.errors import StoreError
from archiver.model import instant
from archiver.operations.unattended.happened import FROM_LEDGER, happened
from archiver.operations.unattended.status import Status, status
from archiver.store import lock, outbox

AT_MOST_EVERY = timedelta(hours=1)
"""How often something is told under one cause: what a burst of looks finds goes into one message."""
_WAITED = timedelta(minutes=5)
_LASTS = timedelta(days=1)
"""How often it is told again what lasts."""
_LITTLE_ROOM, _FEW_DAYS = 2_000_000_000, 14
"""Bytes, and days to full, below which a disk is nearly full."""
_HEARTBEAT = "heartbeat"
_ALERTS = "The alerts"
_NOTE_SECONDS = 60.0
"""How long another run that tells is waited for."""
_TEST = Message(Cause.CHECKPOINT, "archiver: a test", "This is a test of an alert channel. Nothing happened.")


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A channel that did not take what it was sent."""

    kind: str
    waiting: int

    def __str__(self) -> str:
        """Say so, and what to do."""
        waits = "1 message waits" if self.waiting == 1 else f"{self.waiting:,} messages wait"
        return f"The alert channel {self.kind} took nothing, and {waits} for it. Try it: archiver alerts test"


def due_messages(archive: Archive, told: Told, found: Status) -> Iterator[Message]:
    """Give what is to be told now, and note that it was told. Raises ConfigError, StoreError, DamagedError."""
    now, reach = archive.clock.now(), archive.custody.lasts()
    alerts: list[Alert] = []
    for cause in FROM_LEDGER:
        since = told.since(cause, reach)
        if told.is_recent(cause, now, AT_MOST_EVERY):
            continue  # what comes meanwhile is told together with it
        news = happened(archive, cause, since, reach)
        if cause in LASTING:
            news = _news(told, news, now)
        if news:
            told.tell(cause, reach, now)
        else:
            told.reach[cause.value] = reach
        alerts += news
    alerts += _lasting(archive, told, found, now)
    yield from messages(alerts, full=archive.settings.alerts.full)


def tell_and_call(archive: Archive) -> list[str]:
    """Tell after a run, and call the heartbeat where all is seen; say what could not be done, in sentences.

    Raises as `due_messages`.
    """
    settings = archive.settings.alerts
    if settings == Alerts():
        return []
    found = status(archive)
    said = [str(each) for each in tell(archive, found)]
    if settings.heartbeat and not found.blind:
        said += _called(archive)
    return said


def _called(archive: Archive) -> list[str]:
    """Call the heartbeat; say that it does not answer well, and that once an hour."""
    failed = heartbeat.call(archive.settings.alerts.heartbeat)
    if not failed:
        return []
    # What another run tells meanwhile is noted in the same place.
    with lock.held(archive.layout.alerts_lock, _ALERTS, wait_seconds=_NOTE_SECONDS):
        told = _read(archive)
        if told.is_recent(_HEARTBEAT, archive.clock.now(), AT_MOST_EVERY):
            return []
        told.at[_HEARTBEAT] = instant.written(archive.clock.now())
        _keep(archive, told)
    return [f"The heartbeat did not answer well ({failed}). Try it: archiver alerts test"]


def tell(archive: Archive, found: Status) -> list[Undelivered]:
    """Send what is to be told, and what waits; give the channels that took nothing. Raises as `due_messages`.

    What is to be told waits for each channel before it is noted as told, and before anything is sent: whatever kills
    this, nothing is swallowed. Another run that tells just now is left to it.
    """
    settings = archive.settings.alerts
    if not settings.channels and not settings.checkpoints:
        return []
    with lock.held_if_free(archive.layout.alerts_lock, _ALERTS) as mine:
        if not mine:
            return []
        _put(archive, found)
        channels = map(Channel, dict.fromkeys((*settings.channels, *settings.checkpoints)))
        return [left for channel in channels if (left := _deliver(archive, channel)) is not None]


def _put(archive: Archive, found: Status) -> None:
    """Have what is to be told wait for its channels, and note that it was told."""
    settings, told = archive.settings.alerts, _read(archive)
    fresh = list(due_messages(archive, told, found)) if settings.channels else []
    day = list(_day(archive, told)) if settings.checkpoints else []
    for address, news in ((settings.channels, fresh), (settings.checkpoints, day)):
        for message in news:
            for each in address:
                _wait(archive, Channel(each), message)
    _keep(archive, told)


def _wait(archive: Archive, channel: Channel, message: Message) -> None:
    now = instant.written(archive.clock.now())
    said = {key: str(value) for key, value in asdict(message).items()}
    try:
        outbox.put(archive.layout, _place(archive, channel), now, said)
    except StoreError:
        channel.send(message)  # where the disk is full nothing can wait


@dataclass(frozen=True, slots=True)
class Tried:
    """A channel that was sent a test."""

    setting: str
    """Which of the settings names it, and in which place."""
    kind: str
    problem: str
    """What came of it, where it did not take the test; empty where it did."""


def try_channels(archive: Archive) -> list[Tried]:
    """Send each channel a message that says it is a test, and call the heartbeat; give what came of it."""
    settings = archive.settings.alerts
    named = (("channels", settings.channels), ("checkpoints", settings.checkpoints))
    tried = [
        Tried(f"{setting} {place}", Channel(address).kind, _tried(Channel(address)))
        for setting, addresses in named
        for place, address in enumerate(addresses, start=1)
    ]
    beat = settings.heartbeat
    return tried + ([Tried("heartbeat", beat.partition(":")[0], heartbeat.call(beat))] if beat else [])


def _tried(channel: Channel) -> str:
    if not channel.is_understood():
        return "no service of that kind is known, or its address is not whole"
    return "" if channel.send(_TEST) else "it took nothing"


def would_tell(archive: Archive) -> list[Message]:
    """Give what would be told now, without sending or noting anything."""
    return list(due_messages(archive, _read(archive), status(archive)))


def _lasting(archive: Archive, told: Told, found: Status, now: datetime) -> list[Alert]:
    alerts = [
        Alert(Cause.SESSION if blind.is_session else Cause.UNSEEN, blind.about, said=blind.sentence)
        for blind in found.blind
    ]
    alerts += [Alert(Cause.AUTHORITY, name) for name in archive.run.unanswered]
    left = found.disk.days_to_full
    if found.disk.free < _LITTLE_ROOM or (left is not None and left < _FEW_DAYS):
        alerts.append(Alert(Cause.DISK, "", command="archiver status"))
    still = {alert.key for alert in alerts}
    for cause in (Cause.SESSION, Cause.UNSEEN, Cause.DISK):
        told.forget(cause, still)
    answered = {received.authority for received in archive.run.received}
    told.forget(
        Cause.AUTHORITY, still | {key for key in told.lasting if key.partition(" ")[2] not in answered}
    )
    recent = {cause for cause in LASTING if told.is_recent(cause, now, AT_MOST_EVERY)}
    news = _news(told, (alert for alert in alerts if alert.cause not in recent), now)
    for alert in news:
        told.at[alert.cause.value] = instant.written(now)
    return news


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


def _deliver(archive: Archive, channel: Channel) -> Undelivered | None:
    """Send a channel what waits for it; what it does not take waits on."""
    place, now = _place(archive, channel), archive.clock.now()
    for each in outbox.waiting(archive.layout, place):
        message = _message(each.told, now)
        if message is not None and not channel.send(message):
            return Undelivered(channel.kind, sum(1 for _ in outbox.waiting(archive.layout, place)))
        each.path.unlink(missing_ok=True)
    return None


def _place(archive: Archive, channel: Channel) -> str:
    return archive.custody.salted(f"channel {channel.address}")


def _message(told: Mapping[str, str], now: datetime) -> Message | None:
    """Read what waits; None where it is of another version, or none."""
    try:
        at = instant.parsed(told["at"])
        late = f"\n(This waited to be sent since {at:%Y-%m-%d %H:%M} UTC.)" if now - at > _WAITED else ""
        return Message(Cause(told["cause"]), told["title"], f"{told['body']}{late}")
    except (KeyError, ValueError):
        return None


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
