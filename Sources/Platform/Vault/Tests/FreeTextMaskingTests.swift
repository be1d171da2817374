import Testing
import Vault

@Suite("C4.4 What leads to a person is hidden in free text")
struct FreeTextMaskingTests {
    /// The digits that a reader finds side by side, whatever stands between them but a star.
    private func longestRun(_ text: String) -> Int {
        var (longest, current) = (0, 0)
        for scalar in text.unicodeScalars {
            let properties = scalar.properties
            if "壹贰叁肆伍陆柒捌玖零〇一二三四五六七八九幺两洞拐勾oOlI".unicodeScalars.contains(scalar)
                || properties.numericValue != nil
            {
                current += (properties.numericValue ?? 1) >= 10 ? 2 : 1
            } else if scalar == "*" || properties.isAlphabetic {
                current = 0
            }
            longest = max(longest, current)
        }
        return longest
    }

    static let evasions = [
        "15412345678", "154/1234/5678", "154\u{A0}1234\u{A0}5678", "154\u{200B}1234\u{200B}5678",
        "1\u{200D}5\u{200D}4\u{200D}1\u{200D}2\u{200D}3\u{200D}4\u{200D}5\u{200D}6\u{200D}7\u{200D}8",
        "154\u{FEFF}12345678", "154\u{AD}1234\u{AD}5678", "154\u{2060}12345678",
        "154\u{3000}1234\u{3000}5678", "154\u{2009}1234\u{202F}5678", "154_1234_5678",
        "154 - 1234 - 5678", "154，1234，5678", "154,1234,5678", "154、1234、5678", "154。1234。5678",
        "154;1234;5678", "154·1234·5678", "154•1234•5678", "154*1234*5678", "(154)12345678",
        "（154）1234（5678）", "154~1234~5678", "154|1234|5678", "154#1234#5678", "154+1234+5678",
        "154\n1234\n5678", "154\t1234\t5678", "1 5 4 1 2 3 4 5 6 7 8", "1-5-4-1-2-3-4-5-6-7-8",
        "1.5.4.1.2.3.4.5.6.7.8", "1，5，4，1，2，3，4，5，6，7，8", "154...1234...5678", "154——1234——5678",
        "154转1234转5678", "154再1234再5678", "154杠1234杠5678", "壹伍肆壹贰叁肆伍陆柒捌",
        "壹伍肆 壹贰叁肆 伍陆柒捌", "一五四一二三四五六七八", "幺五四幺两三四五六拐八", "①⑤④①②③④⑤⑥⑦⑧",
        "❶❺❹❶❷❸❹❺❻❼❽", "⓵⓹⓸⓵⓶⓷⓸⓹⓺⓻⓼", "⑴⑸⑷⑴⑵⑶⑷⑸⑹⑺⑻", "㈠㈤㈣㈠㈡㈢㈣㈤㈥㈦㈧", "⒈⒌⒋⒈⒉⒊⒋⒌⒍⒎⒏",
        "¹⁵⁴¹²³⁴⁵⁶⁷⁸", "₁₅₄₁₂₃₄₅₆₇₈", "１５４１２３４５６７８", "１５４－１２３４－５６７８", "١٥٤١٢٣٤٥٦٧٨",
        "۱۵۴۱۲۳۴۵۶۷۸", "१५४१२३४५६७८", "𝟏𝟓𝟒𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", "𝟣𝟧𝟦𝟣𝟤𝟥𝟦𝟧𝟨𝟩𝟪",
        "1️⃣5️⃣4️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "1\u{0336}5\u{0336}4\u{0336}12345678", "l54l2345678",
        "I5412345678", "154O234567B 15412345678", "15O12345678", "154 12 345 678", "154一二三四5678",
        "1五4一2三4五6七8", "154①②③④5678", "1five4 1234 5678", "one five four 1234 5678",
        "打154,123,456,78", "15,412,345,678", "15412345678元", "15:41:23:45:678", "154😀1234😀5678",
        "+86-154-1234-5678", "0086 154 1234 5678", "座机 010/8765/4321", "0571，87654321", "8765 4321",
        "8765/4321转801", "6217 0000 1000 0123 456", "6217-0000-1000-0123", "6217，0000，1000，0123",
        "110101 19900101 001X", "110101/19900101/0010", "11010119900101001x", "〡〥〤〡〢〣〤〥〦〧〨",
        "ㅤ154ㅤ1234ㅤ5678", "154\u{2028}1234\u{2028}5678", "余额15412345678", "154 (中间) 12345678",
    ]

