"""posbench.cdx.json: the bill of materials of a build, in CycloneDX 1.6.

Each part with its package URL, version, licence and its native files with their SHA-256; for a Python package also the file it
came from, with the hash that ``uv.lock`` pins; for a Rust library the crates that its own package names. The same parts
give the same file: its serial number is a digest of them, its time the source's.
"""

import hashlib
import json
import tomllib
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any, Final

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashType, Property, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.utils import canonicalize_name, parse_wheel_filename

from shipping.parts import Kind, Part
from shipping.product import ROOT, CannotShip, source_date, version
from shipping.runtime import installed

NATIVE: Final = (".so", ".dll", ".pyd", ".dylib")


def document(parts: Iterable[Part]) -> str:
    """The bill as JSON; raises CannotShip where its own schema would refuse it."""
    kept = list(parts)
    whole = Component(
        name="posbench",
        version=version(),
        type=ComponentType.APPLICATION,
        bom_ref=f"pkg:generic/posbench@{version()}",
        purl=PackageURL.from_string(f"pkg:generic/posbench@{version()}"),
        licenses=_licence("Apache-2.0"),
    )
    made = datetime.fromtimestamp(source_date(), UTC)
    bom = Bom(metadata=BomMetaData(component=whole, timestamp=made), serial_number=_serial(kept))
    bom.components.update(_component(part) for part in kept if part.kind is not Kind.OURS)
    bom.register_dependency(whole, bom.components)
    text: str = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1)
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        raise CannotShip(f"the bill of materials is not valid CycloneDX: {wrong}")
    return text + "\n"


def _component(part: Part) -> Component:
    ref = f"{part.purl}#{part.name}" if part.kind is Kind.VENDORED else part.purl
    return Component(
        name=part.name,
        version=part.version or None,
        type=ComponentType.LIBRARY,
        bom_ref=ref,
        purl=PackageURL.from_string(part.purl),
        licenses=_licence(part.licence),
        external_references=_came_from(part),
        properties=[Property(name="posbench:kind", value=part.kind.value)],
        components=[*_files(part, ref), *_carried(part, ref)],
    )


def _files(part: Part, ref: str) -> Iterator[Component]:
    """Native files, each with its digest. Python's modules are packed into one archive and not listed."""
    for file in part.files:
        if any(end in file.source.name for end in NATIVE):
            digest = hashlib.sha256((file.content or file.source).read_bytes()).hexdigest()
            yield Component(
                name=file.place.replace("\\", "/"),
                type=ComponentType.FILE,
                bom_ref=f"{ref}!{file.place}",
                hashes=[HashType.from_composite_str(f"sha256:{digest}")],
            )


def _carried(part: Part, ref: str) -> Iterator[Component]:
    """What a wheel's own bills say is inside: crates, static libraries."""
    seen = set[str]()
    for bill in part.bills:
        for row in json.loads(bill.read_text("utf-8")).get("components", ()):
            own = f"{ref}>{row['name']}@{row.get('version', '')}"
            if own not in seen and not str(row.get("purl", "")).startswith("pkg:pypi/"):
                seen.add(own)
                yield _of_bill(row, own)


def _of_bill(row: dict[str, Any], ref: str) -> Component:
    told = [
        one.get("expression") or one["license"].get("id") or one["license"]["name"] for one in row.get("licenses", ())
    ]
    purl = row.get("purl")
    return Component(
        name=row["name"],
        version=row.get("version"),
        type=ComponentType.LIBRARY,
        bom_ref=ref,
        purl=PackageURL.from_string(purl) if purl else None,
        licenses=_licence(" AND ".join(told)) if told else (),
    )


def _licence(told: str) -> Iterable[LicenseExpression | DisjunctiveLicense]:
    return (LicenseFactory().make_from_string(told),)


def _came_from(part: Part) -> Iterator[ExternalReference]:
    """The wheel that was installed, by the lock's address and hash."""
    if part.kind is Kind.PYPI:
        found = wheel_in_lock(installed()[canonicalize_name(part.name)])
        if found is not None:
            url, digest = found
            hashes = [HashType.from_composite_str(digest)]
            yield ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(url), hashes=hashes)


def wheel_in_lock(one: Distribution) -> tuple[str, str] | None:
    """Address and ``sha256:...`` of the wheel of the lock whose tags are those of the installed one."""
    tags = {
        line.removeprefix("Tag: ") for line in (one.read_text("WHEEL") or "").splitlines() if line.startswith("Tag: ")
    }
    for wheel in _lock().get((canonicalize_name(one.metadata["Name"]), one.version), ()):
        _, _, _, named = parse_wheel_filename(wheel["url"].rsplit("/", 1)[1])
        if tags & {str(tag) for tag in named}:
            return str(wheel["url"]), str(wheel["hash"])
    return None


@cache
def _lock() -> dict[tuple[str, str], list[dict[str, Any]]]:
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    return {(one["name"], one.get("version", "")): one.get("wheels", []) for one in packages}


def _serial(parts: list[Part]) -> uuid.UUID:
    told = "\n".join(f"{part.purl} {part.name}" for part in parts)
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{source_date()}\n{told}")


def write(parts: Iterable[Part], target: Path) -> None:
    """The bill as a file."""
    target.write_text(document(parts), encoding="utf-8")
