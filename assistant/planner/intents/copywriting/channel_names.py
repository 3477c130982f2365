"""What the channels that texts are written for are called, in English and Chinese."""

CHANNELS = {
    "email": ("e-mail", "邮件"),
    "sms": ("SMS", "短信"),
    "push": ("push", "推送"),
    "wechat": ("WeChat", "微信"),
    "wechat_template": ("WeChat template message", "微信模板消息"),
    "xiaohongshu": ("Xiaohongshu", "小红书"),
    "whatsapp": ("WhatsApp", "WhatsApp"),
    "meta_ad": ("Meta ad", "Meta 广告"),
    "google_ad": ("Google ad", "谷歌广告"),
}
