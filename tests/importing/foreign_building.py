"""Files as others make them: a simulated platform's answers, written by warcio, as WACZ, and as a browser's HAR."""

import base64
import gzip
import json
import zipfile
from io import BytesIO

from fakes import FrozenClock
from scripted import ScriptedVisit
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from wires import INSTAGRAM

from archiver.model import instant
from archiver.model.vantage import Vantage
from archiver.simulator.instagram.network import SocialNetwork

WHO = "somebody.else"
SOFTWARE = "Somebody's Crawler 3.1"


def seen_by_others(company, at, wire=INSTAGRAM):
    """Give all exchanges of somebody who is signed in and scrolls through an account to its end."""
    network = SocialNetwork(company, seed="others", clock=at.timestamp)
    cookies = {cookie["name"]: cookie["value"] for cookie in network.admit(WHO)["cookies"]}
    visit = ScriptedVisit(network, Vantage("session", "s"), cookies, FrozenClock(at), wire)
    visit.read(f"https://{wire.host}/{wire.target.name}/")
    before = -1
    while before < len(visit.reading.listings):
        before = len(visit.reading.listings)
        visit.scroll()
    for exchange in visit.recorded:
        yield exchange, exchange.body.getvalue(), cookies


def as_warc(path, exchanges, *, requests="behind", packed=False, software=SOFTWARE):
    """Write them as a crawler does; `requests` stand behind responses, before them, or nowhere."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": software}))
        for exchange, body, cookies in exchanges:
            date = {"WARC-Date": instant.written(exchange.at)}
            sent = gzip.compress(body) if packed else body
            named = [("Content-Encoding", "gzip")] if packed else []
            headers = [*exchange.response_headers, *named, ("Content-Length", str(len(sent)))]
            response = writer.create_warc_record(
                exchange.address,
                "response",
                payload=BytesIO(sent),
                http_headers=StatusAndHeaders(f"{exchange.status} OK", headers, protocol="HTTP/1.1"),
                warc_headers_dict=dict(date),
            )
            asked = [*exchange.request_headers, ("Cookie", "; ".join(f"{n}={v}" for n, v in cookies.items()))]
            request = writer.create_warc_record(
                exchange.address,
                "request",
                payload=BytesIO(exchange.request_body),
                http_headers=StatusAndHeaders(
                    f"{exchange.method} {exchange.address} HTTP/1.1", asked, is_http_request=True
                ),
                warc_headers_dict=dict(date),
            )
            if requests == "before":
                writer.write_record(request)
                writer.write_record(response)
            elif requests == "behind":
                writer.write_request_response_pair(request, response)
            else:
                writer.write_record(response)
    return path


def as_wacz(path, warc):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("datapackage.json", json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}))
        file.write(warc, f"archive/{warc.name}")
    return path


def as_har(path, exchanges):
    def pairs(headers):
        return [{"name": name, "value": value} for name, value in headers]

    def content(exchange, body):
        try:
            return {"mimeType": "", "text": body.decode(), "size": len(body)}
        except UnicodeDecodeError:
            return {"mimeType": "", "text": base64.b64encode(body).decode(), "encoding": "base64"}

    entries = [
        {
            "startedDateTime": exchange.at.isoformat(),
            "request": {
                "method": exchange.method,
                "url": exchange.address,
                "headers": pairs(
                    [*exchange.request_headers, *(("cookie", f"{n}={v}") for n, v in cookies.items())]
                ),
                "postData": {"mimeType": "", "text": exchange.request_body.decode()},
            },
            "response": {
                "status": exchange.status,
                "statusText": "OK",
                "headers": pairs([(":status", "200"), *exchange.response_headers]),
                "content": content(exchange, body),
            },
        }
        for exchange, body, cookies in exchanges
    ]
    log = {"version": "1.2", "creator": {"name": "Firefox", "version": "144.0"}, "entries": entries}
    path.write_text(json.dumps({"log": log}))
    return path
