"""How stamps are told, of whatever verb they came with."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from archiver.cli.speaking import say, tell

if TYPE_CHECKING:
    from archiver.archive import Archive

_NOBODY = (
    "Nobody but this machine says when this was there. Have authorities say it: write [authorities.digicert] and "
    "[authorities.identrust] into {file}."
)


def stamps_as_json(archive: "Archive") -> dict[str, Any]:
    """Give what authorities said in this run, as scripts read it (`docs/cli.md`)."""
    from archiver.model import instant

    return {
        "received": [
            {
                "authority": each.authority,
                "checkpoint": each.checkpoint,
                "stamped_at": instant.written(each.at),
                "delay_seconds": None if each.delay is None else each.delay.total_seconds(),
                "clock_ahead_seconds": each.off.total_seconds(),
            }
            for each in archive.run.received
        ],
        "unanswered": dict(archive.run.unanswered),
    }


def print_stamps(archive: "Archive") -> None:
    """Print who stamped the last checkpoint and how long after the first seal, and what is to be known of it."""
    from archiver.ledger.stamps import LATE

    run = archive.run
    if not archive.authorities:
        tell(_NOBODY.format(file=archive.settings.file))
        return
    last = max((each.checkpoint for each in run.received), default=0)
    stamped = [each for each in run.received if each.checkpoint == last]
    if stamped:
        delay = min((each.delay for each in stamped if each.delay is not None), default=None)
        after = "" if delay is None else f", {_span(delay)} after the first seal that it covers"
        late = " That is more than an hour." if delay is not None and delay > LATE else ""
        names = " and ".join(dict.fromkeys(each.authority for each in stamped))
        say(f"Checkpoint {last} is stamped by {names}{after}.{late}")
    tell_of_trouble(archive)


def tell_of_trouble(archive: "Archive") -> None:
    """Tell which authorities did not answer, and whether this machine's clock is off by theirs."""
    from archiver.ledger.stamps import NOTABLE

    back = archive.run.clock_back
    if back is not None:
        tell(f"This machine's clock has jumped back by {_span(back)}; the ledger says so.")
    for reason in archive.run.unanswered.values():
        tell(
            f"{reason} It is asked again by the next command that covers something, or: archiver timestamp renew"
        )
    off = max((each for each in archive.run.received), key=lambda each: abs(each.off), default=None)
    if off is not None and abs(off.off) > NOTABLE:
        way = "ahead of" if off.off > timedelta() else "behind"
        tell(
            f"This machine's clock is at least {_span(abs(off.off))} {way} that of {off.authority}. Set it right."
        )


def _span(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    told = [f"{count} {unit}" for count, unit in ((hours, "h"), (minutes, "min"), (seconds, "s")) if count]
    return " ".join(told) or "less than a second"