    @Test("C4.4 变形书写的号码被遮盖 · a number is found however it is written", arguments: evasions)
    func evasion(_ number: String) {
        for note in [number, "请打\(number)，谢谢", "新号：\(number)"] {
            let masked = FreeTextMasking.mask(note)
            #expect(longestRun(masked) < 7, "\(note) → \(masked)")
            #expect(masked.contains("*") && masked != note, "\(note)")
            #expect(FreeTextMasking.mask(masked) == masked)
        }
    }

    /// Numbers with words between, and numbers as they are said, each with digits that must go.
    static let spoken = [
        ("154点1234点5678", "1234"), ("154号1234转5678", "1234"), ("154號1234號5678", "1234"),
        ("154然后1234然后5678", "1234"), ("154后面1234最后是5678", "1234"), ("154段1234段5678", "1234"),
        ("154空1234空5678", "1234"), ("154的1234的5678", "1234"), ("154时1234分5678秒", "1234"),
        ("154元1234元5678元", "1234"), ("154万1234万5678", "1234"), ("余额154点1234点5678", "1234"),
        ("154 dot 1234 dot 5678", "1234"), ("154 then 1234 then 5678", "1234"),
        ("154x1234x5678", "1234"), ("1点5点4点1点2点3点4点5点6点7点8点", "5点6"),
        ("1那5那4那1那2那3那4那5那6那7那8", "5那6"), ("一百五十四 1234 5678", "1234"),
        ("一百五十四一二三四五六七八", "二三四"), ("一百五十四，一千二百三十四，五千六百七十八", "二百三十四"),
        ("一百五十四一千二百三十四五千六百七十八", "二百三十四"), ("壹佰伍拾肆 1234 5678", "1234"),
        ("1百5十4 1234 5678", "1234"), ("一百五十四号1234号5678", "1234"),
        ("154一千二百三十四5678", "二百三十四"), ("幺五四点幺两三四点五六拐八", "五六"),
        ("幺五四 洞洞两三 拐八勾洞", "洞洞"), ("110101那19900101那0010", "19900101"),
        ("6217空0000空1000空0123", "1000"), ("010那8765那4321", "8765"),
    ]

    @Test(
        "C4.4 夹字、口语读出的号码被遮盖 · words between and spoken numerals do not hide it",
        arguments: spoken
    )
    func words(_ number: String, _ hidden: String) {
        for note in [number, "请打\(number)，谢谢", "新号：\(number)", "3点到5点打\(number)，贷20万"] {
            let masked = FreeTextMasking.mask(note)
            #expect(!masked.contains(hidden) && masked.contains("*"), "\(note) → \(masked)")
            #expect(FreeTextMasking.mask(masked) == masked)
        }
    }

