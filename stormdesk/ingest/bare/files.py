"""A file without the identity numbers in it, whatever it is; a file without any is the same file."""

import hashlib
import io
import os
import re
import threading
import zipfile
from pathlib import Path, PurePath
from typing import Final
from uuid import uuid4

from stormdesk.domain.id_number import IdCodes
from stormdesk.ingest.bare.cells import bare_number
from stormdesk.ingest.bare.old_books import bare_xls
from stormdesk.ingest.bare.texts import bare_text, bare_words, may_hold_numbers, plain_digits
from stormdesk.ingest.sheets.package import Package, PackageFault, open_package
from stormdesk.ingest.sheets.read import OLE_START, ZIP_START

KNOWN_FILES: Final = 32
_KNOWN: Final[dict[bytes, None]] = {}
_LOCK: Final = threading.Lock()
XML_ENDINGS: Final = frozenset({".xml", ".rels", ".vml", ".kml"})
TEXT_ENDINGS: Final = frozenset({".csv", ".tsv", ".txt", ".json", ".geojson", ".dbf"})
_LONG: Final = r"[1-8][0-9]{14}(?:[0-9]{3})?(?:\.0+)?|[1-8]\.[0-9]{8,17}[eE]\+?1[4-7]"
_CELL: Final = re.compile(rf"(<(?:\w+:)?v>\s*)({_LONG})(?=\s*</)")
_ODS_VALUE: Final = re.compile(rf'(\boffice:value=")({_LONG})(?=")')
_ODS_TEXT: Final = re.compile(rf'(office:value-type="float"[^>]*>\s*<text:p[^>]*>)({_LONG})(?=</text:p>)')
_TAG: Final = re.compile(r"<(?:\w+:)?c\b[^>]*>")
_BEFORE: Final = 2_000
_IS_TEXT: Final = re.compile(r"""\bt=["'](?:str|inlineStr|s|e|b)["']""")


def bare(data: bytes, codes: IdCodes) -> bytes:
    """The file with codes and shortened numbers in place of whole ones; the same bytes when it has none.

    A package that cannot be opened stays as it is: whoever reads it refuses it.
    """
    if _is_known(data):
        return data
    if data.startswith(ZIP_START):
        made = _bare_package(data, codes)
    elif data.startswith(OLE_START):
        made = bare_xls(data, codes)
    else:
        made = bare_text(data, codes)
    _remember(made)
    return made


def _is_known(data: bytes) -> bool:
    """Whether these very bytes were looked through a while ago: a file passes several hands."""
    return hashlib.sha256(data).digest() in _KNOWN


def _remember(data: bytes) -> None:
    with _LOCK:
        _KNOWN[hashlib.sha256(data).digest()] = None
        while len(_KNOWN) > KNOWN_FILES:
            del _KNOWN[next(iter(_KNOWN))]


def bare_file(path: Path, codes: IdCodes, *, most_bytes: int) -> bool:
    """Lay a plain file down anew without whole numbers; whether it held any."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > most_bytes:
        return False
    data = path.read_bytes()
    made = bare(data, codes)
    if made is data or made == data:
        return False
    facts = path.stat()
    making = path.with_name(f".{uuid4().hex}.part")
    try:
        making.write_bytes(made)
        making.chmod(facts.st_mode & 0o777)
        os.utime(making, ns=(facts.st_atime_ns, facts.st_mtime_ns))
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)
    return True


def _bare_package(data: bytes, codes: IdCodes) -> bytes:
    try:
        package = open_package(data)
        changed = {path: made for path in package.entries if (made := _bare_part(package, path, codes))}
        return _packed(package, changed) if changed else data
    except PackageFault:
        return data


def _bare_part(package: Package, path: str, codes: IdCodes) -> bytes | None:
    """A part of a package without whole numbers; None where it has none."""
    ending = PurePath(path).suffix.lower()
    if ending not in XML_ENDINGS | TEXT_ENDINGS:
        return None
    part = b"".join(package.stream(path))
    given, part = part, plain_digits(part)
    if ending in TEXT_ENDINGS:
        made = bare_text(part, codes)
        return None if made in {given, part} else made
    if not may_hold_numbers(part) and not _may_hold_long(part):
        return None
    try:
        text = part.decode("utf-8")
    except UnicodeDecodeError:
        return None
    kept = _ODS_TEXT.sub(_short_value, _ODS_VALUE.sub(_short_value, _CELL.sub(_short_cell, text)))
    kept = bare_words(kept, codes)
    return None if kept == text else kept.encode()


def _may_hold_long(part: bytes) -> bool:
    """Whether a number may be written with an exponent, as spreadsheets write eighteen digits."""
    return re.search(rb"[1-8]\.[0-9]{8,}[eE]\+?1[4-7]", part) is not None


def _short_cell(found: re.Match[str]) -> str:
    tags = _TAG.findall(found.string, max(found.start() - _BEFORE, 0), found.start())
    return found[0] if tags and _IS_TEXT.search(tags[-1]) else _short_value(found)


def _short_value(found: re.Match[str]) -> str:
    kept = bare_number(float(found[2]))
    return found[0] if kept is None else f"{found[1]}{kept}"


def _packed(package: Package, changed: dict[str, bytes]) -> bytes:
    """The package with some parts exchanged, the others in their order as they were."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, entry in package.entries.items():
            member = zipfile.ZipInfo(path, entry.date_time)
            member.compress_type, member.external_attr = entry.compress_type, entry.external_attr
            archive.writestr(member, changed.get(path) or b"".join(package.stream(path)))
    return held.getvalue()
