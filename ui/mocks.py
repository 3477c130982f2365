"""One piece of copy drawn as its channel would show it: mail, text message, push, WeChat article, adverts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tools.contract import Language
from ui.formats import escape
from ui.i18n import words

MERGE_TAG: Final = re.compile(r"\{\{[^{}]{1,80}\}\}")

_UNSUBSCRIBE: Final = re.compile(r"unsubscribe|opt[ -]?out|退订", re.IGNORECASE)


@dataclass
class Mock:
    """The copy and what is drawn around it; `fields` is used up while drawing, what is left is listed by name."""

    channel: str
    fields: dict[str, str]
    shop: str
    language: Language
    size: str = ""
    """How long a text message is, in words."""

    def html(self) -> str:
        """The mock-up; an unknown channel lists its fields."""
        draw = {
            "email": self._email, "sms": self._sms, "push": self._push, "wechat": self._wechat,
            "xiaohongshu": self._wechat, "whatsapp": self._whatsapp, "wechat_template": self._wechat_template,
            "meta_ad": self._meta, "google_ad": self._google,
        }.get(self.channel, self._plain)  # fmt: skip
        return draw()

    def _take(self, *names: str) -> str:
        """The first of these fields that is filled, as HTML."""
        for name in names:
            if self.fields.get(name):
                return text_html(self.fields.pop(name))
        return ""

    def _numbered(self, stem: str) -> list[str]:
        """headline, headline_1, headline_2 … in order, as HTML."""
        names = [name for name in self.fields if re.fullmatch(rf"{stem}(_\d+)?", name)]
        return [text_html(self.fields.pop(name)) for name in sorted(names, key=lambda name: (len(name), name))]

    def _rest(self) -> str:
        return "".join(
            f'<p class="ma-field"><small>{escape(name.replace("_", " "))}</small>{text_html(text)}</p>'
            for name, text in self.fields.items()
            if text
        )

    def _sender(self, lines: str) -> str:
        return f'<div class="ma-from"><i>{escape(self.shop[:1])}</i><span>{escape(self.shop)}{lines}</span></div>'

    def _plain(self) -> str:
        return f'<div class="ma-mock">{self._rest()}</div>'

    def _email(self) -> str:
        top = self._sender(f"<b>{self._take('subject')}</b><small>{self._take('preheader')}</small>")
        body, foot = parted(self.fields.pop("body", ""))
        body, foot, button = text_html(body), text_html(foot), self._take("call_to_action")
        button = f'<span class="ma-cta">{button}</span>' if button else ""
        foot = f'<p class="ma-foot">{foot}</p>' if foot else ""
        letter = f'<div class="ma-letter-body">{body}{button}{foot}{self._rest()}</div>'
        return f'<div class="ma-mock ma-email">{top}{letter}</div>'

    def _sms(self) -> str:
        body = f'<p class="ma-sms">{self._take("body")}</p><small>{escape(self.size)}</small>'
        return f'<div class="ma-mock ma-phone">{body}{self._rest()}</div>'

    def _whatsapp(self) -> str:
        header, body, footer = self._take("header"), self._take("body"), self._take("footer")
        header = f"<b>{header}</b><br>" if header else ""
        footer = f"<br><small>{footer}</small>" if footer else ""
        buttons = "".join(f'<span class="ma-cta">{text}</span>' for text in self._numbered("button"))
        text = f'<p class="ma-sms">{header}{body}{footer}</p>{buttons}'
        return f'<div class="ma-mock ma-phone">{text}{self._rest()}</div>'

    def _wechat_template(self) -> str:
        lines = "".join(f"<p>{text}</p>" for text in self._numbered("keyword"))
        top = f"<small>{escape(self.shop)}</small>"
        return f'<div class="ma-mock ma-wechat">{top}<div>{lines}</div>{self._rest()}</div>'

    def _push(self) -> str:
        words_ = f"<small>{escape(self.shop)}</small><b>{self._take('title')}</b>{self._take('body')}"
        note = f'<div class="ma-push"><i>{escape(self.shop[:1])}</i><span>{words_}</span></div>'
        return f'<div class="ma-mock ma-phone">{note}{self._rest()}</div>'

    def _wechat(self) -> str:
        title, digest, body = self._take("title"), self._take("digest"), self._take("body")
        digest = f'<p class="ma-digest">{digest}</p>' if digest else ""
        top = f"<small>{escape(self.shop)}</small><b>{title}</b>"
        return f'<div class="ma-mock ma-wechat">{top}{digest}<div>{body}</div>{self._rest()}</div>'

    def _meta(self) -> str:
        top = self._sender(f"<small>{words(self.language, 'channel.ad')}</small>")
        primary = self._take("primary_text", "body")
        lower = "".join(f"<b>{head}</b>" for head in self._numbered("headline"))
        lower += "".join(f"<small>{text}</small>" for text in self._numbered("description"))
        picture = '<div class="ma-picture" aria-hidden="true"></div>'
        lower = f'<div class="ma-lower">{lower}</div>{self._rest()}'
        return f'<div class="ma-mock ma-meta">{top}<p>{primary}</p>{picture}{lower}</div>'

    def _google(self) -> str:
        top = f"<small><b>{words(self.language, 'channel.ad')}</b> · {escape(self.shop)}</small>"
        heads = "".join(f"<span>{head}</span>" for head in self._numbered("headline"))
        texts = "".join(f"<p>{text}</p>" for text in self._numbered("description"))
        return f'<div class="ma-mock ma-google">{top}<div class="ma-heads">{heads}</div>{texts}{self._rest()}</div>'


def parted(body: str) -> tuple[str, str]:
    """A mail's text, and the last paragraph by itself where that is about unsubscribing."""
    start, gap, last = body.rstrip().rpartition("\n\n")
    return (start, last) if gap and _UNSUBSCRIBE.search(last) else (body, "")


def text_html(text: str) -> str:
    """Escaped text with line breaks kept and merge tags set off."""
    safe = MERGE_TAG.sub(lambda match: f"<mark>{match.group()}</mark>", escape(text.strip()))
    return safe.replace("\n", "<br>")