    static let honest = [
        "前3位客户", "后两个月再说", "新A股5000股", "川A级客户", "乡村振兴贷3户联保", "后4位同事来",
        "12点30分", "贷款20万", "2026年11月26日", "下午3点到5点", "下午3点到5点，2026年11月26日再打，贷款20万分36期",
        "一百五十四户", "三百五十万，二十四期，一百二十个月", "十二点三十分再打", "二十三号下午两点到五点", "想贷三十五万八千，还三年",
        "一千二百元的三百六十期", "第十一次打，说了两三次", "十分满意，一般三点以后有空", "8点、10点、14点都行", "3月5日14时30分05秒",
        "贷20万，用3年，月还6000，利率4.35%", "营收300万到500万，员工20到30人", "1季度120万2季度150万3季度180万",
        "有3家店，开了12年，每天流水5千到8千", "家里5口人，2个孩子，大的12岁", "2026年11月26日14点30分05秒",
        "13年11月26日14点30分05秒开户", "还了6期还剩30期，每期1520元", "call 2 times, then 3 pm to 5 pm",
        "2026-03-31 14:00 再联系", "2026年3月31日下午两点半", "2026/3/31 到店", "2026.03.31", "20260331",
        "2026-03-01 至 2026-03-31", "2026-03-01~2026-03-31", "09:00-12:00, 14:00-20:00",
        "14:00:05 接通",
        "周一到周五 9:00-17:30", "想贷 50 万，分 36 期", "额度 500000 元", "额度500000，36期", "余额 1,200,000.00",
        "120,000元", "1200000元", "年化3.85%，36期", "3.85%-4.35%", "利率 3.85% 到 4.20%", "贷款1200000",
        "余额：1200000", "¥1200000", "授信 500,000，已用 120,000", "500000，300000 两档", "拨打3次，接通2次",
        "第一次 2 分钟，第二次 5 分钟", "一五一十地说了", "二〇二六年三月三十一日", "三十六期，每期五千", "2024-2026 年流水",
        "3-5天内答复", "1/3 已还", "12 个月 24 个月 36 个月", "资料：1. 身份证 2. 流水 3. 执照", "2号楼见", "3号下午到店",
        "工号A007", "版本 v1.2.3", "192.168.1.10:8088", "年营业额 300 万，员工 12 人", "约了 3月31日14:30",
        "2026-03-31，14:00 再打", "8:30 12:00 14:30 20:00", "客户在路上，晚点再打", "知道了，周三 10 点联系", "街道办开会",
        "微信申请过了", "asked for 50,000 at 3.85%", "call back at 14:00 on 2026-04-01",
        "loan of 120000.50",
        "looks good, will follow up", "two or three more calls", "wechat official account", "",
        "2026-03-31 09:00 2026-04-01 15:00", "首付30%，剩余70%", "（1）收入证明（2）流水", "5000.00 元，12 期",
        "110 平米，3 室 2 厅", "一、二、三档", "说了五六次", "零售", "餐饮", "工单 20260331-0012", "回访 10:00~11:00",
        "周一14:00-15:30，周三10:30-11:30", "第二次 14:00，第三次 16:30",
        "三十五万，十二期，一百二十个月", "星期五 9:00，2026-04-03 10:00",
    ]

    @Test("C4.4 日期、时间与金额保持可读 · dates, times and amounts stay", arguments: honest)
    func unchanged(_ note: String) {
        #expect(FreeTextMasking.mask(note) == note)
    }

    @Test(
        "C4.4 邮箱、微信号与地址被遮盖 · mail, messenger names and addresses are hidden",
        arguments: [
            ("发到 zhang.san@example.com 吧", "zhang"), ("邮箱ab_1＠qq.com。", "ab_1"),
            ("15412345678@139.com", "@139"), ("微信号:abc123", "abc123"),
            ("加微信 zhang_san88", "zhang_san"),
            ("wx：helloworld", "helloworld"), ("VX abc_2020", "abc_2020"), ("QQ号12345", "12345"),
            ("wechat id: sunsan2020", "sunsan2020"), ("薇信是xiaoli", "xiaoli"),
            ("住在朝阳区某路1号302", "某路1号"), ("文三路 478 号", "478 号"), ("幸福小区3栋2单元501室", "501"),
            ("3栋2单元501", "501"), ("李家村5组12号", "12号"), ("解放大道一百弄八号302室", "302"),
            ("李家村东头第三户", "第三户"), ("住李家村村口", "李家"), ("王庄屯三队第2家", "三队"),
            ("苏A12345", "12345"), ("车牌苏A·12345", "12345"), ("开苏AD12345来", "12345"),
            ("苏a 123 45", "123"), ("车牌号：A12B45", "12B"), ("粤Z1234港", "1234"),
            ("新能源苏A·D1234Z", "1234"),
        ]
    )
    func contacts(note: String, hidden: String) {
        let masked = FreeTextMasking.mask(note)
        #expect(!masked.contains(hidden), "\(masked)")
        #expect(FreeTextMasking.mask(masked) == masked)
    }

