"""What a colleague reads in the folder: the approved texts, and the campaign in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tools.campaigns.definitions import CONTROL, Record
from tools.campaigns.planning import whom
from tools.contract import Language
from tools.copy_rules.renditions import renditions
from tools.copy_rules.rulebook import rulebook
from tools.copywriting.approving import Approval, signer
from tools.data.workspace import write_atomically
from tools.desk import Desk


def write_texts(
    desk: Desk, record: Record, approved: list[Approval], drafts: dict[str, dict[str, str]], folder: Path,
    files: list[list[Any]],
) -> list[list[Any]]:  # fmt: skip
    """texts.md, e-mails as HTML and plain text, README.md; returns their rows: name, what it is, no number."""
    brief = record.campaign.brief
    channel = rulebook().channels[brief.channel]
    rows: list[list[Any]] = [["texts.md", desk.say("the approved texts", "已批准的文案"), None]]
    parts = []
    for letter, fields in drafts.items():
        lines = [f"## {desk.say('Draft', '文案')} {letter}"]
        for name, text in fields.items():
            spec = channel.spec_of(name)
            label = desk.say(spec.en, spec.zh) if spec else name
            lines.append(f"**{label}**\n\n{text}")
        parts.append("\n\n".join(lines))
    write_atomically(folder / "texts.md", "\n\n".join(parts) + "\n")
    if brief.channel == "email":
        rows += _letters(desk, brief.language, drafts, folder)
    readme = ["README.md", desk.say("the campaign in words", "活动说明"), None]
    write_atomically(folder / "README.md", _readme(desk, record, approved, [*files, *rows, readme]))
    return [*rows, readme]


def _letters(desk: Desk, language: Language, drafts: dict[str, dict[str, str]], folder: Path) -> list[list[Any]]:
    """Each e-mail as a page and as plain text; of a draft with passages for some people, one of each different text."""
    from tools.copywriting.briefing import sender_name
    from tools.copywriting.html import email_html, email_text

    settings = desk.workspace.settings
    sender = sender_name(desk, language)
    ways_out = {"unsubscribe_url": settings.unsubscribe_url, "postal_address": settings.postal_address}
    rows: list[list[Any]] = []
    for letter, fields in drafts.items():
        made = renditions(fields)
        for number, one in enumerate(made, start=1):
            name = f"email-{letter}" if len(made) == 1 else f"email-{letter}-{number}"
            which = (
                ""
                if len(made) == 1
                else desk.say(f", text {number} of {len(made)}", f"（{len(made)} 种文字之 {number}）")
            )
            write_atomically(
                folder / f"{name}.html", email_html(one.fields, sender=sender, language=language, **ways_out)
            )
            write_atomically(
                folder / f"{name}.txt", email_text(one.fields, sender=sender, language=language, **ways_out)
            )
            rows.append(
                [f"{name}.html", desk.say(f"draft {letter} as a page{which}", f"文案 {letter} 的网页版{which}"), None]
            )
            rows.append(
                [
                    f"{name}.txt",
                    desk.say(f"draft {letter} as plain text{which}", f"文案 {letter} 的纯文本版{which}"),
                    None,
                ]
            )
    return rows


def _readme(desk: Desk, record: Record, approved: list[Approval], files: list[list[Any]]) -> str:
    campaign, say = record.campaign, desk.say
    colon = say(": ", "：")
    lines = [
        f"# {campaign.name or record.id}", "",
        f"- {say('Who', '人群')}{colon}{whom(desk, campaign)}",
        *(f"- {say('Left out', '移除')}{colon}{reason}{colon}{count:,}" for reason, count in record.removed if count),
        *(f"- {_arm(desk, arm)}{colon}{count:,}" for arm, count in record.assigned.items()),
        f"- {say('Counted from', '统计日期')}{colon}{record.today}",
        *(f"- {say('Approved', '批准')}{colon}{one.draft}, {signer(desk, one)}, {one.at}" for one in approved),
        f"- {say('Read the result after', '查看结果')}{colon}{campaign.horizon_days} {say('days', '天后')}", "",
        f"## {say('Files', '文件')}", "",
        *(f"- {name}{colon}{what}" + (f" ({count:,})" if count is not None else "") for name, what, count in files), "",
        say("Nobody of the holdout is in any of these files. Nothing was sent from here.",
            "对照组的人不在任何文件里。这里没有发送任何内容。"), "",
        say(f"Afterwards: python -m assistant results DIR {record.id} SENDS.csv",
            f"之后：python -m assistant results DIR {record.id} 发送记录.csv"), "",
    ]  # fmt: skip
    return "\n".join(lines)


def _arm(desk: Desk, name: str) -> str:
    return desk.say("Held back", "对照组") if name == CONTROL else desk.say(f"Gets draft {name}", f"收到文案 {name}")
