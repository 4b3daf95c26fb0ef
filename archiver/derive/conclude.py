"""The rule of absence (design §2a): when a platform's "not found" may be called a removal, and from where.

Pure: the same evidence gives the same conclusion. One visit never concludes. A vantage speaks only of what it had
been shown, only where its controls were answered as they had to be, and only while no other vantage still shows the
post. Where a listing covers the post's place, two visits are asked for, `confirm_after` apart; where none could, or
where nothing later than the post was shown beside it (so that an older copy of the site may have answered), three
visits over `unlisted_after`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from archiver.model.probe import Control, Presence, Probe
from archiver.model.reading import Availability
from archiver.model.removal import (
    Evidence,
    JudgedProbe,
    Removal,
    RemovalState,
    Rule,
    Scope,
    Sighting,
    Wanting,
)

VERSION = "absence/1"
_UNLISTED_VISITS = 3


def conclude(
    evidence: Evidence, at_hand: Iterable[str], rule: Rule, earlier: Removal | None = None
) -> Removal | None:
    """Say how a post's absence stands; None where no visit speaks for one.

    `at_hand` are the vantages that the target is looked at from, `earlier` what was concluded of the post before.
    """
    now = _standing(evidence, frozenset(at_hand), rule)
    if earlier is None or (now is not None and now.state is RemovalState.CONCLUDED):
        return now
    again = [seen for seen in _shown(evidence) if seen.at > earlier.first_not_shown]
    gated = any(_is_gated(evidence, each) and each.at > earlier.first_not_shown for each in evidence.probes)
    if not again:
        # What was concluded is not taken back because a later visit was answered by a wall.
        return _checked(earlier, evidence, RemovalState.CONTRADICTED if gated else earlier.state)
    if now is not None and now.state is RemovalState.PENDING:
        return now  # shown again, and missing once more
    within = any(seen.vantage in earlier.scope.looked for seen in again)
    state = RemovalState.WITHDRAWN if within else RemovalState.CONTRADICTED
    return _checked(earlier, evidence, state)


def judged(probe: Probe, evidence: Evidence | None = None) -> JudgedProbe:
    """Hold one visit against what the rule asks of each; of `evidence`, whether its controls must be as old."""
    null = probe.null
    aged = evidence is not None and evidence.by_age
    failed = {
        Wanting.NOT_FOUND: probe.availability is not Availability.NOT_FOUND,
        Wanting.CONTROL_BEFORE: not _is_live(probe.before),
        Wanting.CONTROL_AFTER: not _is_live(probe.after),
        Wanting.NULL_CONTROL: null is None or not _is_alike(null, probe, evidence),
        Wanting.OWNER: probe.owner is not Presence.PRESENT,
        Wanting.CONTROL_AGE: aged and not _as_old(probe, evidence.published_at if evidence else None),
    }
    return JudgedProbe(probe, tuple(want for want, lacks in failed.items() if lacks))


def _is_alike(null: Control, probe: Probe, evidence: Evidence | None) -> bool:
    """Tell whether what never was there was answered as the post was."""
    if null.availability is not probe.availability:
        return False
    return null.signal == probe.signal or (evidence is not None and evidence.is_site)


def _as_old(probe: Probe, published: datetime | None) -> bool:
    """Tell whether a control of a visit is at least as old as what was published at a time."""
    controls = [control for control in (probe.before, probe.after) if control is not None]
    return published is not None and any(
        control.published_at is not None and control.published_at <= published for control in controls
    )


def _is_live(control: Control | None) -> bool:
    return control is not None and control.availability is Availability.LIVE


def _standing(evidence: Evidence, at_hand: frozenset[str], rule: Rule) -> Removal | None:
    """Say how it stands by what was seen and visited alone, without what had been concluded before."""
    shown, there = _shown(evidence), _there(evidence)
    absent = {vantage: _sound(evidence, vantage, _last(there, vantage)) for vantage in _vantages(evidence)}
    gated = [probe.at for probe in evidence.probes if _is_gated(evidence, probe)]
    speaking = {vantage: found for vantage, found in absent.items() if found}
    if not speaking and not gated:
        return None
    if gated or _contradicting(evidence, speaking, shown):
        first = min((*gated, *(found[0].at for found in speaking.values())))
        return _removal(evidence, RemovalState.CONTRADICTED, tuple(sorted(speaking)), first, ())
    return _agreement(evidence, at_hand, rule)


def _contradicting(evidence: Evidence, absent: dict[str, list[Probe]], shown: list[Sighting]) -> bool:
    """Tell whether a vantage was shown the post after another no longer was, and has not missed it since."""
    if not absent:
        return False
    lanes = {probe.lane for probes in absent.values() for probe in probes}
    missing = [each.since for each in evidence.standings if each.missing is not None and each.lane in lanes]
    first = min((*missing, *(probes[0].at for probes in absent.values())))
    return any(seen.vantage not in absent and seen.latest >= first for seen in shown)


def _agreement(evidence: Evidence, at_hand: frozenset[str], rule: Rule) -> Removal | None:
    """Say how far the visits since the post was last shown to anybody bear out that it is shown no more."""
    shown = _shown(evidence)
    since = max((seen.latest for seen in _there(evidence)), default=None)
    found = {vantage: _sound(evidence, vantage, since) for vantage in _vantages(evidence)}
    speaking = {vantage: probes for vantage, probes in found.items() if probes}
    if not speaking:
        return None
    first = min(probes[0].at for probes in speaking.values())
    lacking = {each: _wanting(evidence, each, probes, shown, rule) for each, probes in speaking.items()}
    agreed = tuple(sorted(vantage for vantage, lacks in lacking.items() if not lacks))
    wanting = set() if agreed else {want for lacks in lacking.values() for want in lacks}
    if any(_is_owed(evidence, vantage, first, shown) for vantage in at_hand):
        wanting.add(Wanting.OTHER_VANTAGE)
    state = RemovalState.PENDING if wanting else RemovalState.CONCLUDED
    return _removal(evidence, state, agreed or tuple(sorted(speaking)), first, tuple(sorted(wanting)))


def _removal(
    evidence: Evidence,
    state: RemovalState,
    vantages: tuple[str, ...],
    first: datetime,
    wanting: tuple[Wanting, ...],
) -> Removal:
    before = [seen for seen in _shown(evidence) if seen.at < first]
    visits = (judged(probe, evidence) for probe in evidence.probes if probe.at >= first)
    return Removal(
        post=evidence.post,
        state=state,
        rule=VERSION,
        scope=_scope(evidence, vantages, first),
        last_shown=max(before, key=lambda seen: seen.at, default=None),
        first_not_shown=_first_not_shown(evidence, vantages, first, before),
        last_checked=max(probe.at for probe in evidence.probes if _says(evidence, probe)),
        visits=tuple(sorted(visits, key=lambda each: each.probe.at)),
        wanting=wanting,
    )


def _shown(evidence: Evidence) -> list[Sighting]:
    """Give every time the post was shown, on a listing or on its own page."""
    live = (probe for probe in evidence.probes if probe.availability is Availability.LIVE)
    return [*evidence.sightings, *(Sighting(probe.at, probe.vantage, probe.lane) for probe in live)]


def _there(evidence: Evidence) -> list[Sighting]:
    """Give every time the post was known to be there: shown, or kept back by a gate that says so."""
    gates = (probe for probe in evidence.probes if probe.availability is Availability.GATED)
    return [*_shown(evidence), *(Sighting(probe.at, probe.vantage, probe.lane) for probe in gates)]


def _vantages(evidence: Evidence) -> list[str]:
    return list(dict.fromkeys(probe.vantage for probe in evidence.probes))


def _last(there: list[Sighting], vantage: str) -> datetime | None:
    return max((seen.latest for seen in there if seen.vantage == vantage), default=None)


def _sound(evidence: Evidence, vantage: str, since: datetime | None) -> list[Probe]:
    """Give a vantage's visits since a time that found the post nowhere and lack nothing, in order of time."""
    mine = (probe for probe in evidence.probes if probe.vantage == vantage)
    later = (probe for probe in mine if since is None or probe.at > since)
    return sorted(
        (probe for probe in later if not judged(probe, evidence).wanting), key=lambda probe: probe.at
    )


