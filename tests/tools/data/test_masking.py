"""Persons are taken out of texts; ordinary words, prices, sizes and model numbers stay."""

import pytest

from tools.data.masking import Masker

MASK = Masker(
    [
        "Emma Watson",
        "王小芳",
        "Rose",
        "Paul Smith",
        "Jean-Luc Picard",
        "王芳",
        "Xiaoming",
        "Summer",
        "白云",
        "Willow White",
    ],
    ["+44 20 7946 0958", "13812345678", "12345"],
    words=["Rose water toner", "A rose scent", "white willow bark", "white willow", "白云般柔软", "白云图案"],
    catalogue=["Paul Smith", "Cedar Candle"],
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ask Emma Watson first.", "Ask [name] first."),
        ("EMMA WATSON and emma watson; Watson, Emma", "[name] and [name]; [name]"),
        ("Emma Watson说好", "[name]说好"),
        ("Emma and Watson", "Emma and Watson"),
        ("Jean-Luc Picard's choice", "[name]'s choice"),
        ("客户王小芳很满意，王芳也是", "客户[name]很满意，[name]也是"),
        ("Willow White wrote", "[name] wrote"),
        ("Signed: Xiaoming", "Signed: [name]"),
        ("Write to a.b+c@shop.example.co.uk today", "Write to [e-mail] today"),
        ("联系service@shop.cn。", "联系[e-mail]。"),
        ("call 020 7946 0958 or +49 (0)30 901820", "call [phone] or [phone]"),
        ("(212) 555-0123, 212.555.0123", "[phone], [phone]"),
        ("手机13900001111，座机010-62345678，热线400-800-1234", "手机[phone]，座机[phone]，热线[phone]"),
        ("号码 138 1234 5678", "号码 [phone]"),
        ("born on 15 April 1990", "born on [birth date]"),
        ("生日：1990年4月15日", "生日：[birth date]"),
        ("Date of birth: 1990-04-15", "Date of birth: [birth date]"),
    ],
)
def test_masks(text, masked):
    assert MASK(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Rose water from Grasse",
        "Paul Smith socks",
        "White Willow Gel, white willow, willow white",
        "白云般的枕头",
        "Summer sale, the best of summer",
        "sizes 36 38 40 42 44 46",
        "1,299.00 to 2,399.00",
        "sent on 2026-05-01 10:00 to 8120 customers",
        "EAN 4006381333931, model PSLX350H-2000",
        "12 x 330 ml, 1920 x 1080, 2024-2026",
        "SK-0001 SK-0002",
        "",
    ],
)
def test_leaves_alone(text):
    assert MASK(text) == text
