"""The shop's documents: brand rules and channel notes as written, and past campaigns with results from the events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import Literal

import numpy as np

from tools.data.demo.baskets import Orders
from tools.data.demo.campaigns import KINDS, Campaign, Sends
from tools.data.demo.experiment import WINDOW_DAYS
from tools.data.demo.randomness import DAYS, FIRST_DAY, SECONDS_PER_DAY

AFTER_DAYS = 7
"""Days after sending in which a write-up counts the recipients' orders."""
Language = Literal["en", "zh"]
_CHANNEL_ZH = {"email": "电子邮件", "sms": "短信", "push": "应用推送", "wechat": "微信"}
_CHANNEL_EN = {"email": "E-mail", "sms": "SMS", "push": "App push", "wechat": "WeChat"}
_COUNTRY_ZH = ("中国", "美国", "英国", "德国")
_COUNTRY_EN = ("China", "the United States", "the United Kingdom", "Germany")


def write_documents(folder: Path, campaigns: list[Campaign], sends: Sends, orders: Orders) -> None:
    """Write every document into `folder`, each in English and Chinese."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted(_brand_documents(), key=lambda entry: entry[0]):
        folder.joinpath(source[0]).write_text(source[1], encoding="utf-8")
    for number, campaign in enumerate(campaigns):
        if "report" not in campaign.words:
            continue
        figures = _figures(number, campaign, sends, orders)
        for language in ("en", "zh"):
            text = _english(campaign, figures) if language == "en" else _chinese(campaign, figures)
            folder.joinpath(f"campaign-{campaign.id.lower()}.{language}.md").write_text(text, encoding="utf-8")


def _brand_documents() -> Iterable[tuple[str, str]]:
    for file in resources.files(__package__).joinpath("brand").iterdir():
        if file.name.endswith(".md"):
            yield file.name, file.read_text(encoding="utf-8")


def _figures(number: int, campaign: Campaign, sends: Sends, orders: Orders) -> dict[str, float]:
    """Counts of events, of recipients who ordered within AFTER_DAYS and, where randomised, of both arms' buyers."""
    own = sends.campaign == number
    counts = {kind: float((own & (sends.kind == code)).sum()) for code, kind in enumerate(KINDS)}
    sent_to = sends.customer[own & (sends.kind == 0)]
    counts["buyers"] = float(np.isin(sent_to, _buyers(campaign, orders, AFTER_DAYS)).sum())
    if number in sends.outcomes:
        outcome = sends.outcomes[number]
        bought = np.isin(outcome.participants, _buyers(campaign, orders, WINDOW_DAYS))
        for arm, members in (("treatment", outcome.treated), ("control", ~outcome.treated)):
            counts[arm] = float(members.sum())
            counts[f"{arm}_buyers"] = float(bought[members].sum())
    return counts


def _buyers(campaign: Campaign, orders: Orders, days: int) -> np.ndarray:
    """Who ordered on the day of sending or in the days after, `days` in all."""
    start = campaign.sent_second // SECONDS_PER_DAY * SECONDS_PER_DAY
    end = min(start + days * SECONDS_PER_DAY, DAYS * SECONDS_PER_DAY)
    return orders.customer[(orders.second >= start) & (orders.second < end)]


