import json
import string

from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.withholding import PLACEHOLDER, Withholding
from archiver.ports import WrittenForm

FORM = WrittenForm(
    parameters=frozenset({"stp", "variables"}),
    fields=frozenset({"variables", "after", "count", "doc_id"}),
    headers=frozenset({"x-ig-app-id"}),
)
TOKEN = "kQ9-verysecret-Zx81"
FORM_TYPE = "application/x-www-form-urlencoded"


def test_cookies_keep_their_names_and_lose_their_values():
    written = dict(Withholding(FORM).request_headers([("Cookie", f"sessionid={TOKEN}; ds_user_id=1784140")]))
    assert written == {"Cookie": f"sessionid={PLACEHOLDER}; ds_user_id={PLACEHOLDER}"}


def test_a_cookie_without_a_name_is_a_value():
    assert dict(Withholding(FORM).request_headers([("cookie", TOKEN)])) == {"cookie": PLACEHOLDER}


def test_headers_that_are_not_on_the_list_lose_their_values():
    headers = [
        ("X-CSRFToken", TOKEN),
        ("Authorization", f"Bearer {TOKEN}"),
        ("X-IG-App-ID", "936619743392459"),
    ]
    written = dict(Withholding(FORM).request_headers(headers))
    assert written == {
        "X-CSRFToken": PLACEHOLDER,
        "Authorization": PLACEHOLDER,
        "X-IG-App-ID": "936619743392459",
    }


def test_pseudo_headers_are_not_written():
    assert Withholding(FORM).request_headers([(":authority", "x"), ("accept", "*/*")]) == (("accept", "*/*"),)


def test_a_referer_is_written_as_an_address():
    written = dict(
        Withholding(FORM).request_headers([("Referer", f"https://user:{TOKEN}@x.test/p/?t={TOKEN}#{TOKEN}")])
    )
    assert written == {"Referer": f"https://x.test/p/?t={PLACEHOLDER}"}


def test_an_address_keeps_harmless_parameters_to_the_letter():
    address = "https://scontent.cdninstagram.com/v/t51/1_n.jpg?stp=dst-jpg%5Fe35&_nc_gid=AbCdEfGhIj"
    written = Withholding(FORM).address(address)
    assert (
        written == f"https://scontent.cdninstagram.com/v/t51/1_n.jpg?stp=dst-jpg%5Fe35&_nc_gid={PLACEHOLDER}"
    )


def test_a_parameter_that_is_a_bare_value_is_withheld():
    assert Withholding(FORM).address(f"https://x.test/?{TOKEN}") == f"https://x.test/?{PLACEHOLDER}"


def test_a_form_keeps_cursors_and_loses_tokens():
    variables = json.dumps(
        {"after": "QVFB", "data": {"count": 12, "token": TOKEN}, "flag": True, "nothing": None}
    )
    body = f"fb_dtsg={TOKEN}&doc_id=291&variables={variables}"
    written = Withholding(FORM).request_body(body.encode(), FORM_TYPE).decode()
    assert TOKEN not in written
    assert "doc_id=291" in written
    assert "QVFB" in written
    assert f"fb_dtsg={PLACEHOLDER}" in written


def test_json_bodies_keep_only_harmless_leaves():
    body = json.dumps({"count": 3, "password": TOKEN, "list": [TOKEN, {"after": "QV"}]}).encode()
    written = json.loads(Withholding(FORM).request_body(body, "application/json"))
    assert written == {"count": 3, "password": PLACEHOLDER, "list": [PLACEHOLDER, {"after": "QV"}]}


def test_other_bodies_are_withheld_whole():
    assert Withholding(FORM).request_body(TOKEN.encode(), "application/octet-stream") == PLACEHOLDER.encode()
    assert Withholding(FORM).request_body(b"{broken", "application/json") == PLACEHOLDER.encode()
    assert Withholding(FORM).request_body(b"", "") == b""


def test_set_cookie_keeps_attributes_only():
    written = Withholding(FORM).response_headers([("Set-Cookie", f"csrftoken={TOKEN}; Path=/; Secure")])
    assert written == (("Set-Cookie", f"csrftoken={PLACEHOLDER}; Path=/; Secure"),)


def test_what_a_response_header_repeats_of_a_withheld_value_is_withheld():
    withholding = Withholding(FORM)
    withholding.request_headers([("X-CSRFToken", TOKEN)])
    written = withholding.response_headers([("X-Echo", f"<{TOKEN}>"), ("Location", f"/next?state={TOKEN}")])
    assert written == (("X-Echo", f"<{PLACEHOLDER}>"), ("Location", f"/next?state={PLACEHOLDER}"))


def test_the_address_asked_for_is_never_taken_for_a_secret():
    withholding = Withholding(FORM, public="https://www.instagram.com/hartmann.werkzeuge/")
    withholding.address("https://x.test/?q=hartmann.werkzeuge")
    assert withholding.address("https://www.instagram.com/hartmann.werkzeuge/").endswith(
        "/hartmann.werkzeuge/"
    )


def test_secrets_are_given_in_each_encoding():
    withholding = Withholding(FORM)
    withholding.learn("cookie", 'a"b<c&d é/1')
    found = {secret.encoding: secret.value for secret in withholding.secrets()}
    assert found["plain"] == 'a"b<c&d é/1'.encode()
    assert found["percent"] == b"a%22b%3Cc%26d%20%C3%A9%2F1"
    assert found["json"] == b'a\\"b<c&d \\u00e9/1'
    assert found["html"] == "a&quot;b&lt;c&amp;d é/1".encode()
    assert found["base64"] == b"YSJiPGMmZCDDqS8x"


def test_short_values_are_not_sought():
    withholding = Withholding(FORM)
    withholding.request_headers([("Cookie", "dpr=1; wd=1280")])
    assert not list(withholding.secrets())


secrets = st.text(string.ascii_letters + string.digits + '-_:;/+=%&"<>é中', min_size=8, max_size=40).filter(
    lambda text: not text.isascii() or any(letter.isalpha() for letter in text)
)


@given(secrets)
def test_no_planted_secret_is_ever_written(secret):
    withholding = Withholding(FORM)
    from urllib.parse import quote

    form = f"token={quote(secret, safe='')}&{quote(secret, safe='')}&variables={quote(json.dumps({'x': secret}))}"
    written = [
        withholding.address(f"https://x.test/p/?a={quote(secret, safe='')}#x"),
        repr(withholding.request_headers([("X-Token", secret), ("Cookie", f"a={quote(secret, safe='')}")])),
        withholding.request_body(form.encode(), FORM_TYPE).decode(),
        withholding.request_body(json.dumps({"password": secret}).encode(), "application/json").decode(),
        repr(withholding.response_headers([("X-Echo", f"again {secret} again")])),
    ]
    for text in written:
        assert secret not in text
        assert quote(secret, safe="") not in text
