"""Which characters the bytes of a text file mean: byte order marks, a proof of UTF-8, then likelihood."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from tools.contract import BadInput
from tools.data.importing.models import FilePlan

_CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
GZIP_RATIO, GZIP_FLOOR = 200, 1 << 30
"""A compressed file is refused once it has unpacked to more than GZIP_FLOOR bytes and GZIP_RATIO times its size."""
_JAPANESE = frozenset(range(0x82, 0xA0))
"""First bytes of kana and common kanji in Shift JIS, which begin only rare characters in Chinese codes."""
KNOWN = {
    "utf-8": "utf-8", "utf8": "utf-8", "utf-8-sig": "utf-8-sig", "utf-16": "utf-16-le", "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be", "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "big5": "big5",
    "cp1252": "cp1252", "windows-1252": "cp1252", "latin-1": "latin-1", "iso-8859-1": "latin-1", "cp1251": "cp1251",
    "cp1250": "cp1250", "shift_jis": "cp932", "cp932": "cp932", "euc-kr": "cp949",
}  # fmt: skip


def open_bytes(path: Path, compression: str) -> BinaryIO:
    """The file's bytes, unpacked where it is compressed."""
    return cast(BinaryIO, gzip.open(path, "rb")) if compression == "gzip" else path.open("rb")


def chunks(path: Path, compression: str) -> Iterator[bytes]:
    """The unpacked bytes in pieces; raises BadInput for a damaged archive or a decompression bomb."""
    size, seen = path.stat().st_size, 0
    try:
        with open_bytes(path, compression) as handle:
            while piece := handle.read(_CHUNK):
                seen += len(piece)
                if compression == "gzip" and seen > max(GZIP_FLOOR, GZIP_RATIO * size):
                    raise BadInput(
                        f"{path.name} unpacks to more than {GZIP_RATIO} times its size: "
                        "unpack it and look at it first.",
                        zh=f"{path.name} 解压后超过原大小的 {GZIP_RATIO} 倍：请先解压并检查内容。",
                    )
                yield piece
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadInput(
            f"{path.name} is a damaged gzip archive ({error}): compress it again.",
            zh=f"{path.name} 是损坏的 gzip 压缩包（{error}）：请重新压缩。",
        ) from error


def detect(plan: FilePlan, path: Path) -> None:
    """Set the codec of `plan`. Raises BadInput for a file that is no text.

    Where line ends are of several kinds or a line is very long, a strict reader may stop early without a word: such
    files are read tolerantly.
    """
    head = next(chunks(path, plan.compression), b"")
    codec = next((codec for mark, codec in _BOMS if head.startswith(mark)), None) or _utf16_by_zeros(head[:4096])
    if codec is None:
        _refuse_binary(path, head)
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample, ends, valid = bytearray(), _LineEnds(codec or "utf-8"), True
    for piece in chunks(path, plan.compression):
        ends.count(piece)
        if codec is None and valid:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                valid = False
        if codec is None and len(sample) < _CHUNK and not piece.isascii():
            sample += (piece if sample else _from_first_high_byte(piece))[: _CHUNK - len(sample)]
    whole = valid and not decoder.getstate()[0]
    plan.encoding = codec or ("utf-8" if whole else _legacy(bytes(sample)))
    if ends.mixed() or ends.longest >= 2 * _CHUNK:
        plan.reader = "tolerant"


class _LineEnds:
    """Counts of CRLF, LF and CR in pieces of bytes."""

    def __init__(self, codec: str) -> None:
        plain = codec.removesuffix("-sig")
        self.both, self.line, self.carriage = ("\r\n".encode(plain), "\n".encode(plain), "\r".encode(plain))
        self.counts, self.last = [0, 0, 0], b""
        self.unbroken = self.longest = 0

    def count(self, piece: bytes) -> None:
        joined = self.last + piece
        self.unbroken = 0 if self.line in piece or self.carriage in piece else self.unbroken + len(piece)
        self.longest = max(self.longest, self.unbroken)
        for index, mark in enumerate((self.both, self.line, self.carriage)):
            self.counts[index] += joined.count(mark)
        # A carriage return at the very end waits for the next piece; it is not counted twice.
        self.last = self.carriage if joined.endswith(self.carriage) else b""
        self.counts[2] -= bool(self.last)

    def mixed(self) -> bool:
        both, line, carriage = self.counts
        return sum(bool(n) for n in (both, line - both, carriage + bool(self.last) - both)) > 1


def decoded(plan: FilePlan, path: Path) -> Iterator[str]:
    """The text of the file in pieces; a byte that means nothing becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(plan.encoding)(errors="replace")
    first = True
    for piece in chunks(path, plan.compression):
        text = decoder.decode(piece)
        yield text.removeprefix("\ufeff") if first else text
        first = False
    yield decoder.decode(b"", final=True)


def _from_first_high_byte(piece: bytes) -> bytes:
    found = re.search(rb"[\x80-\xff]", piece)
    line = piece.rfind(b"\n", 0, found.start()) + 1 if found else 0
    return piece[line : line + _CHUNK]


def _utf16_by_zeros(head: bytes) -> str | None:
    """UTF-16 without a mark: Latin letters leave every second byte zero."""
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0) / (len(head) / 2), head[1::2].count(0) / (len(head) / 2)
    if odd > 0.3 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 and odd < 0.05 else None


def _refuse_binary(path: Path, head: bytes) -> None:
    sample = head[:65536]
    control = len(sample) - len(
        sample.translate(None, bytes(b for b in range(32) if b not in (9, 10, 11, 12, 13, 28, 29, 30, 31)))
    )
    if sample and control / len(sample) > 0.02 and control > 4:
        raise BadInput(
            f"{path.name} is not a table of text ({control} control bytes at its beginning): "
            "export it as CSV, Excel or Parquet.",
            zh=f"{path.name} 不是文本表格（开头有 {control} 个控制字节）：请导出为 CSV、Excel 或 Parquet。",
        )


def _legacy(sample: bytes) -> str:
    """The likeliest codec of bytes that are not UTF-8."""
    runs = re.findall(rb"[\x80-\xff][\x40-\x7e\x80-\xff]?", sample)
    high_runs = re.findall(rb"[\x80-\xff]+", sample)
    single = sum(len(run) == 1 for run in high_runs) / max(1, len(high_runs))
    pairs = [run for run in runs if len(run) == 2]
    gb = sum(0xB0 <= pair[0] <= 0xD7 and pair[1] >= 0xA1 for pair in pairs) / max(1, len(pairs))
    big5 = sum(0xA4 <= pair[0] <= 0xC6 and (0x40 <= pair[1] <= 0x7E or pair[1] >= 0xA1) for pair in pairs) / max(
        1, len(pairs)
    )
    low_trail = sum(pair[1] <= 0x7E for pair in pairs) / max(1, len(pairs))
    japanese = sum(pair[0] in _JAPANESE for pair in pairs) / max(1, len(pairs))
    if japanese > 0.5 and _decodes(sample, "cp932"):
        return "cp932"
    if _decodes(sample, "gb18030") and gb > 0.5 and low_trail < 0.15 and not (single > 0.6):
        return "gb18030"
    if _decodes(sample, "big5") and big5 > 0.7 and not (single > 0.6 and low_trail > 0.9):
        return "big5"
    if _decodes(sample, "gb18030") and single < 0.3 and gb > 0.3:
        return "gb18030"
    return "cp1252" if _decodes(sample, "cp1252") else "latin-1"


def _decodes(sample: bytes, codec: str) -> bool:
    try:
        codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
