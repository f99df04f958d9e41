"""The files inside a zip, unpacked in memory within bounds; nothing is written under a name of its own."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from stormdesk.domain.problem import Problem
from stormdesk.ingest.feed_records import shown
from stormdesk.ingest.shapes_reason import ShapesReason

MOST_MEMBERS: Final = 500
MOST_BYTES: Final = 200_000_000
CHUNK: Final = 1_000_000
ARCHIVES: Final = frozenset({".zip", ".kmz", ".rar", ".7z", ".gz", ".tar", ".tgz", ".xz", ".bz2"})
SPOILT: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError),
    *(RuntimeError, MemoryError),
)
LOCKED_BIT: Final = 0x1
UTF8_BIT: Final = 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive."""

    path: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The ending of its name in lower case."""
        return PurePosixPath(self.path).suffix.casefold()

    @property
    def stem(self) -> str:
        """Its path without the ending."""
        return str(PurePosixPath(self.path).with_suffix(""))


def unpack(name: str, data: bytes) -> tuple[list[Member], list[Problem]]:
    """Return the files of a zip; bombs, tricks with paths, locked and nested archives are told."""
    problems: list[Problem] = []
    members: list[Member] = []
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MOST_MEMBERS:
                return [], [Problem(name, f"{len(infos):,}", ShapesReason.TOO_LARGE)]
            for info in infos:
                path = _path(info)
                refused = _refusal(info, path)
                if refused:
                    problems.append(Problem(name, shown(path), refused))
                    continue
                content = _content(archive, info, left)
                if content is None:
                    return [], [*problems, Problem(name, shown(path), ShapesReason.TOO_LARGE)]
                left -= len(content)
                members.append(Member(path, content))
    except SPOILT as error:
        problems.append(Problem(name, shown(str(error)), ShapesReason.BROKEN))
    return members, problems


def _path(info: zipfile.ZipInfo) -> str:
    """The member's path; names of old Chinese archivers are GBK without saying so."""
    if info.flag_bits & UTF8_BIT:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return info.filename


def _refusal(info: zipfile.ZipInfo, path: str) -> ShapesReason | None:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if ".." in parts or path.startswith(("/", "\\")) or ":" in path or "\0" in path or not parts:
        return ShapesReason.BAD_PATH
    if info.flag_bits & LOCKED_BIT:
        return ShapesReason.LOCKED
    if PurePosixPath(path).suffix.casefold() in ARCHIVES:
        return ShapesReason.NESTED
    return None


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes | None:
    """What a member holds, counted while it unpacks, whatever the archive claims; None beyond the bound."""
    chunks: list[bytes] = []
    size = 0
    with archive.open(info) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > most:
                return None
            chunks.append(chunk)
    return b"".join(chunks)
