"""Files that others wrote: wget's WARC, a browser's HAR, and a bundle that another newsroom handed over."""

import shutil
import subprocess
from contextlib import contextmanager

import lending
import pytest
import whole_bundle
from catalog_building import TARGET
from fakes import call_archiver
from page_reading import chromium

from archiver.capture.gate import Gate
from archiver.capture.trust import own_trust
from archiver.config import Network
from archiver.simulator.server import StandIn
from archiver.simulator.website import german
from archiver.simulator.website.addresses import DOMAIN, HOST, HOSTS
from archiver.simulator.website.hartmann import hartmann
from archiver.simulator.website.network import WebsiteNetwork

PLAIN = "--no-warc-compression"
PAGES = (f"https://{HOST}/", f"https://{HOST}{german.ABOUT}", f"https://{HOST}/ru/")


@contextmanager
def reached_through(folder):
    """Run a website, and a proxy that leads to it whoever asks for its hosts."""
    with StandIn(WebsiteNetwork(hartmann(), seed="wget").answer) as server:
        hosts = (*HOSTS, f"*.{DOMAIN}")
        certificate = server.write_ca(folder / "ca.pem")
        network = Network(ca_file=certificate, hosts=tuple((host, server.address) for host in hosts))
        with Gate(network, hosts, own_trust(network)) as gate:
            yield gate.url


@pytest.mark.skipif(shutil.which("wget") is None, reason="no wget here")
@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_what_wget_wrote_is_read_page_by_page(archiver, folder, packed):
    with reached_through(folder) as proxy:
        options = ["--quiet", "--no-check-certificate", "--warc-file=site", *([] if packed else [PLAIN])]
        through = ["-e", f"https_proxy={proxy}", "-e", "use_proxy=yes"]
        done = subprocess.run(["wget", *options, *through, *PAGES], cwd=folder, check=False, timeout=60)
    assert done.returncode == 0
    (warc,) = folder.glob("site.warc*")
    ran = archiver("import", warc, "--target", f"web:https://{HOST}", "--json")
    assert ran.code == 0, ran.err
    (found,) = ran.json["imports"]
    assert found["software"].startswith("Wget/")
    assert (found["exchanges"], found["posts"]) == (len(PAGES), len(PAGES))
    assert set(found["passed_over"]) <= {"no_exchange"}
    about = archiver("show", f"web:{PAGES[1]}", "--json").json
    assert "Lindenau" in about["fields"]["caption"]
    assert archiver("verify").code in (0, 3)


def test_what_another_newsroom_handed_over_is_read_though_much_of_it_is_withheld(archiver, folder, tmp_path):
    theirs = tmp_path / "theirs"
    (theirs / "config").mkdir(parents=True)
    (theirs / "config/archiver.toml").write_text('[keys]\nfolder = "../keys"\n')
    whole_bundle.whole_bundle(theirs)
    handed_over = theirs / "CASE-1/data/captures.wacz"
    ran = archiver("import", handed_over, "--target", str(TARGET), "--json")
    assert ran.code == 0, ran.err
    (found,) = ran.json["imports"]
    assert found["posts"] > 0
    assert "no_original" not in found["passed_over"]
    assert call_archiver("rebuild", "--check", folder=folder).code == 0


@pytest.mark.browser
def test_what_a_browser_saved_as_har_is_read_page_by_page(archiver, folder):
    lending.BROWSER.end()
    saved = folder / "saved.har"
    with reached_through(folder) as proxy, chromium() as browser:
        context = browser.new_context(
            ignore_https_errors=True,
            proxy={"server": proxy, "bypass": "<-loopback>"},
            record_har_path=saved,
            record_har_content="embed",
        )
        page = context.new_page()
        for address in PAGES:
            page.goto(address)
        context.close()
    ran = archiver("import", saved, "--target", f"web:https://{HOST}", "--json")
    assert ran.code == 0, ran.err
    (found,) = ran.json["imports"]
    assert found["software"].startswith("Playwright")
    assert (found["form"], found["posts"]) == ("har", len(PAGES))
    assert "not_understood" not in found["passed_over"]
    about = archiver("show", f"web:{PAGES[1]}", "--json").json
    assert "Lindenau" in about["fields"]["caption"]
