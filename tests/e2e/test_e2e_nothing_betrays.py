"""A bundle shows nobody who looked, from where, or what else is looked at: not plainly, packed, escaped, or hashed.

Nothing that is sought here may stand in a bundle at all. What is public is not sought: the first case's own account and
posts, whom these name (the feed that Liesl follows is of an account that a post of theirs tags; its words are sought);
the partner that shares a post with it, though not that the partner is watched too; and what stands for others without
telling them: salted ids of sessions and proxies, and hashes of other targets' events, each of which holds
32 random bytes.
"""

import hashlib
import io
import re
import socket
from urllib.parse import unquote

import confirming
import pytest
import two_cases
from fakes import run_archiver, sha256
from PIL import Image
from seeking import Seeker, contents, members
from test_e2e_covered import COVER, LOUD, near, nearest

from archiver.simulator import pictures
from archiver.simulator.facebook.ids import account_id, post_id
from archiver.simulator.hartmann import ACCOUNT, FRIEND
from archiver.simulator.instagram.surroundings import FEED
from archiver.simulator.staalborg import joint

pytestmark = [pytest.mark.browser, pytest.mark.prove]
SALT = re.compile(rb'archiver-salt: "([0-9a-f]{64})"')
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8")
CONTENT_OF_POST = re.compile(
    rb"urn:archiver:picture:content:0:https://www\.(instagram|facebook)\.com/(?:p|[a-z.]+/posts)/"
)
FIRST, SECOND, THIRD = two_cases.FIRST, two_cases.SECOND, two_cases.THIRD


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    return two_cases.watched(tmp_path_factory.mktemp("cases"))


ASKED = {
    "whole": (FIRST,),
    "whole.zip": (FIRST,),
    "removals": (FIRST, "--removals"),
    "post": (FIRST, "--posts", "{shown}"),
    "gone": (FIRST, "--posts", "{gone}"),
    "since": (FIRST, "--since", "{between}"),
    "other": (SECOND,),
}


class Bundles:
    """Each kind of bundle, as the command line makes it once it is asked for."""

    def __init__(self, cases, out):
        self.cases, self.out = cases, out
        self.told = {"shown": cases.shown, "gone": cases.gone, "between": cases.between}

    def __truediv__(self, name):
        out = self.out / name
        if not out.exists():
            words = ("export", "--offline", "--out", out, *(word.format(**self.told) for word in ASKED[name]))
            # A ZIP by a process with a home of its own.
            is_apart = out.suffix == ".zip"
            run = run_archiver(*words, folder=self.cases.folder) if is_apart else self.cases.archiver(*words)
            assert run.code == 0, run.err
        return out


@pytest.fixture(scope="module")
def bundles(cases, tmp_path_factory):
    return Bundles(cases, tmp_path_factory.mktemp("out"))


@pytest.fixture(scope="module")
def seeker(cases):
    return Seeker(of_collector(cases) | of_second(cases))


@pytest.fixture(scope="module")
def seeker_of_other(cases):
    return Seeker(of_collector(cases) | of_first(cases))


def of_collector(cases):
    host = socket.gethostname()
    sought = {
        "operator": two_cases.OPERATOR,
        "organisation": two_cases.ORGANISATION,
        "proxy's user": two_cases.PROXY_USER,
        "proxy's password": two_cases.PROXY_PASSWORD,
        "proxy": two_cases.PROXY_HOST,
        "folder": str(cases.folder),
        "folder's name": two_cases.FOLDER,
        "friend": FRIEND.username,
        "friend's name": FRIEND.name,
        "friend's number": str(FRIEND.pk),
        **{f"session {name}": name for name in two_cases.SESSIONS.values()},
        **{f"own feed {post.pk}": post.caption for post in FEED.posts},
        **({"host": host} if len(host) >= 3 else {}),
    }
    for network, session in cases.sessions.items():
        sought |= {f"{network} {kind}": value for kind, value in of_viewer(session).items()}
    return by_value(sought)


def by_value(sought):
    """Name each value once, by what it is called first."""
    return {name: value for value, name in {value: name for name, value in reversed(sought.items())}.items()}


def of_viewer(session):
    return {
        "name": session.name,
        "number": str(session.pk),
        "other number": str(session.graph_id),
        "e-mail": session.email,
        "picture": session.face,
        "token": session.dtsg,
        **{f"cookie {name}": value for name, value, _ in session.cookies},
        **{f"cookie {name}, plain": unquote(value) for name, value, _ in session.cookies},
    }


