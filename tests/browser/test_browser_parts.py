"""The parts of `verify.html`, each in a browser and against what is not of ours, or what the verifier has for it."""

import base64
import random
import zlib
from hashlib import sha256, sha512

import pytest
import zip_building
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archiver.formats import commitments, merkle
from archiver.formats.redaction import Span, redacted
from archiver.verify import canonical
from archiver.verify.signatures import ed25519

pytestmark = pytest.mark.browser

ORDER = 2**252 + 27742317777372353535851937790883648493
CHANCE = random.Random(11)


def told(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.mark.parametrize(("part", "right"), [("sha256", sha256), ("sha512", sha512)])
def test_digests_are_those_of_the_standard(evaluate, part, right):
    lengths = [*range(300), 1 << 16, (1 << 20) + 13]
    texts = [CHANCE.randbytes(length) for length in lengths]
    code = f"""
        const Digester = parts.{part.capitalize()};
        return given.map((text) => {{
            const all = bytes(text);
            const pieces = new Digester();
            for (let at = 0; at < all.length; at += 37) pieces.update(all, at, Math.min(at + 37, all.length));
            return [hex(parts.{part}(all)), hex(pieces.digest())];
        }});"""
    found = evaluate(part, code, [told(text) for text in texts])
    assert found == [[right(text).hexdigest()] * 2 for text in texts]


@pytest.mark.prove
def test_files_are_digested_alike_by_the_browser_and_here(evaluate):
    """Up to 64 MiB a browser digests them, beyond that this page."""
    code = """
        const about = [];
        for (const size of [0, 1000, (64 << 20) - 1, (64 << 20) + 1]) {
            const file = new Blob([new Uint8Array(size).fill(7)]);
            let bytes = 0;
            about.push([await parts.digests(file, ["sha256", "sha512"], (more) => (bytes += more)), bytes]);
        }
        return about;"""
    found = evaluate("digests", code)
    for (digests, bytes_told), size in zip(found, (0, 1000, (64 << 20) - 1, (64 << 20) + 1), strict=True):
        content = b"\x07" * size
        assert digests == {"sha256": sha256(content).hexdigest(), "sha512": sha512(content).hexdigest()}
        assert bytes_told == size


def _signatures():
    """Signatures that hold, and each way in which one may not."""
    for length in range(0, 200, 9):
        key, message = Ed25519PrivateKey.generate(), CHANCE.randbytes(length)
        public, signature = key.public_key().public_bytes_raw(), key.sign(message)
        yield public, message, signature
        yield public, message + b"x", signature
        place = CHANCE.randrange(64)
        yield public, message, signature[:place] + bytes([signature[place] ^ 1]) + signature[place + 1 :]
        larger = int.from_bytes(signature[32:], "little") + ORDER
        yield public, message, signature[:32] + larger.to_bytes(32, "little")
        yield bytes([public[0] ^ 1]) + public[1:], message, signature
        yield (2**255 - 19 + 1).to_bytes(32, "little"), message, signature
        yield public[:31], message, signature
        yield public, message, signature[:63]


def test_signatures_hold_where_they_hold_for_the_verifier(evaluate):
    every = list(_signatures())
    code = "return given.map((each) => parts.holds(...each.map(bytes)));"
    found = evaluate("ed25519", code, [list(map(told, each)) for each in every])
    assert found == [ed25519.holds(*each) for each in every]
    assert sum(found) == len(every) // 8


TEXTS = [
    '{"a":1,"b":[true,false,null]}', '{"b":1,"a":2}', '{"a": 1}', '{"a":1}\n', '{"a":1.0}', '{"a":1e2}', '{"a":100}',
    '{"a":1e21}', '{"a":1e+21}', '{"a":0.1}', '{"a":1e-7}', '{"a":0.0000001}', '{"a":-0}', '{"a":9007199254740993}',
    '{"a":333333333.33333329}', '{"a":"\\u0000\\u001f"}', '{"a":"\\n"}', '{"a":"\\u000a"}', '{"a":"é€😀"}',
    '{"a":"\\ud800"}', '{"\\ud800":1}', '{"a":"\\\\ud800"}', '{"a":"\\ud83d\\ude00"}', '{"a":1,"a":2}',
    '{"__proto__":1}',
    '{"😀":1,"ﬀ":2}', '{"ﬀ":1,"😀":2}', '{"a":"/"}', '{"a":"\\/"}', '{"a":"\x7f"}', "[]", '"text"', "{}", "",
    "{", "nul", "\ufeff{}", "[1,]", f"{'[' * 90}{']' * 90}", '{"a":1e400}',
]  # fmt: skip


def test_json_is_canonical_where_it_is_for_the_verifier(evaluate):
    code = """return given.map((text) => {
        try { return parts.parse(bytes(text)).canonical; } catch { return null; } });"""

    def right(text):
        try:
            return canonical.parse(text)[1]
        except ValueError:
            return None

    contents = [*(text.encode() for text in TEXTS), b"\xff", b'{"a":"\xed\xa0\x80"}']
    found = evaluate("canonical", code, list(map(told, contents)))
    assert dict(zip(contents, found, strict=True)) == {content: right(content) for content in contents}
    assert found.count(True) > 15


@pytest.fixture(scope="module")
def members(evaluate):
    """Read gzip members, and give the digest of what each holds, or what is wrong."""
    code = """
        const members = new parts.Members(new Blob([bytes(given)]));
        const found = [];
        try {
            while (await members.begin()) {
                const pieces = [];
                for (let piece; (piece = await members.read(1 << 30)).length; ) pieces.push(piece.slice());
                found.push(await digest(new Blob(pieces)));
            }
        } catch (error) {
            return `${error.constructor.name}: ${error.message}`;
        }
        return found;"""
    return lambda content: evaluate("members", code, told(content))


def _deflated(content: bytes, level: int, strategy: int) -> bytes:
    made = zlib.compressobj(level, zlib.DEFLATED, 31, 9, strategy)
    return made.compress(content) + made.flush()


@pytest.mark.prove
def test_members_inflate_to_what_was_deflated(members):
    words = [CHANCE.randbytes(CHANCE.randint(1, 9)) for _ in range(300)]
    texts = [
        b"",
        b"x",
        bytes(600_000),
        CHANCE.randbytes(70_000),
        b"".join(CHANCE.choices(words, k=20_000)),
        (CHANCE.randbytes(32_768) + b"between") * 3,
        bytes(range(256)) * 500,
    ]
    ways = [(level, strategy) for level in (0, 1, 9) for strategy in (0, 2, 3, 4)]
    many = [(text, *way) for text in texts for way in ways]
    packed = b"".join(_deflated(*each) for each in many)
    assert members(packed) == [sha256(text).hexdigest() for text, *_ in many]


def test_what_is_no_member_is_damage_and_ends(members):
    whole = _deflated(b"some words, and some words again" * 40, 9, 0)
    assert len(members(whole + whole)) == 2
    for cut in range(1, len(whole)):
        assert "Error" in members(whole[:cut]), cut
    for place in range(len(whole)):
        # The header's time and system are of no weight.
        changed = whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :]
        assert ("Error" in members(changed)) == (place not in range(4, 10)), place
    assert "what should be a gzip member is none" in members(whole + b"\0" * 20)