def _is_gated(evidence: Evidence, probe: Probe) -> bool:
    """Tell whether a gate named why the post is kept from a vantage, and nothing else was said of it there since.

    What an incident answers to everything, the controls among it, says nothing of the post and lifts no gate.
    """
    later = (
        each
        for each in evidence.probes
        if each.vantage == probe.vantage and each.at > probe.at and _says(evidence, each)
    )
    return probe.availability is Availability.GATED and all(
        each.availability is Availability.GATED for each in later
    )


def _wanting(
    evidence: Evidence, vantage: str, probes: list[Probe], shown: list[Sighting], rule: Rule
) -> set[Wanting]:
    """Say what the sound visits of one vantage lack together."""
    lanes = {probe.lane for probe in probes}
    lacks = set()
    if not any(seen.vantage == vantage and seen.lane in lanes for seen in shown):
        lacks.add(Wanting.SHOWN_BEFORE)
    apart = probes[-1].at - probes[0].at
    if _listing_covers(evidence, lanes, shown) and all(_something_later(evidence, probe) for probe in probes):
        enough = apart >= rule.confirm_after and len(probes) > 1
    else:
        enough = apart >= rule.unlisted_after and len(probes) >= _UNLISTED_VISITS
    if not enough:
        lacks.add(Wanting.SECOND_VISIT)
    return lacks


