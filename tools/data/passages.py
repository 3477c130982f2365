"""A passage: the unit the library finds. Texts are cleaned of invisible characters and watched for instructions."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal, get_args

from tools.contract import Language

Kind = Literal["product", "brand", "campaign", "segment"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_IDEOGRAPH = re.compile(f"[{_CJK}]")
_LETTER = re.compile(f"[{_CJK}]|[^\\W\\d_]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff\x00-\x08\x0b-\x1f\x7f-\x9f]"
)

_INSTRUCTIONS = re.compile(
    r"(ignore|disregard|forget|override|bypass)\b.{0,40}\b(instructions?|prompts?|rules?|guidelines?|above|previous|prior)"
    r"|\bsystem\s*(prompt|message)\b|\byou are (now|no longer)\b|\bact as (an?|the)\b|\bnew instructions?\b"
    r"|\b(do not|don't|never) (tell|inform|reveal|mention)\b.{0,30}\b(user|customer|anyone)\b"
    r"|\b(call|use|invoke|run|execute) (the |this )?[\w ]{0,20}(tool|function|command)\b"
    r"|\b(send|forward|e-?mail|export|upload|leak)\b.{0,40}"
    r"\b(customers?|e-?mail addresses|passwords?|data|list)\b.{0,40}(@|https?:)"
    r"|<\s*/?\s*(system|assistant|instructions?)\s*>|<\|[\w ]+\|>|\[/?INST\]|^\s*(system|assistant)\s*[:：]"
    r"|!\[[^\]]*\]\(\s*https?:"
    r"|(忽略|无视|忘记|忘掉|不要理会|绕过).{0,12}(指令|指示|提示|规则|要求|以上|之前|上述)"
    r"|系统提示(词)?|你现在(是|扮演)|从现在(开始|起)你|(不要|不得|别)(告诉|透露|提及).{0,8}(用户|客户|任何人)"
    r"|(调用|执行|运行).{0,10}(工具|函数|命令)",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Passage:
    """One product, one section of a document, one past campaign or one segment profile.

    `title` and `text` are in the shop's or document's own wording; `title_zh` and `text_zh` hold the Chinese where
    the same thing is told in both languages. `score` runs from 0 to 1; only passages that were searched for have one.
    """

    id: str
    kind: Kind
    title: str
    text: str
    title_zh: str = ""
    text_zh: str = ""
    source: str = ""
    """File name of a document, or table of the warehouse."""
    suspicious: bool = False
    """The text reads like instructions to a machine; it is to be quoted, never followed."""
    score: float | None = None

    @property
    def key(self) -> str:
        """The part of the id that the table or file knows it by: a product's id without `product:`."""
        return self.id.split(":", 1)[1]

    def wording(self, language: Language) -> tuple[str, str]:
        """Title and text in `language` where the passage has it, else in the language it has."""
        chinese = language == "zh"
        return (
            (self.title_zh if chinese else self.title) or self.title or self.title_zh or self.key,
            (self.text_zh if chinese else self.text) or self.text or self.text_zh,
        )

    def speaks(self, chinese: bool) -> bool:
        """Whether it can be read in Chinese, or in another language for False."""
        if self.title_zh or self.text_zh:
            return chinese or bool(self.text)
        return chinese == (chinese_share(self.text or self.title) > 0.2)

    def full_text(self) -> str:
        """Everything that may be searched, both languages."""
        return "\n".join(part for part in (self.title, self.title_zh, self.text, self.text_zh) if part)

    def digest(self) -> str:
        """Changes whenever anything shown or searched changes."""
        parts = (self.id, self.kind, self.title, self.text, self.title_zh, self.text_zh, self.source)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def clean(text: str) -> str:
    """`text` without zero-width, bidirectional, tag and control characters; line breaks and tabs stay."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def reads_like_instructions(text: str) -> bool:
    """Whether `text` seems to address a machine rather than a reader (English and Chinese)."""
    return bool(_INSTRUCTIONS.search(text))


def chinese_share(text: str) -> float:
    """Share of the letters in `text` that are Chinese characters, 0 to 1; 0 without letters."""
    letters = len(_LETTER.findall(text))
    return len(_IDEOGRAPH.findall(text)) / letters if letters else 0.0
