"""Reads a shop's documents (Markdown, plain text) into passages: one per section, under its headings."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.contract import BadInput
from tools.data.passages import KINDS, Kind, Passage, chinese_share, clean, reads_like_instructions

SUFFIXES = (".md", ".markdown", ".txt", ".text")
LARGEST_BYTES = 5_000_000
PASSAGE_UNITS = 1000
"""Longest passage; a Chinese character counts as three, being about that many letters of English."""

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？；;])\s*")
_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(\w+)\s*:\s*(.+)$", re.MULTILINE)
_KIND_WORDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("campaign", ("campaign", "活动", "战役", "复盘")),
    ("segment", ("segment", "persona", "人群", "画像", "分群")),
)


def find_documents(paths: list[Path]) -> list[Path]:
    """The documents among `paths`, folders searched throughout; BadInput for what is missing or of another type."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
            if not inside:
                raise BadInput(
                    f"{path} holds no document: give Markdown or plain text files ({', '.join(SUFFIXES)}).",
                    zh=f"{path} 中没有文档：请给出 Markdown 或纯文本文件（{'、'.join(SUFFIXES)}）。",
                )
            found += inside
        elif not path.is_file():
            raise BadInput(
                f"{path} does not exist: give the path of a Markdown or text file.",
                zh=f"{path} 不存在：请给出 Markdown 或文本文件的路径。",
            )
        elif path.suffix.lower() not in SUFFIXES:
            raise BadInput(
                f"{path.name} is not Markdown or plain text: save it as .md or .txt and give that.",
                zh=f"{path.name} 不是 Markdown 或纯文本：请另存为 .md 或 .txt。",
            )
        else:
            found.append(path)
    return found


def keep_documents(paths: list[Path], folder: Path) -> None:
    """Copy documents into the workspace, so that a later re-index still has them; a file of the same name is replaced.

    Every file is read before the first is copied, so an unreadable one changes nothing.
    """
    documents = find_documents(paths)
    names: dict[str, Path] = {}
    for path in documents:
        read_text(path)
        if path.name in names and path.resolve() != names[path.name].resolve():
            raise BadInput(
                f"{names[path.name]} and {path} have the same name: rename one of them.",
                zh=f"{names[path.name]} 与 {path} 同名：请改名其中一个。",
            )
        names[path.name] = path
    if not names:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in names.items():
        if path.resolve() != (folder / name).resolve():
            shutil.copyfile(path, folder / f"{name}.partial")
            os.replace(folder / f"{name}.partial", folder / name)


def kept_documents(folder: Path) -> list[Path]:
    """Documents of the workspace, by name."""
    return find_documents([folder]) if folder.is_dir() and any(_readable(folder)) else []


def read_text(path: Path) -> str:
    """Content of a document in UTF-8, UTF-16 or GB 18030; BadInput when it is none of them, or far too large."""
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST_BYTES else b""
    except OSError as error:
        raise BadInput(
            f"{path} cannot be read ({error.strerror}): change its permissions.",
            zh=f"无法读取 {path}（{error.strerror}）：请修改其权限。",
        ) from error
    if size > LARGEST_BYTES:
        raise BadInput(
            f"{path.name} is larger than {LARGEST_BYTES // 1_000_000} MB: split it.",
            zh=f"{path.name} 超过 {LARGEST_BYTES // 1_000_000} MB：请拆分。",
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in raw:
        raise BadInput(
            f"{path.name} is not text: save it as Markdown or plain text.",
            zh=f"{path.name} 不是文本：请另存为 Markdown 或纯文本。",
        )
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(
        f"{path.name} is neither UTF-8 nor GB 18030 text: save it as UTF-8.",
        zh=f"{path.name} 既不是 UTF-8 也不是 GB 18030 文本：请另存为 UTF-8。",
    )


def document_passages(path: Path, mask: Callable[[str], str], name: str = "") -> list[Passage]:
    """Sections of one document as passages with the path of headings as title; persons masked by `mask`.

    `name` is what the document is called in ids and sources, its file name unless given.
    """
    name = name or path.name
    kind, title, text = _front_matter(path, clean(read_text(path)))
    return [
        Passage(
            id=f"{kind}:{name}#{number}",
            kind=kind,
            title=mask(heading),
            text=mask(body),
            source=name,
            suspicious=reads_like_instructions(f"{heading}\n{body}"),
        )
        for number, (heading, body) in enumerate(_sections(text, title), 1)
    ]


def _readable(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def _front_matter(path: Path, text: str) -> tuple[Kind, str, str]:
    """Kind, title and text: `kind:` and `title:` of the front matter decide, else words in the file's name."""
    name, stated = path.stem, {}
    front = _FRONT_MATTER.match(text)
    if front:
        text = text[front.end() :]
        stated = {key.lower(): value.strip("\"' ") for key, value in _FIELD.findall(front.group(1))}
    guess: Kind = next((kind for kind, words in _KIND_WORDS if any(word in name.lower() for word in words)), "brand")
    kind = next((known for known in KINDS if known == stated.get("kind", "").lower()), guess)
    return kind, stated.get("title") or name, text


def _sections(text: str, file_title: str) -> Iterator[tuple[str, str]]:
    """(title path, body) of each section, long ones in several parts; headings without a body are only titles."""
    path: list[tuple[int, str]] = []
    body: list[str] = []
    fenced = False

    def flush() -> Iterator[tuple[str, str]]:
        headings = [heading for _, heading in path]
        titled = bool(path) and path[0][0] == 1
        title = " › ".join(headings if titled else [file_title, *headings])
        for part in _parts("\n".join(body).strip()):
            yield title, part
        body.clear()

    for line in text.split("\n"):
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _HEADING.match(line)
        if heading:
            yield from flush()
            level = len(heading.group(1))
            path = [entry for entry in path if entry[0] < level] + [(level, heading.group(2))]
        else:
            body.append(line)
    yield from flush()


def _parts(body: str) -> Iterator[str]:
    """`body` in pieces of at most about PASSAGE_UNITS, broken between paragraphs, else between sentences."""
    part = ""
    for piece, joint in _pieces(body):
        if part and _units(part) + _units(piece) > PASSAGE_UNITS:
            yield part
            part = piece
        else:
            part = part + joint + piece if part else piece
    if part:
        yield part


def _pieces(body: str) -> Iterator[tuple[str, str]]:
    """Paragraphs, those too long by sentences, those still too long by length; each with what joins it to the last."""
    limit = PASSAGE_UNITS
    for paragraph in filter(None, (p.strip() for p in re.split(r"\n\s*\n", body))):
        if _units(paragraph) <= limit:
            yield paragraph, "\n\n"
            continue
        for index, sentence in enumerate(filter(None, _SENTENCE_END.split(paragraph))):
            joint = "\n\n" if index == 0 else "" if chinese_share(sentence) > 0.2 else " "
            size = limit if _units(sentence) <= limit else limit // 3
            for start in range(0, len(sentence), size):
                yield sentence[start : start + size], joint if start == 0 else ""


def _units(text: str) -> int:
    return len(text) + 2 * round(chinese_share(text) * len(text))