    @Test(
        "C4.4 分段说的号码合起来看 · a number that is said in parts is read as one",
        arguments: [
            "1541234 后4位5678", "154123，后5位45678", "前7位1541234，后四位5678", "1541234尾号是5678",
            "1541234 最后4位数 5678",
        ]
    )
    func parts(note: String) {
        let masked = FreeTextMasking.mask(note)
        #expect(masked.contains("154****5678"), "\(masked)")
        #expect(FreeTextMasking.mask(masked) == masked)
    }

    @Test("C4.4 备注中的客户本人姓名被遮盖 · the customer's own name is hidden in a note")
    func ownName() {
        #expect("\(Masked(freeText: "钱二接，回15412345678", of: "钱二"))" == "钱*接，回154****5678")
        #expect("\(Masked(freeText: "欧阳修文说修文不在", of: "欧阳修文"))" == "欧阳**说**不在")
        #expect("\(Masked(freeText: "Jane Example called", of: "Jane"))" == "J*** Example called")
        #expect("\(Masked(freeText: "约好了", of: ""))" == "约好了")
    }

    @Test(
        "C4.4 文件名中的号码与姓名被遮盖 · a file's name tells no number and no person",
        arguments: [
            ("赵一15400020001.csv", "赵****0001.csv"), ("钱二.xlsx", "钱*.xlsx"),
            ("春季名单-20260331.csv", "春季名单-20260331.csv"), ("小微贷名单.csv", "小微贷名单.csv"),
            ("leads.csv", "leads.csv"), ("154 0002 0001 孙三.csv", "154****0001 孙*.csv"),
        ]
    )
    func fileNames(name: String, masked: String) {
        #expect("\(Masked(fileName: name))" == masked)
    }

    @Test(
        "C4.4 像姓名的内容认得出来 · what looks like a name is told from other words",
        arguments: [
            ("钱二", true), ("孙三（妻）", true), ("欧阳修文", true), ("老板娘接", true), ("周五", false),
            ("餐饮", false),
            ("零售", false), ("金融", false), ("管理人员", false), ("高中", false), ("小微快贷", false),
            ("未知", false), ("找张伟", true), ("联系张伟", true), ("本人王小明", true), ("张 伟", true),
            ("张\u{200B}伟", true), ("请打给王小明谈", true), ("老陈", true), ("找小李", true),
            ("王小明介绍", true), ("欧阳修文转告", true), ("联系方式", false), ("季度", false),
            ("童装批发", false), ("按季付息", false), ("金融顾问", false), ("约定还款", false),
            ("找平台", false), ("等额本息", false), ("小额贷款", false), ("老年公寓", false),
        ]
    )
    func names(text: String, isLikely: Bool) {
        #expect(PersonName.isLikely(in: text) == isLikely)
    }

    @Test(
        "C4.4 像住处的内容认得出来 · what looks like where somebody lives is told from other words",
        arguments: [
            ("李家村东头第三户", true), ("李家村", true), ("张集乡王庄", true), ("赵家沟", true),
            ("文三路口小卖部", true), ("幸福小区", true), ("村东头第二家", true), ("农村", false),
            ("乡村旅游", false), ("新农村建设", false), ("公路运输", false), ("集成电路", false),
            ("石家庄", false), ("度假村", false), ("商业街店铺", false), ("村镇银行", false),
            ("工业园区", false), ("网络零售", false), ("小区物业", false),
        ]
    )
    func places(text: String, isLikely: Bool) {
        #expect(PlaceName.isLikely(in: text) == isLikely)
    }

    @Test("C4.4 很长的文本逐字处理一次 · a long text is read once")
    func long() {
        let digits = String(repeating: "1 ", count: 4_000)
        #expect(FreeTextMasking.mask(digits).count < 100)
        let commas = String(repeating: "154，", count: 4_000)
        #expect(!FreeTextMasking.mask(commas).isEmpty)
        for piece in [
            "1\u{200B}", "1:00-", "a@", "路1", "微信", "1转", "o1", "1,234,", "后4位1", "苏A1", "家村东",
        ] {
            #expect(!FreeTextMasking.mask(String(repeating: piece, count: 2_000)).isEmpty)
        }
    }
}
