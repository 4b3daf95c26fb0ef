"""Removals: what is concluded of a target's posts, from where, and how the account itself stands."""

from datetime import tzinfo
from typing import Any

from archiver import platforms
from archiver.archive import Archive
from archiver.derive.account_states import named, standing
from archiver.derive.conclude import conclude
from archiver.derive.reposts import Repost
from archiver.derive.sentence import sentence
from archiver.derive.site_parts import led_parts, silent_parts
from archiver.model import instant
from archiver.model.media_removal import MediaRemoval
from archiver.model.presence_span import PresenceSpan
from archiver.model.probe import Control, Presence
from archiver.model.refs import PostRef, TargetRef
from archiver.model.removal import JudgedProbe, Removal, RemovalState, Sighting
from archiver.operations.absence import Question, questions
from archiver.operations.asking import at_hand_of
from archiver.operations.media_absence import media_removals
from archiver.operations.reposts import reposts


def removals(archive: Archive, target: TargetRef, zone: tzinfo) -> dict[str, Any]:
    """Give each post in question with its state, scope, visits and sentence, media that went, and account states."""
    vantages = at_hand_of(archive, target)
    found = [question for question in questions(archive, target, vantages) if question.removal is not None]
    owners = archive.catalog.owners(target, [question.post for question in found])
    again = reposts(archive, target, [question.post for question in found])
    return {
        "removals": [
            _removal(question.removal, question, archive, vantages, owners[question.post], zone)
            | {"looks_like": [_lead(each) for each in again.get(question.post, ())]}
            for question in found
            if question.removal is not None
        ],
        "media": [_medium(each) for each in media_removals(archive, target, vantages)],
        "account_states": [*account_states(archive, target), *parts_of(archive, target)],
    }


def account_states(archive: Archive, target: TargetRef) -> list[dict[str, Any]]:
    """Give how the account stands in each lane where it is not simply present."""
    spans = standing(archive.catalog.presences(target))
    others = archive.catalog.presences_of_others(target)
    known = sorted(f"{target.platform}:{key}" for key in archive.catalog.known_posts(target))
    return [
        {
            "state": state,
            "now_named": span.now_named or None,
            "lane": span.lane,
            "since": instant.written(span.first),
            "last": instant.written(span.last),
            "posts": known,
        }
        for span in spans
        if (state := named(span, others, archive.settings.rule, _looked_at(archive, target, span)))
    ]


def parts_of(archive: Archive, target: TargetRef) -> list[dict[str, Any]]:
    """Give the parts of a site in which nothing answers any more, or that lead elsewhere, each with its known pages."""
    known = [PostRef(target.platform, key) for key in sorted(archive.catalog.known_posts(target))]
    parts = platforms.named(target.platform).parts(known)
    if not parts:
        return []
    silent = silent_parts(parts, archive.catalog.evidence(target, archive.catalog.in_question(target)))
    listings = archive.catalog.site_listings(target)
    led = led_parts(parts, listings)
    # Only a look that listed the site saw how a part of it stood.
    listed = {each.lane: each.last for each in listings}
    return [
        {
            "state": each.state,
            "part": each.part,
            "leads_to": each.leads_to or None,
            "now_named": None,
            "lane": each.lane,
            "since": instant.written(each.since),
            "last": instant.written(last) if (last := each.last or listed.get(each.lane)) else None,
            "posts": [str(post) for post in each.posts],
        }
        for each in (*silent, *led)
    ]


def _looked_at(archive: Archive, target: TargetRef, span: PresenceSpan) -> frozenset[str]:
    if span.presence is not Presence.EMPTY:
        return frozenset()
    return archive.catalog.looked_at(target.platform, span.lane, span.first, span.last)


def not_borne_out(archive: Archive, target: TargetRef) -> list[str]:
    """Give the posts of which the ledger holds a conclusion that today's rule would not draw."""
    rule, at_hand = archive.settings.rule, at_hand_of(archive, target)
    return [
        str(question.post)
        for question in questions(archive, target, at_hand)
        if question.earlier is not None
        and question.earlier.state is RemovalState.CONCLUDED
        and question.removal is not None
        and question.removal.state is RemovalState.CONCLUDED
        and not _would(conclude(question.evidence, at_hand, rule))
    ]


def _would(removal: Removal | None) -> bool:
    return removal is not None and removal.state is RemovalState.CONCLUDED


def _removal(
    removal: Removal,
    question: Question,
    archive: Archive,
    at_hand: frozenset[str],
    owner: tuple[str, str],
    zone: tzinfo,
) -> dict[str, Any]:
    today = conclude(question.evidence, at_hand, archive.settings.rule)
    return {
        "post": str(removal.post),
        "state": removal.state.value,
        "scope": {
            "looked": list(removal.scope.looked),
            "shown_before": list(removal.scope.shown_before),
            "countries": list(removal.scope.countries),
        },
        "rule": removal.rule,
        "interval": {
            "last_shown": _sighting(removal.last_shown),
            "first_not_shown": instant.written(removal.first_not_shown),
        },
        "last_checked": instant.written(removal.last_checked),
        "visits": [_visit(visit) for visit in removal.visits],
        "sentence": sentence(
            removal, owner[1], owner[0], zone, platforms.named(removal.post.platform).wording
        ),
        "wanting": [want.value for want in removal.wanting],
        "todays_rule": today.state.value if today else None,
    }


def _lead(found: Repost) -> dict[str, Any]:
    """Give a later post that looks like one in question: a lead, no proof."""
    return {"post": str(found.post), "alike": found.alike, "of": found.of}


def _medium(removal: MediaRemoval) -> dict[str, Any]:
    return {
        "post": str(removal.post),
        "medium": removal.medium,
        "state": removal.state.value,
        "looked": list(removal.looked),
        "rule": removal.rule,
        "interval": {
            "last_shown": instant.written(removal.last_shown),
            "first_not_shown": instant.written(removal.first_not_shown),
        },
        "last_checked": instant.written(removal.last_checked),
        "wanting": [want.value for want in removal.wanting],
        "readings": [
            {
                "at": instant.written(reading.at),
                "vantage": reading.vantage,
                "capture": reading.capture or None,
                "shows": removal.medium in reading.media,
            }
            for reading in removal.readings
        ],
    }


def _sighting(seen: Sighting | None) -> str | None:
    return None if seen is None else instant.written(seen.at)


def _visit(visit: JudgedProbe) -> dict[str, Any]:
    probe = visit.probe
    return {
        "at": instant.written(probe.at),
        "vantage": probe.vantage,
        "availability": probe.availability.value,
        "signal": probe.signal,
        "record": probe.record,
        "country": probe.country,
        "controls": [
            {"role": role, **_told(control)}
            for role, control in (("before", probe.before), ("after", probe.after), ("null", probe.null))
            if control is not None
        ],
        "owner_record": probe.owner_record or None,
        "control_before": _control(probe.before),
        "control_after": _control(probe.after),
        "null_control": _control(probe.null),
        "owner": probe.owner.value,
        "capture": str(probe.capture),
        "wanting": [want.value for want in visit.wanting],
    }


def _told(control: Control) -> dict[str, Any]:
    return {
        "post": str(control.post),
        "availability": control.availability.value,
        "signal": control.signal,
        "published_at": instant.written(control.published_at) if control.published_at else None,
        "record": control.record or None,
    }


def _control(control: Control | None) -> str | None:
    return None if control is None else control.availability.value
