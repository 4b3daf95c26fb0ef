"""Pieces of a post that the dialects write alike: times, places, captions, films."""

from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from archiver.simulator.company import Medium, Person, Post, invented
from archiver.simulator.instagram.signing import Signer

Json = dict[str, Any]

VIDEO_TYPES = (101, 102, 103)
"""Kinds of progressive file; all three are the same one."""


def epoch(moment: datetime) -> int:
    """Give a time in seconds since 1970."""
    return int(moment.timestamp())


def caption(post: Post) -> Json | None:
    """Give a caption, or null where a post has none."""
    if post.caption is None:
        return None
    # Written down a moment after the post itself: the two times are not the same field.
    written = {"text": post.caption, "created_at": epoch(post.taken_at) + 2}
    return {"pk": str(post.pk // 223), "has_translation": post.translated or None, **written}


def place(post: Post) -> Json | None:
    """Give where a post says it was made."""
    found = post.location
    if found is None:
        return None
    return {"pk": str(found.pk), "name": found.name, "lat": found.latitude, "lng": found.longitude}


def plays(post: Post) -> int:
    """Give how often a film was played, which is never less than it was liked."""
    return post.likes * 17 + invented(f"{post.pk}/plays", 500)


def sound(medium: Medium, owner: Person) -> Json:
    """Give what is said of a film's sound."""
    original = {
        "audio_asset_id": str(medium.pk // 7),
        "original_audio_title": "Original audio",
        "ig_artist": {"username": owner.username, "id": str(owner.pk)},
        "is_explicit": False,
    }
    return {"music_info": None, "original_sound_info": original}


def manifest(medium: Medium, signer: Signer) -> str:
    """Write the DASH manifest of a film: a track of pictures and one of sound."""
    length = f'"PT{medium.seconds:.6f}S"'
    kinds = {
        "video": f'codecs="avc1.42c028" width="{medium.width}" height="{medium.height}" frameRate="15360/3072"',
        "audio": 'codecs="mp4a.40.2" audioSamplingRate="44100"',
    }
    tracks = "".join(
        f'<AdaptationSet id="{place}" contentType="{kind}"><Representation id="{medium.pk}{kind[0]}" '
        f'bandwidth="{len(medium.served(kind)) * 8}" mimeType="{kind}/mp4" {coded}><BaseURL>'
        f"{escape(signer.video(medium, kind))}</BaseURL></Representation></AdaptationSet>"
        for place, (kind, coded) in enumerate(kinds.items())
        if kind in medium.tracks
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" '
        'profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" minBufferTime="PT2S" type="static" '
        f'mediaPresentationDuration={length}><Period id="0" duration={length}>{tracks}</Period></MPD>'
    )
