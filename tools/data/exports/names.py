"""Names split into first and last as their owners say them, and names and genders as platforms want them."""

import re
import unicodedata

_HAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]")
_EAST_ASIAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff가-힣]+")
_DOUBLE = """
欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 司徒 司空 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 夏侯 南宫 南宮 宇文 长孙 長孫
鲜于 鮮于 闾丘 轩辕 軒轅 钟离 鍾離 澹台 澹臺 濮阳 濮陽 淳于 单于 太叔 申屠 公冶 宗政 赫连 赫連 呼延 百里 东郭 東郭 南门
西门 西門 独孤 獨孤 端木 公羊 谷梁 拓跋 万俟 闻人 聞人 第五 梁丘 左丘 东门 即墨 达奚 纳兰 納蘭 남궁 황보 제갈
선우 독고 사공
"""
_DOUBLE_SURNAMES = frozenset(_DOUBLE.split())
_VIETNAMESE = """
nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đào trịnh mai lâm nguyen tran pham hoang
"""
_VIETNAMESE_SURNAMES = frozenset(_VIETNAMESE.split())
_TITLES = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|prof|herr|frau|mme|mlle|monsieur|madame|sr|sra)\.?\s+)+", re.IGNORECASE
)
_LONGEST = 1_000
_REMARK = re.compile(r"(?<=.)\s*[(（【\[][^()（）【】\[\]]*[)）】\]]$")
_CHINESE_TITLES = re.compile(r"(?<=[㐀-鿿])(?:先生|女士|小姐|太太|同学|老师)$")
_SUFFIXES = re.compile(r",?\s+(?:jr|sr|ii|iii|iv|phd|md)\.?$", re.IGNORECASE)
_WOMEN = "f w female woman femme mujer frau weiblich girl lady feminine féminin femenino femminile 女"
_MEN = "m male man homme hombre mann männlich boy masculine masculin masculino maschile maschio 男"
_FEMALE, _MALE = frozenset(_WOMEN.split()), frozenset(_MEN.split())


def split_name(name: str | None, country: str = "") -> tuple[str, str]:
    """First and last name: 王小明 is 小明, 王; "Ana de la Cruz" is Ana, de la Cruz; "Weber, Jonas" is Jonas, Weber.

    Where the family name cannot be told (田中太郎 in Japan) the whole is the first name.
    """
    text = _SUFFIXES.sub("", _TITLES.sub("", _REMARK.sub("", " ".join((name or "")[:_LONGEST].split()))))
    family, comma, given = text.partition(", ")
    if comma and given and family:
        return given.strip(), family.strip()
    if "·" in text and _HAN.search(text):  # 迪丽热巴·迪力木拉提: own name first
        own, _, other = text.partition("·")
        return own, other
    words = text.split()
    if words and all(_EAST_ASIAN.fullmatch(word) for word in words):
        return _east_asian(words, country)
    if country == "VN" and len(words) > 1 and words[0].lower() in _VIETNAMESE_SURNAMES:
        return " ".join(words[1:]), words[0]
    if len(words) == 1 and _HAN.search(text):
        return (text[1:], text[:1]) if country != "JP" else (text, "")
    first, _, last = text.partition(" ")
    return first, last


def _east_asian(words: list[str], country: str) -> tuple[str, str]:
    if len(words) > 1:  # 王 小明
        return "".join(words[1:]), words[0]
    text = _CHINESE_TITLES.sub("", words[0])
    if country == "JP":
        return text, ""
    length = 2 if text[:2] in _DOUBLE_SURNAMES and len(text) > 2 else 1
    return text[length:], text[:length]


def bare_letters(text: str) -> str:
    """Lower case and letters only, in any script: José is josé, O'Brien-Smith is obriensmith, 王 is 王.

    ß stays: Meta asks for lower case, not for folding. İ becomes i, as its owner writes it in lower case.
    """
    lowered = unicodedata.normalize("NFC", text[:_LONGEST]).replace("İ", "i").lower()
    return "".join(c for c in lowered if unicodedata.category(c)[0] in "LM")


def gender_letter(text: str | None) -> str:
    """f or m; empty for anything else, which no platform's two letters say."""
    word = unicodedata.normalize("NFKC", text or "").strip().casefold()
    if word in _FEMALE or (word.startswith("女") and len(word) <= 3):
        return "f"
    return "m" if word in _MALE or (word.startswith("男") and len(word) <= 3) else ""