def _listing_covers(evidence: Evidence, lanes: set[str], shown: list[Sighting]) -> bool:
    """Tell whether a listing that had held the post covers its place, and lacks it since it was last shown.

    Another that did not reach so far says nothing; one that lists it now is a sighting, and begins everything anew.
    One that lacked it while its own page was shown still, as it does a post hidden from the grid, does not speak of it.
    """
    last = max((seen.latest for seen in shown), default=None)
    return any(
        standing.missing is not None and (last is None or standing.since > last)
        for standing in evidence.standings
        if standing.lane in lanes
    )


def _something_later(evidence: Evidence, probe: Probe) -> bool:
    """Tell whether a control shows what was published after the post: no older copy of the platform does.

    A website's pages bear no dates; a copy that was kept of them says so itself, and counts as no answer.
    """
    if evidence.is_site:
        return True
    published = evidence.published_at
    controls = [control for control in (probe.before, probe.after) if control is not None]
    return published is not None and any(
        control.published_at is not None and control.published_at > published for control in controls
    )


def _is_owed(evidence: Evidence, vantage: str, first: datetime, shown: list[Sighting]) -> bool:
    """Tell whether a vantage had shown the post and has not said how it stands since it was first not found.

    A wall, or a visit without its controls, is no answer: behind it the post may be shown still.
    """
    had_shown = vantage in evidence.may_have_shown or any(seen.vantage == vantage for seen in shown)
    since = (probe for probe in evidence.probes if probe.vantage == vantage and probe.at >= first)
    return had_shown and not any(_says(evidence, probe) for probe in since)


def _says(evidence: Evidence, probe: Probe) -> bool:
    """Tell whether a visit says how the post stands for its vantage."""
    return (
        probe.availability in (Availability.LIVE, Availability.GATED) or not judged(probe, evidence).wanting
    )


def _first_not_shown(
    evidence: Evidence, vantages: tuple[str, ...], first: datetime, before: list[Sighting]
) -> datetime:
    """Give when a listing of theirs first lacked it since it was last shown, or its address was first not found."""
    last = max((seen.latest for seen in before), default=None)
    lanes = {probe.lane for probe in evidence.probes if probe.vantage in vantages}
    missing = (each.since for each in evidence.standings if each.missing is not None and each.lane in lanes)
    return min((first, *(since for since in missing if last is None or since > last)))


def _scope(evidence: Evidence, vantages: tuple[str, ...], first: datetime) -> Scope:
    before = {seen.vantage for seen in _shown(evidence) if seen.at < first}
    countries = {probe.country for probe in evidence.probes if probe.vantage in vantages}
    return Scope(
        looked=vantages,
        shown_before=tuple(vantage for vantage in vantages if vantage in before),
        countries=tuple(sorted(countries - {"unknown", ""})),
    )


def _checked(earlier: Removal, evidence: Evidence, state: RemovalState) -> Removal:
    """Give an earlier conclusion with all visits since the post was no longer shown."""
    visits = [judged(probe, evidence) for probe in evidence.probes if probe.at >= earlier.first_not_shown]
    return replace(
        earlier,
        state=state,
        last_checked=max(
            (earlier.last_checked, *(each.probe.at for each in visits if _says(evidence, each.probe)))
        ),
        visits=tuple(sorted(visits, key=lambda each: each.probe.at)),
    )
