"""Patterns of the claims reader, most specific first: a stretch of text read once is not read again."""

import re
from decimal import Decimal

from tools.copy_rules import claim_builders as read
from tools.copy_rules.claim_ages import ABLE_ZH
from tools.copy_rules.claim_builders import Build, pattern
from tools.copy_rules.claim_dates import DATES
from tools.copy_rules.claim_measures import MEASURES
from tools.copy_rules.numerals import CHINESE, DIGITS, ENGLISH, NUMBER, number

IDIOMS = re.compile(
    "|".join(
        (
            r"\b(?:mile|km|chapter|page|week|day|step|lap|part|episode|level|round|lesson|rule|night|month|year|number|no\.|track|room|table|seat|gate|attempt)\s#?\d{1,2}\b(?!\s?%)",
            r"(?:^|(?<=\s))[1-9]\.\s+(?=(?-i:[A-Z])[a-z]+(?:\s+[1-9]\.|\.|$))",
            r"(?<![\d/])(?:4/4|6/8|12/8)(?![\d/])",
            r"\d{1,2}:\d\d:\d\d|\bsub-\d\b|\d{1,2}小时\d{1,2}分(?!钟)",
            r"(?<=[^\d\s]\s)[x×]\s?[1-9](?=\s|$|[,，。;；=…])",
            r"24\s?/\s?7|7\s?[x×*]\s?24|\b9\s?to\s?5\b",
            r"双\s?1[12](?!\d)|双十[一二]|(?<![\d.])618(?!\d|\s?元|减|件)",
            r"五一(?:假期|劳动节|节)?|十一(?:假期|黄金周)|三八(?:节|妇女节)|六一(?:儿童节|节)",
            r"\d0(?:年代|后)|\d{1,2}世纪|(?<![\d到至~-])\d{1,2}岁(?!以上|起|适|可|以内|以下|以前|\+|即可|"
            + ABLE_ZH
            + ")",
            r"360\s?[度°]?(?:旋转|无死角|环绕|半圆|全方位)",
            r"第[一二三四五六七八九十\d]+(?![件份支瓶个杯双][^，。]{0,2}(?:半价|折|免费))",
            r"三[五两]好友|三两(?:好友|下|件|个)|两三[个句件样下]|一日三餐|三餐|三天两头|三言两语",
            r"万一|万物|万种|千万(?:别|不要|要|不能)|千万里|千百|百搭|百日|一五一十|一年四季|四季|四周(?!\d|[，。内课营班里]|的[课营])",
            r"[近这前那后过]两[年天周个]|一折(?:就|便)|(?:对角|[摘取拿]下来|轻轻|(?<!到)手|中间|这么|横着|竖着)一折(?!起|优惠|[的价])|一折[，,](?=[塞收放叠进搁扔揣])|十有八九|十全十美|五颜六色|七七八八",
            r"三百六十五[天日]|365\s?[天日]|\b365 days\b|\bsix days (?:a|out of seven)\b",
            r"(?:一两|两三|三四|四五|五六|六七|七八|八九)(?=[个斤天年次件杯口句步碗分位下里眼毫厘张只双顿场本块条把人桌户家颗勺圈遍回])",
            r"\bforty winks\b|\bfour and twenty\b|\btwo sides to (?:every|each|any)\b|\bgas mark \d\b",
            r"\b(?:3|three),? (?:2|two),? (?:1|one)\b",
            r"[三3][、，,]\s?[二两2][、，,]\s?[一1](?!\d)|[一1][、，,]?[二2][、，,]?[三3](?=[，。！？、…”」』])|二十四节气|两天一夜|[叠对][一二三四]折|[一对][拧卷翻折]、?一折|(?<![一二三四五六七八九两几\d])百度",
            r"\b(?:the\s+)?two\s+of\s+(?:you|us|them)\b|\bone[- ]two\b",
        )
    ),
    re.IGNORECASE,
)
"""Festivals, ages, ordinals and turns of phrase whose numbers claim nothing."""

