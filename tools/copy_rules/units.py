"""Units and currencies as they are written in either language, each under one name."""

from decimal import Decimal

_UNITS = {
    "ml": "ml mL millilitre millilitres milliliter milliliters 毫升",
    "l": "l litre litres liter liters 升",
    "g": "g gram grams gramme grammes 克",
    "jin": "斤 市斤",
    "liang": "两",
    "kg": "kg kilo kilos kilogram kilograms 千克 公斤",
    "mg": "mg 毫克",
    "oz": "oz ounce ounces 盎司",
    "floz": "fl-oz floz",
    "stone": "stone",
    "lb": "lb lbs pound pounds 磅",
    "cm": "cm centimetre centimetres centimeter centimeters 厘米 公分",
    "mm": "mm millimetre millimetres millimeter millimeters 毫米",
    "m": "m metre metres meter meters 米",
    "in": "in inch inches 英寸 寸",
    "ft": "ft foot feet 英尺",
    "km": "km kilometre kilometres kilometer kilometers 公里 千米",
    "mu": "亩",
    "acre": "acre acres 英亩",
    "ha": "ha hectare hectares 公顷",
    "db": "db decibel decibels 分贝",
    "kcal": "kcal calories 千卡 大卡",
    "gb": "gb gigabyte gigabytes",
    "w": "w watt watts 瓦",
    "v": "v volt volts 伏",
    "k": "k kelvin",
    "mah": "mah 毫安",
    "c": "°c ℃ 摄氏度",
    "f": "°f ℉ 华氏度",
    "sqm": "m² m2 sqm 平方米 平米 square-metre square-metres square-meter square-meters",
    "deg": "degrees degree ° 度",
    "lm": "lumen lumens lm 流明",
    "gsm": "gsm g/m²",
    "thread": "thread-count 支(?=棉|纱|数|长绒)",
    "spf": "spf",
    "star": "star stars",
    "second": "second seconds sec secs 秒 秒钟",
    "minute": "minute minutes min mins 分钟 分",
    "hour": "hour hours hr hrs 小时 个小时 钟头 个钟头",
    "day": "day days night nights 天 日 晚 夜",
    "week": "week weeks weekend weekends 周 个星期 星期 个礼拜 礼拜",
    "month": "month months 个月",
    "year": "year years 年",
}
_NAMES = {form.lower(): name for name, forms in _UNITS.items() for form in forms.split()}

_LONG = (
    r"millilit(?:er|re)s?|lit(?:er|re)s?|grams?|kilos?|kilograms?|ounces?|centimet(?:er|re)s?|millimet(?:er|re)s?"
    r"|pounds?(?=\s+of\b)|stone(?=[.,;!?)]|$|\s+(?:each|and|in weight|or)\b)"
    r"|kilomet(?:er|re)s?|acres?|hectares?|decibels?|calories|gigabytes?|met(?:er|re)s?|inch(?:es)?|feet|foot|watts?|volts?|lumens?|degrees?|thread[\s-]count"
)
DIGIT_UNITS = (
    r"m²|m2|sqm|square\s+met(?:er|re)s?|cl|fl\.?\s?oz|ml|mg|kg|g/m²|gsm|g|oz|lbs?|cm|mm|mah|lm|km|ha|db|kcal|gb|°c|°f|℃|℉|°|ft|w|v|l|m"
    rf"|{_LONG}"
)
WORD_UNITS = rf"square\s+met(?:er|re)s?|{_LONG}"
CHINESE_UNITS = (
    r"平方米|平米|公里|千米|亩|公顷|分贝|千卡|大卡|毫升|升(?![级温华值])|千克|公斤|毫克|克(?![服制])|市?斤(?!计较)|盎司|磅|厘米|公分|毫米|米(?![色白饭其兰糠萃])"
    r"|英寸|英尺|度(?=[的视近远广水旋可洗平开转，。、,!！/\s]|$)|瓦(?!解)|流明|毫安|摄氏度|支(?=棉|纱|长绒)"
)
"""Units after digits, after number words, and Chinese ones; letters alone are too many words to follow a word."""