def of_second(cases):
    who, posts = two_cases.PUMPS, cases.facebook.posts
    sought = {
        "handle": who.username,
        "name": who.name,
        "number": str(who.pk),
        "other number": str(who.graph_id),
    }
    sought |= {"page's number": account_id(who)}
    sought |= {f"post {post.pk}": post_id(post) for post in posts}
    sought |= {f"words of {post.pk}": post.caption for post in posts}
    return {
        f"second {kind}": value
        for kind, value in (sought | captured(cases, SECOND) | captured(cases, THIRD)).items()
    }


def of_first(cases):
    sought = {"handle": ACCOUNT.username, "name": ACCOUNT.name, "number": str(ACCOUNT.pk)}
    sought |= {f"code of {post.pk}": post.code for post in cases.instagram.posts}
    return {f"first {kind}": value for kind, value in (sought | captured(cases, FIRST)).items()}


def captured(cases, target):
    found = [capture for capture in cases.captures if ":".join(capture.parts[-3:-1]) == target]
    seals = {f"seal of {capture.name}": sha256((capture / "SHA256SUMS").read_bytes()) for capture in found}
    return {f"capture {capture.name}": capture.name for capture in found} | seals


def found_in(seeker, bundle):
    return {(name, kind) for name, content in contents(bundle) for kind in seeker.found(content)}


def test_what_is_sought_would_be_found(cases, seeker, seeker_of_other, tmp_path):
    """In what captures hold, and in a bundle that withholds nothing."""
    kept = {kind for _, kind in found_in(seeker, cases.folder / "evidence")}
    of_both = {"operator", "organisation", "proxy", "friend", "friend's name", "friend's number"}
    of_each = ("name", "number", "other number", "picture", "token")
    assert kept >= of_both | {f"session {name}" for name in two_cases.SESSIONS.values()}
    assert kept >= {f"instagram {kind}" for kind in of_each} | {f"own feed {post.pk}" for post in FEED.posts}
    assert kept >= {"facebook name", "facebook number", "facebook picture", "facebook token"}
    assert kept >= {kind for kind in seeker.values if kind.startswith("second")} - {"second other number"}
    told = {kind for _, kind in found_in(seeker_of_other, cases.folder / "evidence")}
    assert told >= {kind for kind in seeker_of_other.values if kind.startswith("first")}
    shared = cases.archiver("show", f"instagram:{joint().code}", "--json").json
    assert shared["last_capture"].startswith(THIRD.replace(":", "/"))
    full = tmp_path / "full.zip"
    assert cases.archiver("export", "--offline", "--full", "--out", full, SECOND).code == 0
    shown = {kind for _, kind in found_in(seeker, full)}
    assert shown >= {
        "friend's name",
        *(f"facebook {kind}" for kind in ("name", "number", "picture", "token")),
    }


@pytest.mark.some(of=3)
@pytest.mark.parametrize("name", [name for name in ASKED if name != "other"])
def test_nothing_of_who_looked_or_of_another_case_stands_in_a_bundle(bundles, seeker, name):
    assert found_in(seeker, bundles / name) == set()


def test_nor_in_a_bundle_of_the_other_case(bundles, seeker_of_other):
    assert found_in(seeker_of_other, bundles / "other") == set()


@pytest.mark.some(of=3)
@pytest.mark.parametrize("name", ["post", "since", "whole"])
def test_what_the_account_published_is_shown_all_the_same(cases, bundles, name):
    code = cases.shown.partition(":")[2]
    post = next(post for post in cases.instagram.posts if post.code == code)
    own = Seeker({"code": code, "words": post.caption, "number": str(post.pk), "owner": ACCOUNT.username})
    assert {kind for _, kind in found_in(own, bundles / name)} == set(own.values)


def test_servers_own_words_about_requests_are_not_shown_and_no_tokens_of_pages(cases, bundles):
    """What names a request names who asked, to whoever runs the servers."""
    told = {
        line.partition(b": ")[2]: line
        for _, content in contents(cases.folder / "evidence/captures")
        for line in content.partition(b"\r\n\r\n")[2].partition(b"\r\n\r\n")[0].split(b"\r\n")
        if line.startswith((b"x-fb-debug: ", b"x-fb-request-id: ", b"proxy-status: "))
    }
    told |= {
        match[1]: match[0]
        for _, content in contents(cases.folder / "evidence/captures")
        for match in re.finditer(
            rb'"(?:LSD|InstagramSecurityConfig)",\[\],\{"(?:csrf_)?token":"([^"]+)"', content
        )
    }
    assert len(told) > 40
    for name in ("whole", "post", "other"):
        text = b"\n".join(content for _, content in contents(bundles / name))
        assert not [line for value, line in told.items() if value in text]


