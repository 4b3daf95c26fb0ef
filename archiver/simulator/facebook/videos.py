"""A video as a node: where its files are, how large and how long it is."""

from xml.sax.saxutils import escape

from archiver.simulator.company import Medium, Person, Post, invented
from archiver.simulator.facebook.ids import account_id, medium_id
from archiver.simulator.facebook.pieces import Json
from archiver.simulator.facebook.signing import SITE, Signer, profile

_NONE_IN_HD = "Video does not have HD progressive url"
_CHANNELS = (
    '<AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration" value="1"/>'
)
_MISSING = {"type": _NONE_IN_HD, "message_format": "", "message_params": []}


def address(medium: Medium, owner: Person, *, reel: bool) -> str:
    """Give a video's permanent address."""
    number = medium_id(medium)
    return f"{SITE}/reel/{number}/" if reel else f"{profile(owner)}videos/{number}/"


def node(medium: Medium, owner: Person, signer: Signer, *, reel: bool = False) -> Json:
    """Give a video."""
    frame, number = signer.picture(medium), medium_id(medium)
    return {
        "__typename": "Video",
        "__isMedia": "Video",
        "height": medium.height,
        "width": medium.width,
        "length_in_second": int(medium.seconds),
        "original_width": medium.width,
        "original_height": medium.height,
        "original_rotation": "ROTATE_0",
        "id": number,
        "first_frame_thumbnail": frame,
        "broadcast_id": None,
        "is_live_streaming": False,
        "is_looping": reel,
        "permalink_url": address(medium, owner, reel=reel),
        "captions_url": None,
        "video_available_captions_locales": [],
        "videoDeliveryLegacyFields": None,
        "videoDeliveryResponseFragment": {
            "videoDeliveryResponseResult": delivery(medium, signer),
            "id": number,
        },
        "audio_availability": "UNAVAILABLE" if medium.muted else "AVAILABLE",
        "preferred_thumbnail": {
            "image": {"uri": frame},
            "image_preview_payload": None,
            "id": str(invented(f"{number}/frame", 10**15)),
        },
        "playable_duration_in_ms": int(medium.seconds * 1000),
        "owner": {"__typename": "User", "__isVideoOwner": "User", "id": account_id(owner)},
        "is_huddle": False,
        "url": address(medium, owner, reel=reel),
        "recipient_group": None,
        "__isNode": "Video",
    }


def delivery(medium: Medium, signer: Signer) -> Json:
    """Give where a video's files are; there is none in high quality but in the manifest."""
    return {
        "dash_manifests": [{"manifest_xml": manifest(medium, signer), "failure_reason": None}],
        "dash_manifest_urls": [{"manifest_url": None, "failure_reason": _MISSING}],
        "progressive_urls": [
            {
                "progressive_url": signer.video(medium),
                "failure_reason": None,
                "metadata": {"quality": "SD"},
            },
            {"progressive_url": None, "failure_reason": _MISSING, "metadata": {"quality": "HD"}},
        ],
        "hls_playlist_urls": [{"hls_playlist_url": None, "failure_reason": _MISSING}],
        "id": medium_id(medium),
    }


def legacy(medium: Medium, signer: Signer) -> Json:
    """Give where a video's files were said to be before."""
    url = signer.video(medium)
    return {
        "browser_native_sd_url": url,
        "browser_native_hd_url": None,
        "playable_url": url,
        "playable_url_quality_hd": None,
        "dash_manifest": manifest(medium, signer),
    }


def plays(post: Post) -> int:
    """Give how often a video was played, which is never less than it was liked."""
    return post.likes * 13 + invented(f"{post.pk}/plays", 400)


def manifest(medium: Medium, signer: Signer) -> str:
    """Write the DASH manifest of a video: a track of pictures and one of sound."""
    length, number = f'"PT{medium.seconds:.6f}S"', medium_id(medium)
    size, label = f'width="{medium.width}" height="{medium.height}"', min(medium.width, medium.height)
    coded = {
        "video": f'codecs="avc1.42c028" {size} FBQualityClass="sd" FBQualityLabel="{label}p">',
        "audio": f'codecs="mp4a.40.2" audioSamplingRate="44100">{_CHANNELS}',
    }
    tracks = "".join(
        f'<AdaptationSet id="{place}" contentType="{kind}"><Representation id="{number}{kind[0]}" '
        f'bandwidth="{len(medium.served(kind)) * 8}" mimeType="{kind}/mp4" {about}<BaseURL>'
        f"{escape(signer.video(medium, kind))}</BaseURL></Representation></AdaptationSet>"
        for place, (kind, about) in enumerate(coded.items())
        if kind in medium.tracks
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" '
        'profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" minBufferTime="PT1.500S" type="static" '
        f'mediaPresentationDuration={length}><Period id="0" duration={length}>{tracks}</Period></MPD>'
    )
