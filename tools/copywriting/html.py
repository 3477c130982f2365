"""An e-mail as HTML that mail clients render, and its plain-text twin. Merge tags stay for the sending tool to fill.

Tables with inline styles, because Outlook for Windows lays out with Word and several clients drop style sheets; 600
pixels wide, narrower where the screen is (caniemail.com: max-width, style).
"""

import re
from collections.abc import Mapping
from html import escape

from tools.contract import BadInput, Language
from tools.copy_rules.rulebook import rulebook
from tools.copy_rules.tags import tags_in

WIDTH = 600
"""Pixels; the widest that the preview panes of desktop clients show whole."""
_FONT = "font-family:Arial,Helvetica,'PingFang SC','Microsoft YaHei',sans-serif;"
_INK, _FAINT, _PAPER, _AROUND, _BUTTON = "#1f2328", "#5c636b", "#ffffff", "#f3f3f1", "#1f4d3f"
_FOOTER_TAGS = ("unsubscribe_link", "postal_address")
_LINK = re.compile(r"\{\{\s*(\w+_link)\s*\}\}")
_PADDING = "&#8199;&#847; " * 60
"""Fills the preview line, so that no words of the letter follow the preheader in the list."""


def email_html(
    fields: Mapping[str, str],
    *,
    sender: str,
    language: Language,
    unsubscribe_url: str = "",
    postal_address: str = "",
    link: str = "",
    image_url: str = "",
) -> str:
    """The e-mail's fields (subject, preheader, body, call_to_action, image_alt) as one HTML page.

    `link` is where the button leads, by default the first link tag of the body, else the shop; an empty
    `unsubscribe_url` or `postal_address` leaves its merge tag. Raises BadInput for an address that is no web address.
    """
    target = escape(web_address(link or _first_link(fields.get("body", "")), language))
    leave = escape(web_address(unsubscribe_url or "{{unsubscribe_link}}", language))
    rows = [_row(f'<strong style="font-size:18px;">{escape(sender)}</strong>', "28px 32px 4px 32px")]
    if image_url:
        rows.append(_row(_image(web_address(image_url, language), fields.get("image_alt", "")), "16px 0 0 0"))
    letter = [_row(_paragraph(text, language), "14px 32px 0 32px") for text in _paragraphs(fields.get("body", ""))]
    if fields.get("call_to_action"):
        place = len(letter) - _is_signed(fields.get("body", ""), sender)
        letter.insert(place, _row(_button(fields["call_to_action"], target), "24px 32px 6px 32px"))
    rows += letter
    rows.append(_row(_footer(sender, language, leave, postal_address), "28px 32px 28px 32px"))
    return _page(fields, language, "\n".join(rows))


def email_text(
    fields: Mapping[str, str],
    *,
    sender: str,
    language: Language,
    unsubscribe_url: str = "",
    postal_address: str = "",
    link: str = "",
) -> str:
    """The same e-mail as plain text: body, button as a line with its address, sender, way out, postal address."""
    target = web_address(link or _first_link(fields.get("body", "")), language)
    leave = web_address(unsubscribe_url or "{{unsubscribe_link}}", language)
    parts = ["\n".join(lines) for lines in _paragraphs(fields.get("body", ""))]
    if fields.get("call_to_action"):
        parts.append(f"{fields['call_to_action']}{'：' if language == 'zh' else ': '}{target}")
    label = "退订：" if language == "zh" else "Unsubscribe: "
    parts.append(f"--\n{sender}\n{postal_address or '{{postal_address}}'}\n{label}{leave}")
    return "\n\n".join(parts) + "\n"


def _paragraphs(body: str) -> list[list[str]]:
    """Lines of each paragraph, without those that only hold the way out or the address: the footer has them."""
    kept = []
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip() and not _belongs_below(line)]
        if lines:
            kept.append(lines)
    return kept


def _is_signed(body: str, sender: str) -> bool:
    """Does the letter end with a short signature? The button stands above it."""
    paragraphs = _paragraphs(body)
    return len(paragraphs) > 1 and sender in paragraphs[-1][-1] and len("".join(paragraphs[-1])) <= len(sender) + 40


