"""Turns that plainer words say as well: 没有任何等级, 7月8月9月每个月都; of texts, one that doesn't mention X."""

from __future__ import annotations

import re
from collections.abc import Callable

_NUMBER = "[一二两三四五六七八九十\d]{1,3}"
_MONTHS = rf"{_NUMBER}月?(?:\s*[、,，和跟及]\s*{_NUMBER}月?)+(?:月|(?:这?{_NUMBER}个月))?"
_ORDER = "(?:张|笔|个)?(?:订单|单子)"
_FIRST, _SECOND = "(?:第一单|首单|首购)", "(?:第二单|第二次购买|二单|二购|复购|第二次下单)"
_APART, _DAYS, _GIVEN = (
    "(?:相隔|间隔|相差|隔|差|要|花|过|等|得)了?",
    "(?:多少天|几天|多久|多长时间)",
    "(?:给|取|求|算|要|报|看)个?",
)
_SPAN = r"今年|去年|前年|\d{4}年"
_SEASON = (
    "(?:圣诞|购物|节日|送礼|返校|黑五|双11|双十一|618)季|旺季|淡季|假期|暑假|寒假|黄金周|暑期"
    "|(?:大促|活动|促销|春节|国庆|预热)期间?"
)


def _dated(found: re.Match[str]) -> str:
    """去年圣诞季（12月）: the days in brackets, in the year before them."""
    return found[2] if re.match(r"\d{4}|今年|去年", found[2]) else f"{found[1] or ''}{found[2]}"


