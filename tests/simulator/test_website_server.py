"""The simulated website over the wire: hosts with a certificate, pages cut and trickled, and ends that come."""

import ssl
import time

import httpx
import pytest

from archiver.simulator.conditions import under
from archiver.simulator.internet import Internet
from archiver.simulator.messages import Answer, Trickle
from archiver.simulator.server import StandIn
from archiver.simulator.website import german
from archiver.simulator.website.addresses import DOMAIN
from archiver.simulator.website.conditions import CutHalfway, NeverEnd
from archiver.simulator.website.hartmann import hartmann
from archiver.simulator.website.network import WebsiteNetwork

SITE = f"https://www.{DOMAIN}"


@pytest.fixture
def site():
    return WebsiteNetwork(hartmann(), seed="wire")


@pytest.fixture
def visitor(serve, site):
    return serve(Internet({DOMAIN: site.answer}).answer)[1]


def test_its_hosts_are_vouched_for(visitor):
    assert visitor.ask(f"{SITE}/").status_code == 200
    moved = visitor.ask(f"https://{DOMAIN}/kontakt/?a=%C3%B6&b=")
    assert (moved.status_code, moved.headers["location"]) == (301, f"{SITE}/kontakt/?a=%C3%B6&b=")


def test_a_host_beside_them_has_no_certificate(visitor):
    with pytest.raises(httpx.ConnectError, match="not valid for"):
        visitor.ask(f"https://shop.{DOMAIN}/")


def test_percent_signs_come_through(visitor):
    for path in (
        "/aktuelles/gr%C3%B6%C3%9Fe-40.html",
        "/downloads/Preisliste%202026.xlsx",
        "/aktuelles/?seite=2",
    ):
        assert visitor.ask(SITE + path).status_code == 200


def test_a_body_is_cut_halfway(visitor, site):
    site.conditions = under(CutHalfway())
    with pytest.raises(httpx.TransportError):
        visitor.ask(SITE + german.REPORT)


def test_a_page_without_an_end_is_given_up(visitor, site):
    site.conditions = under(NeverEnd(seconds=1))
    begun = time.monotonic()
    with pytest.raises(httpx.RemoteProtocolError):
        visitor.ask(SITE + german.ABOUT)
    assert 1 <= time.monotonic() - begun < 4


def test_a_download_begins_and_goes_on(serve, site, tmp_path):
    stand_in, _ = serve(site.answer)
    context = ssl.create_default_context(cafile=str(stand_in.write_ca(tmp_path / "ca.pem")))
    host = f"www.{DOMAIN}"
    with httpx.Client(verify=context) as client:
        address = f"https://{stand_in.address}/download/gross.bin"
        asked = client.stream("GET", address, headers={"host": host}, extensions={"sni_hostname": host})
        with asked as answer:
            assert answer.headers["content-length"] == str(3 * 2**30)
            received = 0
            for piece in answer.iter_raw():
                received += len(piece)
                if received > 70_000:
                    break
    assert 70_000 < received < 2**20


def test_a_stand_in_stops_amid_what_never_ends(tmp_path):
    endless = Answer(body=b"begun", chunked=True, trickle=Trickle(every=0.05, lasts=60))
    with StandIn(lambda _: endless) as stand_in:
        context = ssl.create_default_context(cafile=str(stand_in.write_ca(tmp_path / "ca.pem")))
        headers, named = {"host": f"www.{DOMAIN}"}, {"sni_hostname": f"www.{DOMAIN}"}
        client = httpx.Client(verify=context)
        with client.stream(
            "GET", f"https://{stand_in.address}/", headers=headers, extensions=named
        ) as answer:
            assert next(answer.iter_raw())
        begun = time.monotonic()
    assert time.monotonic() - begun < 1
    client.close()


def test_an_answer_that_promises_more_than_it_has_breaks_off(serve):
    _, visitor = serve(lambda _: Answer(body=b"0123456789", promised=20))
    with pytest.raises(httpx.RemoteProtocolError, match="10 bytes"):
        visitor.ask(f"{SITE}/")
    assert visitor.ask(f"{SITE}/", "HEAD").headers["content-length"] == "20"