_CURRENCIES = {
    "USD": "$ us$ usd dollar dollars buck bucks 美元 美金",
    "CAD": "$ c$ dollar dollars",
    "AUD": "$ a$ dollar dollars",
    "NZD": "$ dollar dollars",
    "SGD": "$ dollar dollars",
    "HKD": "$ hk$ 港元 港币 dollars",
    "TWD": "nt$ $ 元",
    "GBP": "£ gbp pound pounds quid 英镑",
    "EUR": "€ eur euro euros 欧元",
    "CNY": "¥ cny rmb yuan 元 块 块钱 人民币",
    "JPY": "¥ jpy 日元 円 yen",
    "INR": "₹",
    "KRW": "₩",
}


_BASES = {
    "ml": ("ml", "1"), "cl": ("ml", "10"), "l": ("ml", "1000"), "g": ("g", "1"), "kg": ("g", "1000"),
    "mg": ("g", ".001"),
    "oz": ("g", "28.35"), "floz": ("ml", "29.57"),
    "lb": ("g", "453.59"), "stone": ("g", "6350"), "jin": ("g", "500"), "liang": ("g", "50"), "mm": ("mm", "1"),
    "cm": ("mm", "10"), "m": ("mm", "1000"), "km": ("mm", "1000000"), "in": ("mm", "25.4"), "ft": ("mm", "304.8"),
    "c": ("deg", "1"),
    "second": ("second", "1"), "minute": ("second", "60"), "hour": ("second", "3600"), "day": ("second", "86400"),
    "week": ("second", "604800"), "month": ("month", "1"), "year": ("month", "12"),
}  # fmt: skip
_ROUNDED = frozenset(["oz", "floz", "lb", "stone", "in", "ft"])


def base(value: Decimal, unit: str) -> tuple[str, Decimal]:
    """The figure in the smallest unit of its kind, so that 1.5 m is 150 cm and 2 years are 24 months."""
    name, factor = _BASES.get(unit, (unit, "1"))
    return name, value * Decimal(factor)


def same_amount(value: Decimal, unit: str, other: Decimal, other_unit: str) -> bool:
    """Do two figures say the same? Between inches and centimetres, ounces and grams, as people round them."""
    if {unit, other_unit} in ({"oz", "floz"}, {"deg", "f"}):
        return value == other  # of a bottle both ounces are fluid; bare degrees are of either scale
    (name, mine), (other_name, its) = base(value, unit), base(other, other_unit)
    if name != other_name:
        return False
    rounded = (unit in _ROUNDED) != (other_unit in _ROUNDED)
    return abs(mine - its) <= (Decimal("0.02") * its if rounded else 0)


def sized(unit: str) -> bool:
    """Is it a unit of size or time, and not a word for pieces?"""
    return canonical(unit) in _BASES


def canonical(unit: str) -> str:
    """The one name of a unit; an unknown one in lower case."""
    plain = unit.lower().replace(".", "").strip()
    return _NAMES.get(plain) or _NAMES.get(plain.replace(" ", "-")) or plain


def currencies(token: str) -> frozenset[str]:
    """ISO codes a symbol or word may stand for; a code the table does not know stands for itself, none for all."""
    if not token:
        return frozenset(_CURRENCIES)
    known = frozenset(code for code, forms in _CURRENCIES.items() if token.lower() in forms.split() or token == code)
    return known or frozenset({token.upper()})


def money(amount: float, currency: str, language: str) -> str:
    """An amount as a shopper reads it: $1,250, £9.50, 128元, 49.9美元."""
    figure = f"{amount:,.2f}" if amount % 1 else f"{amount:,.0f}"
    if language == "zh":
        plain = f"{amount:g}" if amount < 1_000_000 else f"{amount:.0f}"
        words = {"CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "JPY": "日元", "HKD": "港元"}
        return f"{plain}{words[currency]}" if currency in words else f"{plain} {currency}"
    symbols = {"USD": "$", "GBP": "£", "EUR": "€", "CNY": "¥", "JPY": "¥", "CAD": "C$", "AUD": "A$", "HKD": "HK$"}
    return f"{symbols[currency]}{figure}" if currency in symbols else f"{figure} {currency}"
