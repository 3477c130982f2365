"""Which maker writes for which channel."""

from collections.abc import Callable

from assistant.planner.writing.ads import google_ad, meta_ad
from assistant.planner.writing.letters import email, wechat, xiaohongshu
from assistant.planner.writing.short import push, sms, wechat_template, whatsapp
from assistant.planner.writing.workbench import Fields, Workbench

MAKERS: dict[str, Callable[[Workbench], Fields]] = {
    "email": email,
    "sms": sms,
    "push": push,
    "wechat": wechat,
    "wechat_template": wechat_template,
    "xiaohongshu": xiaohongshu,
    "whatsapp": whatsapp,
    "meta_ad": meta_ad,
    "google_ad": google_ad,
}