def test_an_event_is_in_a_tree_where_its_path_leads_there(evaluate):
    leaves = [merkle.leaf_hash(bytes([number])) for number in range(24)]
    tree = merkle.Tree(b"".join(leaves))
    sizes = range(1, len(leaves) + 1)
    roots = [told(tree.root(size)) for size in sizes]
    cases = [
        [told(leaves[index]), index, size, list(map(told, tree.inclusion(index, size)))]
        for size in sizes
        for index in range(size)
    ]
    code = """
        const [roots, cases] = given;
        return cases.map(([leaf, index, size, path]) => {
            const by = (place, hashes) => {
                const found = parts.rootBy(bytes(leaf), place, size, hashes);
                return found !== null && hex(found) === hex(bytes(roots[size - 1]));
            };
            const way = path.map(bytes);
            const longer = [...way, new Uint8Array(32)];
            const wrong = [by(index + 1, way), by(-1, way), by(index, longer), by(index, way.slice(1))];
            return by(index, way) && !wrong.some((each, at) => each && (at < 3 || way.length));
        });"""
    assert evaluate("merkle", code, [roots, cases]) == [True] * len(cases)


def test_a_tree_holds_an_earlier_one_where_its_path_says_so(evaluate):
    leaves = [merkle.leaf_hash(bytes([number])) for number in range(24)]
    tree = merkle.Tree(b"".join(leaves))
    sizes = range(1, len(leaves) + 1)
    cases = [
        [old, size, list(map(told, tree.consistency(old, size)))]
        for size in sizes
        for old in range(1, size + 1)
    ]
    code = """
        const [leaves, cases] = given;
        const roots = [];
        const grown = new parts.Growing();
        for (const leaf of leaves) {
            grown.add(bytes(leaf));
            roots.push(grown.root());
        }
        const found = cases.map(([old, size, path]) => {
            const [first, second] = [roots[old - 1], roots[size - 1]];
            const by = (one, other, hashes) => parts.holdsEarlier(old, one, size, other, hashes);
            const wrong = (root) => root.map((each) => each ^ 1);
            const way = path.map(bytes);
            const longer = [...way, new Uint8Array(32)];
            const off = [by(wrong(first), second, way), by(first, wrong(second), way), by(first, second, longer)];
            return by(first, second, way) && !off.some(Boolean);
        });
        return [roots.map(hex), found];"""
    roots, found = evaluate("merkle", code, [list(map(told, leaves)), cases])
    assert roots == [tree.root(size).hex() for size in sizes]
    assert found == [True] * len(cases)