@pytest.mark.some(of=3)
@pytest.mark.parametrize("name", ASKED)
def test_each_verifies(cases, bundles, name):
    verified = cases.archiver("verify", bundles / name)
    assert verified.code in (0, 3), verified.out
    assert "failed" not in verified.out.lower().replace("0 failed", ""), verified.out


def test_no_picture_shows_who_looked(bundles):
    face = Image.open(io.BytesIO(pictures.face())).resize((32, 32)).crop((8, 8, 24, 24))
    seen = {}
    for name in ("whole", "post", "other"):
        for where, content in contents(bundles / name):
            for body in (content, *parts(content)):
                if body.startswith(PICTURES):
                    seen.setdefault(sha256(body), (where, content, body))
    assert len(seen) > 30
    assert sha256(pictures.face()) not in seen
    commented = set()
    for where, content, body in seen.values():
        image = Image.open(io.BytesIO(body)).convert("RGB")
        # Nothing else here has these two colours, of which a face of 28 pixels has some hundred each.
        assert any(near(image, colour) < 10 for colour in LOUD), where
        if network := CONTENT_OF_POST.search(content):
            commented.add(network[1])
            assert near(image, COVER) > 1_000, where
            assert nearest(image, face) > 60, where
    assert commented == {b"instagram", b"facebook"}


def parts(record):
    """Give what follows the heads of a record."""
    behind = record.split(b"\r\n\r\n", 2)
    return behind[1:] if len(behind) > 1 else []


@pytest.fixture(scope="module")
def originals(cases, seeker, seeker_of_other):
    """Digests of all that the archive holds, and of what is sought, plain and by itself."""
    sought = seeker.values | seeker_of_other.values
    found = {}
    for capture in cases.captures:
        warc = (capture / "capture.warc.gz").read_bytes()
        found |= confirming.digests((*confirming.texts(warc), *confirming.segments(warc, sought.values())))
    return found


@pytest.mark.some(of=3)
@pytest.mark.parametrize("name", ["post", "whole", "other"])
def test_nor_can_any_of_it_be_confirmed_by_hashing_guesses(
    cases, bundles, originals, seeker, seeker_of_other, name
):
    stand = confirming.standing(bundles / name)
    assert len(stand) > 100
    sought = (seeker_of_other if name == "other" else seeker).values
    guessed = confirming.digests(form for value in sought.values() for form in confirming.forms(value))
    assert not stand.keys() & guessed.keys()

    shown = set(
        confirming.digests(text for _, record in contents(bundles / name) for text in of_record(record))
    )
    told = (stand.keys() & originals.keys()) - shown
    # Of each file as it was sealed its digest must stand; it is over a salt that nobody can guess.
    sealed = {hashlib.sha256((each / "capture.warc.gz").read_bytes()).digest() for each in cases.captures}
    assert told == sealed & stand.keys(), [(stand[each], originals[each][:300]) for each in told - sealed]
    assert told
    assert all(stand[each].endswith("SHA256SUMS") for each in told)


def of_record(content):
    """Give what of a shown record, or of any other file, somebody may hash."""
    behind = content.removesuffix(b"\r\n\r\n").partition(b"\r\n\r\n")
    return (content, *behind, *behind[2].partition(b"\r\n\r\n"))


@pytest.mark.some(of=3)
@pytest.mark.parametrize("name", ASKED)
def test_the_salts_are_withheld(cases, bundles, name):
    texts = [content for _, content in contents(bundles / name)]
    openings = [text for text in texts if b"WARC-Type: warcinfo" in text[:300]]
    assert openings
    assert {SALT.search(text)[1] for text in openings if SALT.search(text)} == set()
    assert all(b'archiver-salt: "' + b"x" * 64 + b'"' in text for text in openings)
    for capture in cases.captures:
        (salt,) = SALT.findall(next(members((capture / "capture.warc.gz").read_bytes()))[1])
        assert len(set(bytes.fromhex(salt.decode()))) > 16, "256 bits of chance"
        assert not [text for text in texts if salt in text or bytes.fromhex(salt.decode()) in text]
