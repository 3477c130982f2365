"""People whose names, addresses and numbers trip up exports, with what each should become, written out by hand."""

from typing import NamedTuple

from tools.data.engine import writing
from tools.data.workspace import Workspace, WorkspaceSettings


class Awkward(NamedTuple):
    """As the shop has them, then as they should be read."""

    name: str | None
    email: str | None
    phone: str | None
    gender: str | None
    city: str | None
    country: str | None
    wanted_email: str = ""
    wanted_phone: str = ""
    """E.164."""
    first: str = ""
    last: str = ""
    code: str = ""


PEOPLE = [
    Awkward("王小明", "Wang.XiaoMing@QQ.com", "138 1234 5678", "男", "上海", "中国",
            "wang.xiaoming@qq.com", "+8613812345678", "小明", "王", "CN"),
    Awkward("欧阳娜娜", "OUYANG@163.com", "+86 139-8765-4321", "女", "北京", "CHN",
            "ouyang@163.com", "+8613987654321", "娜娜", "欧阳", "CN"),
    Awkward("Dana Smith", "Dana+News@Example.COM", "(212) 555-0111", "F", "New York", "USA",
            "dana+news@example.com", "+12125550111", "Dana", "Smith", "US"),
    Awkward("  Ana  de la Cruz ", "  ana.cruz@example.es\n", "0034 612 34 56 78", "mujer", "A Coruña", "España",
            "ana.cruz@example.es", "+34612345678", "Ana", "de la Cruz", "ES"),
    Awkward("José Núñez", "jose@example.com", "0044 7911 123456", "male", "London", "UK",
            "jose@example.com", "+447911123456", "José", "Núñez", "GB"),
    Awkward("O'Brien-Smith, Mary", "mary.o'brien@example.ie", "+353 (0)87 123 4567", "female", "Dublin", "Éire",
            "mary.o'brien@example.ie", "+353871234567", "Mary", "O'Brien-Smith", "IE"),
    Awkward("Jürgen Weiß", "Juergen@Straße.de", "+49 (0)151 23456789", "männlich", "Köln", "Deutschland",
            "juergen@xn--strae-oqa.de", "+4915123456789", "Jürgen", "Weiß", "DE"),
    Awkward("İlker Şahin", "İLKER@EXAMPLE.COM.TR", "0532 123 45 67", "m", "İstanbul", "Türkiye",
            "ilker@example.com.tr", "+905321234567", "İlker", "Şahin", "TR"),
    Awkward("Nguyễn Văn An", "an.nguyen@example.vn", "0912 345 678", "male", "Hà Nội", "Viet Nam",
            "an.nguyen@example.vn", "+84912345678", "Văn An", "Nguyễn", "VN"),
    Awkward("محمد علي", "mohamed@example.eg", "٠١٠١٢٣٤٥٦٧٨", None, "القاهرة", "Egypt",
            "mohamed@example.eg", "+201012345678", "محمد", "علي", "EG"),
    Awkward("李小龙", "ｌｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", "１３９１２３４５６７８", "男", "香港", "ＣＮ",
            "li@example.com", "+8613912345678", "小龙", "李", "CN"),
    Awkward("John Q Public", "John.Q.Public+shop@GMail.com", "1-212-555-0123 ext. 45", "M", "Boston", "us",
            "john.q.public+shop@gmail.com", "+12125550123", "John", "Q Public", "US"),
    Awkward("Buchhandlung", "Info@BÜCHER.example", "0151/23456780", None, None, "DE",
            "info@xn--bcher-kva.example", "+4915123456780", "Buchhandlung", "", "DE"),
    Awkward("王 伟", "wang@例子.中国", "013712345679", "男", "广州", "PR China",
            "wang@xn--fsqu00a.xn--fiqs8s", "+8613712345679", "伟", "王", "CN"),
    Awkward("Spaced Out", "spa ced@example.com", "+44 7911 123457", "f", "Leeds", "England",
            "", "+447911123457", "Spaced", "Out", "GB"),
    Awkward(None, None, None, None, None, None),
    Awkward("No Country", "nocountry@example.com", "7911 123458", None, None, None,
            "nocountry@example.com", "", "No", "Country", ""),
    Awkward("赵六", "zhaoliu@example.cn", "8613712345678", "女性", "深圳", "China",
            "zhaoliu@example.cn", "+8613712345678", "六", "赵", "CN"),
    Awkward("JANE DOE", "JANE@EXAMPLE.COM", "1 415 555 2671", "FEMALE", "SAN FRANCISCO", "United States",
            "jane@example.com", "+14155552671", "JANE", "DOE", "US"),
    Awkward("Toll Free", "toll@example.com", "+1 (800) 356-9377", None, None, "US",
            "toll@example.com", "", "Toll", "Free", "US"),
    Awkward("Too Short", "short@example.com", "12345", None, None, "GB",
            "short@example.com", "", "Too", "Short", "GB"),
    Awkward("钱七", "qianqi@example.cn", "1.38E+10", "女", "杭州", "CN",
            "qianqi@example.cn", "", "七", "钱", "CN"),
    Awkward("孙八", "sunba@example.cn", "13612345678.0", "女", "杭州", "CN",
            "sunba@example.cn", "+8613612345678", "八", "孙", "CN"),
    Awkward("周九", "'zhoujiu@example.cn", "'13512345678", "女", "杭州", "CN",
            "zhoujiu@example.cn", "+8613512345678", "九", "周", "CN"),
    Awkward("吴十先生", "wushi@example.cn", '="13412345678"', "先生", "杭州", "CN",
            "wushi@example.cn", "+8613412345678", "十", "吴", "CN"),
    Awkward("=cmd|'/c calc'!A0", "calc@example.com", "+447911123459", "x", "@SUM(1+1)", "GB",
            "calc@example.com", "+447911123459", "=cmd|'/c", "calc'!A0", "GB"),
    Awkward("Dr. Emma Müller", "mailto:emma@example.de", "0049 (0) 151 2345 6781", "Frau", "München", "Germany",
            "emma@example.de", "+4915123456781", "Emma", "Müller", "DE"),
    Awkward("田中 太郎", "tanaka@example.jp", "090-1234-5678", "男性", "東京", "日本",
            "tanaka@example.jp", "+819012345678", "太郎", "田中", "JP"),
    Awkward("김민수", "kim@example.kr", "010-1234-5678", "male", "서울", "South Korea",
            "kim@example.kr", "+821012345678", "민수", "김", "KR"),
    Awkward("Two Addresses", "first@example.com; second@example.com", "+33 6 12 34 56 78 / +33 6 99 99 99 99", "w",
            "Lyon", "France", "first@example.com", "+33612345678", "Two", "Addresses", "FR"),
    Awkward("Zoë Marchand", "Zoe\u200b@example.com", "\u202a+33 6 12 34 56 79\u202c", "femme", "Paris", "FRA",
            "zoe@example.com", "+33612345679", "Zoë", "Marchand", "FR"),
    Awkward("迪丽热巴·迪力木拉提", "dilraba@example.cn", "+86 (0) 138 1234 5670", "女", "乌鲁木齐", "中国大陆",
            "dilraba@example.cn", "+8613812345670", "迪丽热巴", "迪力木拉提", "CN"),
    Awkward("陈美国", "chen@example.com", "13812345671", "女", "New York", "美国",
            "chen@example.com", "", "美国", "陈", "US"),
    Awkward("Mario Rossi", "mario@example.it", "+39 (0)347 1234567", "maschio", "Roma", "Italia",
            "mario@example.it", "+393471234567", "Mario", "Rossi", "IT"),
    Awkward("Dash First", "-dash@example.com", "+39 06 1234 5678", None, None, "IT",
            "-dash@example.com", "+390612345678", "Dash", "First", "IT"),
    Awkward("José Accent", "josé@example.com", "+34 612 345 670", "m", "Cádiz", "ES",
            "josé@example.com", "+34612345670", "José", "Accent", "ES"),
]  # fmt: skip


def make_awkward_shop(folder) -> Workspace:  # type: ignore[no-untyped-def]
    """A shop of these people, all of whom agreed to everything; no home country, so that no number is guessed."""
    workspace = Workspace.create(folder, WorkspaceSettings(name="Awkward"))
    with writing(workspace.warehouse_path) as connection:
        for number, person in enumerate(PEOPLE):
            connection.execute(
                "INSERT INTO customers VALUES (?, ?, ?, ?, ?, NULL, ?, ?, DATE '2023-01-01', true, true)",
                [f"A{number:03}", *person[:6]],
            )
        connection.execute("INSERT INTO orders VALUES ('O1', 'A000', '2024-02-01 10:00:00', 'web', 0, 'paid')")
        connection.execute("INSERT INTO order_lines VALUES ('O1', 'P1', 1, 10)")
    return workspace
