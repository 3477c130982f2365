"""上个月浏览、加购、下单的人各有多少: a number for each deed, and none for all at once."""

from __future__ import annotations

import re

from assistant.planner.frame import State
from assistant.planner.parts import Read
from assistant.planner.reading import Reading

_DEED = (
    r"(?:浏览|看|访问|加购物车|加购|加车|下单|购买|买|打开|点开|点击|退订|退货|注册|收到)(?:了|过)?(?:的)?(?:人|客户)?"
)
_ZH = re.compile(
    rf"^(?P<before>.*?)(?P<deeds>{_DEED}(?:[、,，]{_DEED})*(?:[、,，]|和|跟|及|以及|与){_DEED})"
    r"(?:的?(?:客户|人|用户|顾客))?(?:数|数量|人数)?(?:各|分别|各自)(?:是|有)?(?:多少|几)(?:个?人|个|位|个客户|客户)?(?:呢|呀|啊)?[?？。]?$"
)
_JOINT = re.compile(r"[、,，]|以及|和|跟|及|与")


def each_deed(question: str, state: State, read: Read) -> Reading | None:
    """The sizes of those who did each; None where the question lists no deeds, or one is not understood."""
    found = _ZH.match(question)
    if found is None or state.last:
        return None
    before = re.sub(r"^(?:帮我|给我)?(?:做|画|看|来|拉)(?:一?个)?(?:转化)?漏斗图?[:：,，]?", "", found["before"])
    deeds = [re.sub("的?(?:人|客户)?$", "", deed) for deed in _JOINT.split(found["deeds"])]
    readings = [read(f"{before}{deed}的客户有多少", state) for deed in deeds]
    sized = all(r.ask is None and [c.tool for c in r.calls] == ["size_audience"] for r in readings)
    if not sized or len(set(deeds)) != len(deeds):
        return None
    last = readings[-1]
    last.calls = [call for reading in readings for call in reading.calls]
    last.notes = list(dict.fromkeys(note for reading in readings for note in reading.notes))
    last.account = [entry for reading in readings for entry in reading.account]
    last.question = question
    return last
