"""CASE 1.5 JSON-LD (built on UCO): exhibits, their files with digests, and the visits that they came from.

Written as it comes, so that many exhibits need no more memory. Ids are URNs made of what they stand for.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from archiver.export.exhibit_list import Link, Out
from archiver.export.exhibits.exhibit import Exhibit, Medium
from archiver.export.exhibits.looks import Look, Watch

NAME = "exhibits.case.jsonld"
_SPACE = uuid.UUID("5b0d5d0e-8a6c-5c1f-9a53-2f6f0c6e1d0a")
"""Of the names that ids are made of (RFC 9562, version 5)."""
_CONTEXT = {
    "@vocab": "urn:archiver:",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "kb": "urn:uuid:",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Case:
    """The graph in the making."""

    def __init__(self, out: Out, watch: Watch, link: Link, origin: str) -> None:
        """Write its begin; `origin` is of the archive."""
        self._out, self._watch, self._link, self._origin = out, watch, link, origin
        self._results: dict[str, list[str]] = {}
        self._files: set[str] = set()
        head = json.dumps({"@context": _CONTEXT}, ensure_ascii=False)
        self._out.write(f'{head[:-1]}, "@graph": [\n'.encode())
        by = {
            "@id": self._id("collector"),
            "@type": "uco-identity:Identity",
            "uco-core:name": "the collector",
        }
        self._out.write(_written(by))
        self._add(self._tools())

    def take(self, exhibit: Exhibit) -> None:
        """Write an exhibit, and its files that were not written yet."""
        self._add(self._exhibit(exhibit))
        for medium in exhibit.media:
            if medium.sha256 not in self._files:
                self._files.add(medium.sha256)
                self._add([self._file(medium)])

    def close(self) -> None:
        """Write the visits that exhibits came from, and end the graph."""
        self._add(self._actions())
        self._out.write(b"\n]}\n")
        self._out.close()

    def _tools(self) -> Iterator[dict[str, Any]]:
        """Give each program that captured, in each of its versions."""
        for name, version in dict.fromkeys(map(_tool, self._watch.by_capture.values())):
            tool = {
                "@id": self._id(f"tool {name} {version}"),
                "@type": "uco-tool:Tool",
                "uco-core:name": name,
            }
            yield {**tool, "uco-tool:version": version}

    def _exhibit(self, exhibit: Exhibit) -> Iterator[dict[str, Any]]:
        address, record = self._id(f"address {exhibit.ref}"), self._id(f"exhibit {exhibit.ref}")
        facet = {"@id": self._id(f"url {exhibit.ref}"), "@type": "uco-observable:URLFacet"}
        yield {
            "@id": address,
            "@type": "uco-observable:URL",
            "uco-core:hasFacet": {**facet, "uco-observable:fullValue": exhibit.address or exhibit.ref},
        }
        yield {
            "@id": record,
            "@type": "case-investigation:ProvenanceRecord",
            "uco-core:description": exhibit.says,
            "case-investigation:exhibitNumber": str(exhibit.number),
            "uco-core:object": [
                {"@id": address},
                *({"@id": each} for each in dict.fromkeys(map(self._file_id, exhibit.media))),
            ],
        }
        for capture in dict.fromkeys((exhibit.first_capture, exhibit.last_capture)):
            self._results.setdefault(capture, []).append(record)

    def _file(self, medium: Medium) -> dict[str, Any]:
        name = self._link(medium).rpartition("/")[2] or medium.asset
        return {
            "@id": self._file_id(medium),
            "@type": "uco-observable:File",
            "uco-core:hasFacet": [
                {
                    "@id": self._id(f"file facet {medium.sha256}"),
                    "@type": "uco-observable:FileFacet",
                    "uco-observable:fileName": name,
                },
                {
                    "@id": self._id(f"content facet {medium.sha256}"),
                    "@type": "uco-observable:ContentDataFacet",
                    "uco-observable:mimeType": medium.mime,
                    "uco-observable:hash": {
                        "@id": self._id(f"hash {medium.sha256}"),
                        "@type": "uco-types:Hash",
                        "uco-types:hashMethod": "SHA256",
                        "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": medium.sha256},
                    },
                },
            ],
        }

    def _actions(self) -> Iterator[dict[str, Any]]:
        for capture, records in self._results.items():
            look = self._watch.by_capture.get(capture)
            if look is not None:
                yield {
                    "@id": self._id(f"capture {capture}"),
                    "@type": "case-investigation:InvestigativeAction",
                    "uco-core:name": f"capture {capture}",
                    "uco-action:startTime": _at(look.began),
                    "uco-action:endTime": _at(look.ended),
                    "uco-action:performer": {"@id": self._id("collector")},
                    "uco-action:instrument": {"@id": self._id("tool {} {}".format(*_tool(look)))},
                    "uco-action:result": [{"@id": each} for each in records],
                }

    def _add(self, objects: Iterable[dict[str, Any]]) -> None:
        for each in objects:
            self._out.write(b",\n" + _written(each))

    def _file_id(self, medium: Medium) -> str:
        return self._id(f"file {medium.sha256}")

    def _id(self, name: str) -> str:
        return f"kb:{uuid.uuid5(_SPACE, f'{self._origin} {name}')}"


def _tool(look: Look) -> tuple[str, str]:
    return str(look.tool.get("name", "unknown")), str(look.tool.get("version", "unknown"))


def _written(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def _at(at: datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": at.isoformat()}