_TURNS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"(没有|没|无)任何(?=[^人])", "没有"),
    (r"旗下(?:的)?(?=有|共|一共|总共|都)", ""),
    (r"旗下(?:的)?", "的"),
    (r"(?<=[,，。;；:：?？!！])\s*拿([^,，。;；?？]{2,24}?)(?:来)?(?:算|统计|计算|说话|看)(?=$|[,，。;；?？])", r"\1"),
    (r"^拿([^,，。;；?？]{2,24}?)(?:来)?(?:算|统计|计算|说|看)(?=[,，。;；])", r"\1"),
    (rf"平均(?:每|一)?{_ORDER}(?:里面|里头|里|中|内)?(?=有|是|含|包含|买|几|多少|能|会|卖)", "平均每单"),
    (rf"(?:每|一){_ORDER}(?:里面|里头|里|中|内)?平均", "平均每单"),
    (rf"({_NUMBER}月)(?={_NUMBER}月(?!\d{{1,2}}[日号]))", r"\1、"),
    (
        r"(?:连续|连着|接连)(?:着|在)?(?:[两二三四]|\d)年\s*[(（]?((?:20)?\d\d年?(?:\s*[、,，和跟及]\s*(?:20)?\d\d年?)+)[)）]?\s*(?:每年)?(?=都|均)",
        r"\1",
    ),
    (
        rf"(?:连续|连着|接连|一连)(?:着|在)?(?:{_NUMBER}个月)?\s*[(（]?({_MONTHS})[)）]?\s*(?:每个月|每月|个个月|月月)?(?=都|均)",
        r"\1",
    ),
    (rf"({_MONTHS})(?:每个月|每月|月月)(?=都|均)", r"\1"),
    (r"(?<=[月季度年周天都也曾])来(?=买过|买了|下过单|消费过)", ""),
    (
        r"(?<=[A-Za-z0-9”\"》])(?:发出去?|发送|发)?(?:之后|以后|后)(?:一共|总共|共)?有?(几个人|多少人|几人|多少客户)(?:退订|取消订阅)了?",
        r"退订了\1",
    ),
    (r"发(?:出去|送出去|完)(?=之后|以后|后)", "发出"),
    (rf"(?<=[A-Za-z] 20\d\d)(?:之后|以后|后)(?={_NUMBER}天(?:之内|以内|内)|带来)", "发出之后"),
    (r"(客户|会员|用户|顾客|的人)(?=升到|升至|升为|升成)", r"\1里"),
    (r"净卖了?(?=多少|了)", "卖了"),
    (r"既(?!不|没|非|往)([^,，。]{1,14}?)[,，]?又(?!没|不)", r"\1并且"),
    (
        r"平均([^,，。的]{1,6}?)(?:比|和|跟|与)(?:其|它的)?中位数(?:要|能|会)?(?:高出?|低|多|少|相差|差)(?:了|出)?(?:多少|多大|几)?",
        r"平均\1和\1中位数分别是多少",
    ),
    (
        rf"({_SPAN})?(?:{_SEASON})[(（]((?:\d{{4}}年)?[^()（）]*?\d[^()（）]*?(?:月|日|号|Q\d)[^()（）]*)[)）](?:期间|内|里)?",
        _dated,
    ),
    (r"(?:[两二三四五六]|\d)个(?:季度|月)[(（]([^()（）]*\d[^()（）]*)[)）](?=都|均)", r"\1"),
    (r"占(?:不占)?大头(?:吗|不|没有)?[,，]?(?=占)", ""),
    (r"占(?:不占)?大头(?:吗|不|没有)?", "占多少"),
    (r"(?:也|都|均)?在前(?=\d{1,2}%|百分之)", "前"),
    (
        r"(的新客|的老客|的客户|的会员|的用户|的买家|的人)到?(今年|本月|这个月|本季度|现在)(?=[还仍又再].*(?:比例|占比|几成|百分之))",
        r"\1里\2",
    ),
    (r"没卖动", "没卖出去"),
    (r"(?:新增)?注册(?:用户|会员|人)?(?=里面|里(?!程)|当中|之中|中有)", "注册的客户"),
    (r"买些(?=什么|啥)", "买"),
    (r"(?<=[款品牌类市])都?有谁", "有哪些"),
    (r"(?<=[A-Za-z] 20\d\d)[那这][封条次个波场](?:邮件|短信|推送|活动|大促)?(?=[,，的])", ""),
    (r"(?:又|再|再次)?(?:买|购买|下单|回来买|消费)了?第[二2]次(?![购下买])", "又买了"),
    (r"(?<=[都均])(买过|下过单|消费过|购买过?|下单)的?(?:总?人数|客户数|客户人数)", r"\1的客户有多少"),
    (r"(聚类|分群|分层)(?:之后|以后|完之后|完了?|后)(?=[,，一总共分])", r"\1"),
    (rf"{_FIRST}(?:之后|以后|后)平均?{_APART}?{_DAYS}才会?(?:有|下|买|来){_SECOND}", "首单到第二单平均多少天"),
    (
        rf"{_FIRST}(?:到|和|与|至|跟){_SECOND}(?:之间|中间|当中)?{_APART}?{_DAYS}[,，]?{_GIVEN}(中位数|平均数?|平均值|均值)",
        r"首单到第二单天数的\1",
    ),
    (
        rf"^((?:(?!平均|中位).)*?){_FIRST}(?:到|和|与|至|跟){_SECOND}(?:之间|中间|当中)?{_APART}?{_DAYS}(?!.*(?:平均|中位))",
        r"\1首单到第二单平均多少天",
    ),
    (r"(?<=[查看算列数说])以下(?=[^的这几三两条各:：,，\n])", "一下"),
    (
        r"(?i)\b(opened|clicked|read) none of (?:the |our )?(e-?mails|messages|texts) "
        r"(?:that |which )?(?:they (?:got|received|were sent)|(?:were |we )?sent(?: to)?(?: them)?)",
        r"were sent \2 but \1 none",
    ),
)


_OF_TEXTS = re.compile(
    r"^(?:please |can you |could you )?"
    r"(?:write|draft|compose|create|give me|i need|we need|need|push|e-?mail|sms|text)\b",
    re.IGNORECASE,
)
_TURNS_OF_TEXTS: tuple[tuple[str, str], ...] = (
    (r"(?i)^((?:[\w ]*?\b(?:an?|one|the) )?)push(?= (?:to|for|about) )", r"\1push message"),
    (
        r"(?i),? (?:that |which )?(?:doesn't|does not|not|without|but don't) (?:mention|mentioning|naming|name)(?= )",
        ", don't mention",
    ),
    (r"(?i),? (?:but )?(?:it is |it's )?not about (?=[\w ]+$)", ", don't mention "),
    (r"(?i),? (?:that |which )(?:doesn't|does not|isn't) (?:sound |be |look |feel )?(?:too )?(?=\w+$)", ", not "),
)
"""Of requests for copy alone: elsewhere "not about" may narrow what is asked."""


def plainly(question: str) -> str:
    """The question in plainer words."""
    for turn, plain in (*_TURNS, *(_TURNS_OF_TEXTS if _OF_TEXTS.match(question) else ())):
        question = re.sub(turn, plain, question)
    return question