def _belongs_below(line: str) -> bool:
    """A footer tag with at most a short label, "Unsubscribe: {{unsubscribe_link}}"."""
    tags = [tag for tag in tags_in(line) if tag.name in _FOOTER_TAGS]
    rest = line
    for tag in reversed(tags):
        rest = rest[: tag.start] + rest[tag.end :]
    return bool(tags) and len(re.sub(r"[\s:：|·—-]", "", rest)) <= 30


def _first_link(body: str) -> str:
    found = [match[0] for match in _LINK.finditer(body) if match[1] not in _FOOTER_TAGS]
    return found[0] if found else "{{shop_link}}"


def web_address(address: str, language: Language) -> str:
    """The address of a link, or a link tag. Raises BadInput for anything else, a script above all."""
    plain = address.strip()
    if re.match(r"https?://[^\s\"'<>]+$", plain, re.IGNORECASE) or _LINK.fullmatch(plain):
        return plain
    raise BadInput(
        f"「{plain}」不是网址：请填写以 https:// 开头的地址，或使用链接标签。"
        if language == "zh"
        else f"“{plain}” is no web address: give one that begins with https://, or a link tag."
    )


def _paragraph(lines: list[str], language: Language) -> str:
    text = "<br>".join(_linked(escape(line), language) for line in lines)
    return f'<p style="margin:0;font-size:16px;line-height:1.6;">{text}</p>'


def _linked(line: str, language: Language) -> str:
    """Link tags of the text as links with a name."""

    def anchor(match: re.Match[str]) -> str:
        spec = rulebook().tags.get(match[1])
        name = match[1].replace("_", " ") if spec is None else (spec.zh if language == "zh" else spec.en)
        return f'<a href="{match[0]}" style="color:{_BUTTON};">{escape(name)}</a>'

    return _LINK.sub(anchor, line)


def _button(label: str, target: str) -> str:
    """A coloured cell: a link with padding alone loses it in Outlook."""
    return (
        '<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>'
        f'<td bgcolor="{_BUTTON}" style="background-color:{_BUTTON};border-radius:4px;">'
        f'<a href="{target}" style="{_FONT}display:inline-block;padding:13px 26px;font-size:16px;line-height:20px;'
        f'color:#ffffff;text-decoration:none;font-weight:bold;">{escape(label)}</a></td></tr></table>'
    )


def _image(address: str, alt: str) -> str:
    return (
        f'<img src="{escape(address)}" alt="{escape(alt)}" width="{WIDTH}" border="0" '
        f'style="display:block;width:100%;max-width:{WIDTH}px;height:auto;{_FONT}font-size:15px;color:{_FAINT};">'
    )


def _footer(sender: str, language: Language, leave: str, postal_address: str) -> str:
    word = "退订" if language == "zh" else "Unsubscribe"
    sent = f"本邮件由{escape(sender)}发送。" if language == "zh" else f"This e-mail was sent by {escape(sender)}."
    address = escape(postal_address) or "{{postal_address}}"
    return (
        f'<p style="margin:0;padding-top:16px;border-top:1px solid #e2e2de;font-size:13px;line-height:1.6;'
        f'color:{_FAINT};">{sent}<br>{address}<br><a href="{leave}" style="color:{_FAINT};">{word}</a></p>'
    )


def _row(content: str, padding: str) -> str:
    return f'<tr><td style="{_FONT}padding:{padding};color:{_INK};text-align:left;">{content}</td></tr>'


def _page(fields: Mapping[str, str], language: Language, rows: str) -> str:
    """The frame: preheader hidden before everything, a table of 600 pixels that Outlook holds by a ghost table."""
    table = '<table role="presentation" cellpadding="0" cellspacing="0" border="0"'
    return f"""<!DOCTYPE html>
<html lang="{"zh-CN" if language == "zh" else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="x-apple-disable-message-reformatting">
<title>{escape(fields.get("subject", ""))}</title>
</head>
<body style="margin:0;padding:0;background-color:{_AROUND};">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;font-size:1px;line-height:1px;color:{_AROUND};">\
{escape(fields.get("preheader", ""))}{_PADDING}</div>
{table} width="100%" style="background-color:{_AROUND};"><tr><td align="center" style="padding:16px 8px;">
<!--[if mso]>{table} width="{WIDTH}"><tr><td><![endif]-->
{table} width="100%" style="width:100%;max-width:{WIDTH}px;background-color:{_PAPER};">
{rows}
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
"""
