"""E-mail as HTML: parsed, not searched; and measured in a real browser where there is one."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.contract import BadInput
from tools.copywriting.html import email_html, email_text
from tools.copywriting.merging import fill

FIELDS = {
    "subject": "Wool & corduroy <new>",
    "preheader": "Sizes inside",
    "body": "Hi {{first_name|there}},\n\nLine one & two.\nLine three.\n\nThe Lumen team\n\n"
    "Unsubscribe: {{unsubscribe_link}}\n{{postal_address}}",
    "call_to_action": "See the “rail”",
    "image_alt": 'A jumper "folded" on a chair',
}
VOID = {"meta", "br", "img"}


class Tree(HTMLParser):
    """Open and close tags must match; texts and attributes are kept in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.text.append((self.open[-1] if self.open else "", data))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page(fields: dict[str, str] | None = None, **rest: str) -> Tree:
    values = {"sender": "Lumen", "language": "en", "unsubscribe_url": "https://lumen.example/bye?a=1&b=2"} | rest
    return Tree(email_html(fields or FIELDS, **values))  # type: ignore[arg-type]


def test_every_part_is_there_once_and_escaped() -> None:
    tree = page(postal_address="1 Main St <Unit 2>, Springfield", image_url="https://lumen.example/a.jpg")
    words = "".join(text for _, text in tree.text)
    assert ("title", "Wool & corduroy <new>") in tree.text
    for said in ("Hi {{first_name|there}},", "Line one & two.", "See the “rail”", "1 Main St <Unit 2>, Springfield"):
        assert words.count(said) == 1, said
    assert "{{" not in words.replace("{{first_name|there}}", "") and words.count("Unsubscribe") == 1
    assert tree.of("img")[0]["alt"] == 'A jumper "folded" on a chair'
    assert [a["href"] for a in tree.of("a")] == ["{{shop_link}}", "https://lumen.example/bye?a=1&b=2"]
    assert {str(cell.get("role")) for cell in tree.of("table")} == {"presentation"}
    assert not tree.of("style") and not tree.of("script") and tree.of("html")[0]["lang"] == "en"


def test_the_preheader_comes_first_and_is_not_seen() -> None:
    tree = page()
    hidden = tree.of("div")[0]["style"] or ""
    assert "display:none" in hidden and "mso-hide:all" in hidden
    body = [text for tag, text in tree.text if tag != "title"]
    assert body[0].startswith("Sizes inside")


def test_the_button_stands_above_the_signature() -> None:
    words = [text for _, text in page().text]
    assert words.index("See the “rail”") < words.index("The Lumen team")
    unsigned = [text for _, text in page(FIELDS | {"body": "One."}).text]
    assert unsigned.index("See the “rail”") > unsigned.index("One.")


def test_without_settings_the_tags_stay_and_chinese_is_marked() -> None:
    fields = {
        "subject": "到货",
        "preheader": "来看",
        "body": "您好：\n\n购物车在这里：{{cart_link}}",
        "call_to_action": "去看看",
    }
    tree = Tree(email_html(fields, sender="流明", language="zh"))
    assert [a["href"] for a in tree.of("a")] == ["{{cart_link}}", "{{cart_link}}", "{{unsubscribe_link}}"]
    assert "{{postal_address}}" in "".join(text for _, text in tree.text)
    assert tree.of("html")[0]["lang"] == "zh-CN" and ("a", "购物车链接") in tree.text
    text = email_text(fields, sender="流明", language="zh")
    assert text.endswith("流明\n{{postal_address}}\n退订：{{unsubscribe_link}}\n") and "去看看：{{cart_link}}" in text


def test_the_plain_twin_says_what_the_page_says() -> None:
    text = email_text(
        FIELDS, sender="Lumen", language="en", unsubscribe_url="https://l.example/bye", link="https://l.example"
    )
    assert text.count("https://l.example/bye") == 1 and "See the “rail”: https://l.example\n" in text
    assert text.startswith("Hi {{first_name|there}},\n\nLine one & two.\nLine three.")


def test_a_merged_page_greets_by_name() -> None:
    html = email_html(FIELDS, sender="Lumen", language="en")
    assert "Hi Anna," in fill(html, {"name": "Anna Li", "unsubscribe_link": "https://x.example"})


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", 'https://a.example/" onload=', "lumen.example", "{{first_name}}"]
)
def test_only_web_addresses_and_link_tags_are_links(bad: str) -> None:
    with pytest.raises(BadInput, match="https://"):
        page(unsubscribe_url=bad)


def test_a_sentence_about_leaving_stays_in_the_letter() -> None:
    said = "If our letters no longer suit you, here is the way out: {{unsubscribe_link}}, no questions."
    tree = page(FIELDS | {"body": said})
    assert [a["href"] for a in tree.of("a")].count("{{unsubscribe_link}}") == 1
    assert "no questions" in "".join(text for _, text in tree.text)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_any_text_survives_whole(text: str) -> None:
    tree = page({"subject": text, "preheader": "", "body": "x" + text.replace("{{", "{ {"), "call_to_action": text})
    shown = "".join("".join(part for tag, part in tree.text if tag == "p").split())
    assert shown.startswith("x" + "".join(text.replace("{{", "{ {").split()))


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("width", [600, 375])
def test_nothing_sticks_out_on_a_narrow_screen(width: int, browser: object) -> None:
    long = FIELDS | {"body": "A very-long-word-" + "x" * 20 + " and more. " * 30}
    tab = browser.new_page(viewport={"width": width, "height": 800})  # type: ignore[attr-defined]
    tab.set_content(email_html(long, sender="Lumen", language="en", image_url="https://l.example/a.jpg"))
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate("document.querySelector('table table').getBoundingClientRect().width") <= 600
    assert not tab.get_by_text("Sizes inside").is_visible()
    tab.close()