_CURRENCY_BEFORE = r"(?P<before>US\$|HK\$|NT\$|A\$|C\$|[$£€¥₩₹]|USD|EUR|GBP|CNY|RMB|JPY|人民币)\s*"
_CURRENCY_AFTER = (
    r"\s*(?P<after>元(?![素旦气老首月宵件])|块钱|块(?![地头面肌])|人民币|美元|美金|欧元|英镑|日元|港[元币]|dollars?\b|bucks?\b|pounds?\b(?!\s+of\b)|quid\b|euros?\b"
    r"|yuan\b|rmb\b|USD\b|EUR\b|GBP\b|CNY\b|JPY\b|cents?\b|pence\b|p\b(?!\.?\s?m\b)|[€£$])"
)
_PERCENT = rf"(?:(?P<n>{DIGITS}|{ENGLISH})[\s-]*(?:%|percent\b|per\s+cent\b|pct\b)|百分之(?P<c>{CHINESE}|\d+))"
_TAKEN_OFF = r"(?:will\s+)?comes?\s+off\b|goes\s+off\b|(?:is|gets?)\s+taken\s+off\b"
_OFF = rf"(?:\s*-?\s*(?:{_TAKEN_OFF}|off\b|discount|reduction|savings?\b|cheaper|less\b|cut\b)|\s*的?(?:优惠|折扣))"
_SAVE = (
    r"(?:\b(?:save|saving|saves(?:\s+you)?|discount\s+of|reduced\s+by|cut\s+by|knock|minus|less)\s+"
    r"(?:up\s+to\s+|an?\s+(?:extra|further|additional)\s+|another\s+)?)"
)
_SAVE_ZH = r"(?:减免?|立减|直减|再减|省下?|抵扣?|返现?|优惠|便宜|直降|降价?|让利)(?:了|掉)?\s*"
_PRICED_ZH = (
    r"(?:[一口到手券后售现原活动会员折后优惠拼团]{1,4}价|[减降]到|只要|仅需|仅售|低至|到手|券后)\s*(?:为|是|：|:)?\s*"
)
_OVER = (
    r"\b(?:over|above|spend(?:ing)?(?:\s+(?:over|at\s+least))?|orders?\s+(?:of|over|above|from)|minimum(?:\s+(?:spend|order))?(?:\s+of)?"
    r"|at\s+least|more\s+than|purchases?\s+(?:of|over))\s+"
)
_KEPT = r"(?:saved|you save|in savings|kept|stays (?:with|in)|back in (?:your|the)|to spare|left over)"
"""Behind an amount that need not be paid."""
_D, _N = rf"(?P<n>{DIGITS})", rf"(?P<n>{NUMBER})"

