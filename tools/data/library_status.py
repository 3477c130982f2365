"""Whether the library's index still fits the shop, told in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field

from tools.contract import Language
from tools.data.store import Manifest


@dataclass(frozen=True)
class Remark:
    """Something to know about the library, in both languages."""

    en: str
    zh: str

    def say(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class LibraryStatus:
    """What the library holds and whether its vectors can be used."""

    embedder: str
    """Id of the embedder this process would use, `words-only` where there is none."""
    built_at: str | None
    """When the vectors were made (ISO, UTC); None when never."""
    counts: dict[str, int]
    """Passages of each kind, as the shop holds them now."""
    stale: bool
    """A re-index is needed: some or all vectors are missing or of another embedder."""
    remarks: list[Remark] = field(default_factory=list)


def disagreements(manifest: Manifest | None, embedder: str, fingerprint: str, command: str) -> list[Remark]:
    """Why a re-index is needed; empty when the index was made by `embedder` from what has this `fingerprint`."""
    if manifest is None:
        return [
            Remark(
                f"The library has not been indexed, so it is searched by words alone: run {command}.",
                f"资料库尚未建立索引，目前只按字词匹配：请运行 {command}。",
            )
        ]
    if manifest.embedder != embedder:
        return [
            Remark(
                f"The index was made with {manifest.embedder} and this process uses {embedder}: a re-index is needed "
                f"({command}); until then words alone count.",
                f"索引由 {manifest.embedder} 建立，当前使用 {embedder}：需要重建索引（{command}），此前只按字词匹配。",
            )
        ]
    if manifest.fingerprint != fingerprint:
        day = manifest.built_at[:10]
        return [
            Remark(
                "Products, campaigns, customers or documents have changed since the index was made on "
                f"{day}: a re-index is needed ({command}).",
                f"{day} 建立索引之后，商品、活动、客户或文档有改动：需要重建索引（{command}）。",
            )
        ]
    return []
