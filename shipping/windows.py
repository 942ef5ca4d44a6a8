"""What only Windows wants: the version resource of the programs, and their signature by ``signtool``.

A certificate is named by environment variables and never lies in the repository:

- ``POSBENCH_SIGN_THUMBPRINT``: SHA-1 of a certificate in the user's store, where tokens and cloud keys show theirs, too;
- ``POSBENCH_SIGN_TIMESTAMP``: the RFC 3161 server; demanded, because a signature without a time dies with its certificate;
- ``POSBENCH_SIGNTOOL``: the path of ``signtool.exe`` where it is not on PATH.
"""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from shipping.product import NAME, PUBLISHER, SUMMARY, CannotShip, four_numbers, version


def version_resource(program: str) -> str:
    """The resource as PyInstaller reads it from a text file. Language 0409 is US English, 04B0 Unicode."""
    numbers = four_numbers()
    told = {
        "CompanyName": PUBLISHER,
        "FileDescription": f"{NAME}: {SUMMARY['en']}",
        "FileVersion": version(),
        "InternalName": program,
        "LegalCopyright": f"{PUBLISHER}, Apache License 2.0",
        "OriginalFilename": f"{program}.exe",
        "ProductName": NAME,
        "ProductVersion": version(),
    }
    rows = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in told.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004,"
        " fileType=1, subtype=0, date=(0, 0)),"
        f" kids=[StringFileInfo([StringTable('040904B0', [{rows}])]), VarFileInfo([VarStruct('Translation', [0x0409, 1200])])])\n"
    )


def signing(environment: Mapping[str, str], files: Sequence[Path]) -> list[str] | None:
    """The command that signs ``files``, or None where no certificate is named."""
    thumbprint = environment.get("POSBENCH_SIGN_THUMBPRINT")
    if not thumbprint:
        return None
    server = environment.get("POSBENCH_SIGN_TIMESTAMP")
    if not server:
        raise CannotShip("POSBENCH_SIGN_TIMESTAMP is missing: the address of an RFC 3161 time stamp server")
    tool = environment.get("POSBENCH_SIGNTOOL", "signtool")
    known = [tool, "sign", "/sha1", thumbprint, "/fd", "sha256", "/tr", server, "/td", "sha256", "/d", NAME]
    return [*known, *map(str, files)]


def sign(environment: Mapping[str, str], files: Sequence[Path]) -> bool:
    """Sign where a certificate is named; says whether it did. A refusal of signtool stops the build."""
    command = signing(environment, files)
    if command is not None:
        subprocess.run(command, check=True)
    return command is not None
