"""brief_copy: everything a writer may use, each fact with an id, and what the text will be checked for."""

from typing import Annotated, Any

from pydantic import Field

from tools.briefs import Brief
from tools.campaigns.hygiene import CHANNEL_OF
from tools.campaigns.members import ALLOWED
from tools.contract import Column, Finding, Source
from tools.copy_rules.rulebook import rulebook
from tools.copy_rules.text import HAN
from tools.copywriting import facts
from tools.copywriting.reach import Reach, reach_or_none
from tools.copywriting.store import brief_id, keep
from tools.copywriting.voice import voice_sources
from tools.desk import Desk


def brief_copy(
    desk: Desk,
    brief: Annotated[
        Brief, Field(description="What to write: channel, language, goal, audience, products, offer, tone")
    ],
) -> Finding:
    """Gather the facts for a piece of copy: who receives it, products, offer, brand rules, channel limits, law.

    Write only what these facts say, cite their ids, and hand the drafts to submit_drafts with the brief_id.
    """
    return briefed(desk, brief)


def briefed(desk: Desk, brief: Brief, campaign: str = "") -> Finding:
    """`brief_copy`, under an id of its own for a campaign: the same brief elsewhere must not write over its texts."""
    reached, unknown = reach_or_none(desk, brief)
    sender = sender_name(desk, brief.language)
    products = facts.product_sources(desk, brief)
    countries = reached.countries if reached else frozenset({"CN" if brief.language == "zh" else "US"})
    brand = facts.brand_sources(desk, brief)
    sources = [
        *products, *facts.offer_sources(desk, brief), facts.sender_source(desk, sender),
        *(reached.shares if reached else []), *brand, *voice_sources(desk, brief), *facts.campaign_sources(desk, brief),
        *facts.channel_sources(desk, brief, reached.tag_lengths if reached else {}),
        *facts.law_sources(desk, brief, countries),
    ]  # fmt: skip
    stored = _stored(desk, brief, sources, reached, sender, countries)
    identity = brief_id(stored | {"campaign": campaign} if campaign else stored)
    keep(desk, identity, stored)
    channel = rulebook().channels[brief.channel]
    return Finding(
        tool="brief_copy",
        handle=identity,
        title=desk.say(
            f"Brief {identity}: {channel.en}, {brief.goal.replace('_', ' ')}", f"文案需求 {identity}：{channel.zh}"
        ),
        message=desk.say(
            f"brief_id {identity}: write {brief.variants} variants from these facts and pass them to submit_drafts.",
            f"brief_id {identity}：请根据这些事实写{brief.variants}版，再交给 submit_drafts。",
        ),
        columns=[
            Column(name="step", label=desk.say("Audience", "人群")),
            Column(name="removed", type="integer", unit="customers", label=desk.say("Removed", "移除")),
            Column(name="left", type="integer", unit="customers", label=desk.say("Left", "剩余")),
        ],
        rows=_rows(desk, reached),
        total_rows=len(_rows(desk, reached)),
        totals={"audience": reached.total, "reachable": reached.size} if reached else {},
        definition=brief.compact(),
        sql=reached.sql if reached else None,
        caveats=_caveats(desk, brief, reached, unknown, products, brand),
        sources=sources,
    )


def _rows(desk: Desk, reached: Reach | None) -> list[list[Any]]:
    if reached is None:
        return []
    return [[desk.say("chosen", "选中"), 0, reached.total], *([s.reason, s.removed, s.left] for s in reached.steps)]


def sender_name(desk: Desk, language: str) -> str:
    """The brand as it signs in this language: a Chinese text uses the Chinese part of a bilingual shop name."""
    settings = desk.workspace.settings
    names = [name for name in (settings.brand_name, settings.name) if name]
    if language == "zh":
        for name in names:
            chinese = "".join(character for character in name if HAN.match(character) or character in "·")
            if len(chinese) >= 2:
                return chinese
    for name in names:
        latin = "".join(character for character in name if not HAN.match(character)).strip(" /|-·")
        if latin and language == "en":
            return latin
    return names[0] if names else "My shop"


def _stored(
    desk: Desk, brief: Brief, sources: list[Source], reached: Reach | None, sender: str, countries: frozenset[str]
) -> dict[str, Any]:
    settings = desk.workspace.settings
    return {
        "brief": brief.compact() | {"channel": brief.channel, "language": brief.language},
        "sources": [source.model_dump(mode="json", exclude_none=True) for source in sources],
        "audience": reached.audience.compact() if reached else None,
        "sender": sender,
        "currency": settings.currency,
        "countries": sorted(countries),
        "today": desk.today.isoformat(),
        "tag_lengths": reached.tag_lengths if reached else {},
        "names_outside_gsm7": reached.names_outside_gsm7 if reached else False,
    }


_CHINESE = frozenset({"CN", "TW", "HK", "MO", "SG"})


def _another_language(desk: Desk, brief: Brief, reached: Reach) -> str:
    """A warning where nobody the copy goes to lives where its language is read; empty else."""
    known = reached.countries if brief.channel in CHANNEL_OF else frozenset()
    if brief.language == "zh" and known and not known & _CHINESE:
        return desk.say(
            "The copy is in Chinese, but none of the recipients lives in a Chinese-speaking country: ask for English.",
            "文案是中文，但收件人都不在中文地区：可以要求写英文。",
        )
    if brief.language == "en" and known == {"CN"}:
        return desk.say(
            "The copy is in English, but all recipients live in China: ask for Chinese.",
            "文案是英文，但收件人都在中国：可以要求写中文。",
        )
    return ""


def _caveats(
    desk: Desk, brief: Brief, reached: Reach | None, unknown: str, products: list[Source], brand: list[Source]
) -> list[str]:
    settings = desk.workspace.settings
    notes = [unknown] if unknown else []
    if reached and (foreign := _another_language(desk, brief, reached)):
        notes.append(foreign)
    if brief.channel not in CHANNEL_OF:
        notes.append(
            desk.say(
                "Consent for this channel is not in the data: apply it in the sending tool.",
                "数据里没有这个渠道的同意记录：请在发送工具里筛选。",
            )
        )
    elif ALLOWED[CHANNEL_OF[brief.channel]] not in desk.dictionary.fields:
        notes.append(
            desk.say(
                "The data does not say who agreed to this channel: import it before sending.",
                "数据里没有这个渠道的同意记录：这些只是草稿，发送前请先导入同意记录。",
            )
        )
    elif reached and reached.size == 0:
        notes.append(
            desk.say(
                "Nobody in this audience may be written to on this channel.", "这个人群里没有可以通过该渠道联系的人。"
            )
        )
    if not settings.brand_name and settings.name == "My shop":
        notes.append(
            desk.say(
                "The shop has no name yet: set brand_name in workspace.toml, it signs every message.",
                "店铺还没有名称：请在 workspace.toml 里设置 brand_name，它会作为署名。",
            )
        )
    if brief.channel == "email" and not settings.postal_address:
        notes.append(
            desk.say(
                "No postal address is set: fill postal_address in workspace.toml before sending.",
                "还没有设置邮寄地址：发送前请在 workspace.toml 里填写 postal_address。",
            )
        )
    if not products:
        notes.append(
            desk.say(
                "No product fits this brief, so the copy stays general: name products or a topic.",
                "没有匹配的商品，文案只能写得笼统：请指定商品或主题。",
            )
        )
    if not brand:
        notes.append(
            desk.say(
                "The library has no brand guideline; add one with `python -m assistant index`.",
                "资料库里没有品牌规范，可以用 `python -m assistant index` 添加。",
            )
        )
    return notes