def _withheld(count: int):
    """A text of which some segments are withheld: as it is shown, what leads to its root, and the root."""
    text, seed = CHANCE.randbytes(count * 64).replace(b'"', b"'"), CHANCE.randbytes(32)
    hidden = CHANCE.sample(range(count), CHANCE.randint(0, min(count, 9)))
    found = redacted(
        commitments.cut_fine(text), seed, [Span(64 * at, 64 * at + 3, "cookie") for at in hidden]
    )
    withheld = [[each.number, told(each.leaf)] for each in found.withheld]
    return [told(found.text), list(map(told, found.seeds)), withheld], commitments.commit(text, seed)[1].hex()


def test_a_text_of_which_much_is_withheld_leads_to_its_root(evaluate):
    every = [_withheld(count) for count in [*range(1, 40), 1000]]
    code = """
        return given.map(([text, seeds, withheld]) => {
            const [all, known] = [bytes(text), seeds.map(bytes)];
            const leaves = withheld.map(([at, leaf]) => [at, bytes(leaf)]);
            const root = (given, hidden, shown = all) =>
                parts.rootOfFine(shown, (count) => new parts.Opening(count, given, new Map(hidden)));
            const zeros = new Uint8Array(32);
            const nowhere = [
                root([...known, zeros], leaves),
                root(known, [...leaves, [-1, zeros]]),
                root(known, [...leaves, [1e9, zeros]]),
                root(known, [...leaves, [0.5, zeros]]),
            ];
            const shorter = known.map((each) => each.subarray(1));
            if (known.length) nowhere.push(root(known.slice(1), leaves), root(shorter, leaves));
            const elsewhere = known.length ? root(known, leaves, all.map((each) => each ^ 1)) : "";
            return [root(known, leaves), nowhere, elsewhere];
        });"""
    found = evaluate("opening segments", code, [case for case, _ in every])
    for (root, nowhere, elsewhere), (_, right) in zip(found, every, strict=True):
        assert root == right
        assert set(nowhere) == {""}
        assert elsewhere != right


def test_every_byte_of_a_zip_is_held_against_its_form(evaluate):
    files = [("bundle/a", b"one"), ("bundle/b/c", b"two and three"), ("bundle/d", b"")]
    whole = zip_building.packed(files)
    code = """
        const whole = bytes(given);
        const taken = async (content) => {
            const file = new Blob([content]);
            const files = await parts.unpacked(file, () => {}).catch(() => null);
            return files ? [...files.keys()] : "refused";
        };
        const changed = [];
        for (let at = 0; at < whole.length; at += 1) {
            const other = whole.slice();
            other[at] ^= 1;
            changed.push(await taken(other));
        }
        const cut = await taken(whole.subarray(0, whole.length - 1));
        return [await taken(whole), changed, cut, await taken(new Uint8Array([...whole, 0]))];"""
    same, changed, cut, longer = evaluate("unpacked", code, told(whole))
    assert same == ["a", "b/c", "d"]
    assert set(map(str, changed)) == {"refused"}
    assert (cut, longer) == ("refused", "refused")