def _sent_on(campaign: Campaign) -> str:
    return (FIRST_DAY + timedelta(days=campaign.sent_second // SECONDS_PER_DAY)).isoformat()


def _rate(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _rate_zh(part: float, whole: float) -> str:
    return _rate(part, whole).replace(" ", "")


def _head(title: str, campaign: Campaign, language: Language) -> str:
    return (
        f"---\ntitle: {title}\nkind: campaign\nlanguage: {language}\ncampaign_id: {campaign.id}\n"
        f"channel: {campaign.channel}\nsent_on: {_sent_on(campaign)}\n---\n\n# {title}\n\n"
    )


def _english(campaign: Campaign, figures: dict[str, float]) -> str:
    words = campaign.words["report"]
    where = ", ".join(_COUNTRY_EN[code] for code in campaign.countries)
    rows = [f"- Sent: {figures['sent']:,.0f}"]
    if campaign.channel != "sms":
        rows.append(f"- Opened: {figures['open']:,.0f} ({_rate(figures['open'], figures['sent'])} of sent)")
    rows += [
        f"- Clicked: {figures['click']:,.0f} ({_rate(figures['click'], figures['sent'])} of sent)",
        f"- Unsubscribed: {figures['unsubscribe']:,.0f} ({_rate(figures['unsubscribe'], figures['sent'])} of sent)",
        f"- Recipients who ordered on the day of sending or in the six days after: {figures['buyers']:,.0f} "
        f"({_rate(figures['buyers'], figures['sent'])} of sent)",
    ]
    return (
        _head(campaign.name, campaign, "en")
        + f"{_CHANNEL_EN[campaign.channel]}, sent on {_sent_on(campaign)} to customers in {where}.\n\n"
        + f"## Goal\n\n{words['goal_en']}\n\n## What was sent\n\n{words['sent_en']}\n\n## Results\n\n"
        + "\n".join(rows)
        + "\n\n"
        + _compared_english(figures)
        + f"## What we noted\n\n{words['noted_en']}\n"
    )


def _compared_english(figures: dict[str, float]) -> str:
    if "control" not in figures:
        return "There was no control group, so these orders cannot be credited to the message.\n\n"
    return (
        f"With the control group: {figures['treatment_buyers']:,.0f} of {figures['treatment']:,.0f} people written to "
        f"ordered within {WINDOW_DAYS} days ({_rate(figures['treatment_buyers'], figures['treatment'])}), against "
        f"{figures['control_buyers']:,.0f} of {figures['control']:,.0f} held back "
        f"({_rate(figures['control_buyers'], figures['control'])}).\n\n"
    )


def _chinese(campaign: Campaign, figures: dict[str, float]) -> str:
    words = campaign.words["report"]
    where = "、".join(_COUNTRY_ZH[code] for code in campaign.countries)
    rows = [f"- 发送：{figures['sent']:,.0f}"]
    if campaign.channel != "sms":
        rows.append(f"- 打开：{figures['open']:,.0f}（占发送的{_rate_zh(figures['open'], figures['sent'])}）")
    rows += [
        f"- 点击：{figures['click']:,.0f}（占发送的{_rate_zh(figures['click'], figures['sent'])}）",
        f"- 退订：{figures['unsubscribe']:,.0f}（占发送的{_rate_zh(figures['unsubscribe'], figures['sent'])}）",
        f"- 发送当天及之后六天内下单的收件人：{figures['buyers']:,.0f}"
        f"（占发送的{_rate_zh(figures['buyers'], figures['sent'])}）",
    ]
    return (
        _head(campaign.name_zh, campaign, "zh")
        + f"渠道：{_CHANNEL_ZH[campaign.channel]}；发送日期：{_sent_on(campaign)}；对象：{where}的顾客。\n\n"
        + f"## 目标\n\n{words['goal_zh']}\n\n## 发送内容\n\n{words['sent_zh']}\n\n## 结果\n\n"
        + "\n".join(rows)
        + "\n\n"
        + _compared_chinese(figures)
        + f"## 备忘\n\n{words['noted_zh']}\n"
    )


def _compared_chinese(figures: dict[str, float]) -> str:
    if "control" not in figures:
        return "本次没有对照组，因此不能把这些订单都算作这条信息带来的。\n\n"
    return (
        f"与对照组相比：收到的{figures['treatment']:,.0f}人中，{WINDOW_DAYS}天内有{figures['treatment_buyers']:,.0f}人下单"
        f"（{_rate_zh(figures['treatment_buyers'], figures['treatment'])}）；未发送的{figures['control']:,.0f}人中有"
        f"{figures['control_buyers']:,.0f}人下单（{_rate_zh(figures['control_buyers'], figures['control'])}）。\n\n"
    )