PATTERNS: tuple[tuple[re.Pattern[str], Build], ...] = (
    *DATES,
    # bundles
    pattern(
        r"\b(?:the\s+)?(?:second|third|fourth|fifth|[2345](?:nd|rd|th)|next|other)\s+(?:\w+\s+)?(?:is\s+|comes\s+|at\s+|for\s+)?"
        r"(?:free|half[\s-]price|half\s+off|on\s+us)\b",
        read.fixed("bogo", "tier"),
    ),
    pattern(r"\bget\s+(?:one|another|two|three|a\s+second)(?:\s+\w+)?\s+free\b", read.fixed("bogo", "1+1")),
    pattern(
        rf"\bbuy\s+(?P<n>\d+|{ENGLISH})(?:\s+\w+)?,?\s+get\s+(?P<m>\d+|{ENGLISH}|another)",
        lambda m: read.bundle(m) if m["m"].lower() != "another" else iter([("bogo", "1+1", "", "")]),
    ),
    pattern(r"\b(?P<n>\d|two|three|four)\s+for\s+(?:the\s+price\s+of\s+)?(?P<m>\d|one|two|three)\b", read.bundle),
    pattern(r"\bbogof?\b|\btwo[- ]for[- ]one\b|(?<![£$€¥.,])\b2[- ]?4[- ]?1\b(?![.,]\d)", read.fixed("bogo", "1+1")),
    pattern(r"买(?P<n>[一二两三四五六1-9])(?:件|支|瓶|个|盒)?[送赠得免](?P<m>[一二两三四五六1-9])", read.bundle),
    pattern(
        r"第[二2三3][件份支瓶个杯双][^，。]{0,2}(?:半价|免费|0元|[一二三四五六七八九\d.]+折)|[两二三2-5]件[一二三四五六七八九\d.]+折",
        read.fixed("bogo", "tier"),
    ),
    # discounts
    pattern(
        rf"\b(?P<n>{ENGLISH}|\d+)\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<m>{ENGLISH}|10|100)\b(?:\s+(?:dollars|pounds|euros))?",
        read.share,
    ),
    pattern(_PERCENT + _OFF, read.percent("off")),
    pattern(_SAVE + _PERCENT, read.percent("off")),
    pattern(_SAVE_ZH + _PERCENT, read.percent("off")),
    pattern(
        r"\b(?P<f>half)(?:[\s-]+price\b|[\s-]+off\b|\s+(?:the|its|their|our)\s+(?:\w+\s+)?price)",
        read.fixed("percent", Decimal(50), "off"),
    ),
    pattern(r"\b(?P<f>two[\s-]+thirds|three[\s-]+quarters|(?:two|three)[\s-]+fifths)\s+(?:off|less)\b", read.fraction),
    pattern(r"(?P<f>[½¼¾⅓⅔])\s*(?:off|price|the\s+price|less)\b", read.fraction),
    pattern(r"\b(?:(?:a|one)[\s-]+)?(?P<f>third|quarter|fifth|tenth|half)\s+(?:off|less)\b", read.fraction),
    pattern(
        r"半价|(?:省|减|便宜|降|只要|仅需|价格|原价|立省)(?:了|的|掉)?一半|一半的?价(?:格|钱)?|打对折|全场对折|对折(?=优惠|价|出|特)",
        read.fixed("percent", Decimal(50), "off"),
    ),
    pattern(
        r"(?P<n>\d+(?:\.\d+)?|[一二三四五六七八九](?:点?[一二三四五六七八九五])?|半)\s*折(?![叠扣痕射边腾中纸服线返损伞页屏皱合])",
        read.chinese_discount,
    ),
    pattern(
        r"(?P<off>省|减|便宜|优惠|降)?(?P<n>[一二三四五六七八九两])成(?P<half>[五半])?(?![为就熟长分功员立交果都人])",
        read.tenths,
    ),
    pattern(
        rf"(?<![充装放盛加注塞堆坐填丰圆美])满\s*¥?\s*(?P<n>{NUMBER})\s*(?:元|块)?\s*[,，]?\s*(?:就|可|即)?\s*(?:立减|直减|再减|减|省|返|优惠|抵)\s*¥?\s*(?P<m>{NUMBER})(?:\s*元|\s*块)?",
        read.full_reduction,
    ),
    pattern(rf"(?<![A-Za-z0-9.])(?P<n>{DIGITS})\s*(?:立减|减)\s*(?P<m>{DIGITS})(?:\s*元|\s*块)?", read.full_reduction),
    pattern(
        rf"(?<![充装放盛加注塞堆坐填丰圆美])满\s*¥?\s*(?P<n>{NUMBER})(?![\d多几]|\s*(?:个|整|月|周?岁|周年?|天|级|分|格|年|升|毫升|克|公斤|斤|米|瓦|小时|杯|壶|碗|瓶))\s*(?P<after>元|块|美元|欧元|英镑)?",
        read.money("minimum"),
    ),
    pattern(rf"{_SAVE_ZH}{_CURRENCY_BEFORE}{_D}", read.money("off")),
    pattern(rf"{_SAVE_ZH}{_N}{_CURRENCY_AFTER}", read.money("off")),
    pattern(rf"(?:立减|直减|再减|直降|减)\s*{_N}(?![岁斤码龄公%\d])", read.money("off")),
    pattern(
        rf"{_CURRENCY_BEFORE}{_D}\s*(?:off\b|lighter\b|cheaper\b|less\b(?! than|\s*[$£€¥])"
        r"|discount|voucher|credit|towards?\b|back\b|的?(?:优惠|代金|无门槛|红包|抵))",
        read.money("off"),
    ),
    pattern(
        rf"{_N}{_CURRENCY_AFTER}[\s-]*(?:off\b|discount|voucher|credit|的?(?:优惠|代金|无门槛|红包|抵))",
        read.money("off"),
    ),
    pattern(rf"{_SAVE}{_CURRENCY_BEFORE}{_D}", read.money("off")),
    pattern(rf"{_SAVE}{_N}{_CURRENCY_AFTER}", read.money("off")),
    pattern(rf"{_OVER}{_CURRENCY_BEFORE}{_D}", read.money("minimum")),
    pattern(rf"{_OVER}{_N}{_CURRENCY_AFTER}", read.money("minimum")),
    pattern(
        rf"{_CURRENCY_BEFORE}{_D}(?:\s*\+(?!\s*[\w£$€¥])|\s+(?:minimum|or\s+more|and\s+(?:over|up|above)))",
        read.money("minimum"),
    ),
    pattern(
        rf"{_CURRENCY_BEFORE}{_D}(?=[^\S\n]+{_KEPT}\b)",
        read.money("off"),
    ),
    pattern(rf"{_CURRENCY_BEFORE}{_D}", read.money("price")),
    pattern(
        rf"{_PRICED_ZH}(?P<n>{DIGITS}|(?=[零〇一二两三四五六七八九十百千万]{{2}}){CHINESE})(?!\s*(?:[折%％成件款个天岁年月$€£步步勺滴杯分]|毫|厘|克|\d|美[元金]|欧元|英镑|港[元币]|日元|小时))",
        read.money("price"),
    ),
    pattern(
        r"(?P<n>(?=[一二两三四五六七八九]*[百千])[一二两三四五六七八九十百千零]{2,})(?=(?:块钱?|元)?(?:出头|上下|左右|不到))(?!\s*[个克毫米件位人家])",
        read.money("price"),
    ),
    pattern(
        r"(?:不到|不足|才|不超过)\s*(?P<n>(?=[一二两三四五六七八九]*[百千])[一二两三四五六七八九十百千零]{2,})(?!\s*(?:[万个克毫米件位人家种天次斤瓦里升词字平页步公多]|分钟))",
        read.money("price"),
    ),
    pattern(
        rf"(?P<n>\d+|{CHINESE})(?:块|元(?=[1-9一二三四五六七八九][毛角]))(?P<f>[1-9一二三四五六七八九])(?:[毛角](?:(?P<s>[1-9一二三四五六七八九])分?|钱)?|(?=[的起就到算多，。！？,.!\s]|$|[一](?=[盒包份件只条个双套米斤])))",
        read.money_and_tenth,
    ),
    pattern(
        r"(?<![\d块])(?P<n>[1-9一二两三四五六七八九])[毛角](?:钱|(?=[多，。！？]|不到|左右|出头|一[\u4e00-\u9fff]|$))",
        lambda m: iter([("money", (number(m["n"]) or Decimal(0)) / 10, "块", "price")]),
    ),
    pattern(
        r"(?:(?<=[才卖仅到需])|(?<=只要))(?P<n>[一二两三四五六七八九])块(?=钱|[，。！!,]|$|不到|出头|左右|一)",
        lambda m: iter([("money", number(m["n"]) or Decimal(0), "块", "price")]),
    ),
    pattern(
        rf"\b(?P<n>{ENGLISH})\s+(?P<after>pounds|dollars|euros)\s+(?P<f>(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
        r"(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?)\b",
        read.spoken_price,
    ),
    pattern(rf"{_N}{_CURRENCY_AFTER}", read.money("price")),
    pattern(
        _PERCENT
        + r"(?=\s*的?(?!(?:this|until|till|today|for|on|and|to|now|with|when|in|at|by|from|if|is|or|your)\b)"
        + r"[A-Za-z\u4e00-\u9fff])(?!\s*[起以到至即等])",
        read.percent("of"),
    ),
    pattern(_PERCENT, read.percent("bare")),
    pattern(r"💯", read.fixed("percent", Decimal(100), "bare")),
    # codes
    pattern(
        r"(?i:\b(?:code|coupon|voucher)|口令|优惠码|折扣码|兑换码|券码|代码|的码)\s*(?i:is\s+|为|是)?[:：]?\s*[\"“「『']?(?P<k>(?=[A-Z0-9_-]*[A-Z0-9]{2})[A-Z0-9][A-Z0-9_-]{2,})(?![a-z])",
        read.code,
        0,
    ),
    *MEASURES,
)
