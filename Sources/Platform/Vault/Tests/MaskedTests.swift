import FoundationEssentials
import Kernel
import Testing
import Vault

@Suite("C4.4 Customer data is shown masked")
struct MaskedTests {
    @Test(
        "C4.4 号码只显示首尾 · a number shows its ends alone",
        arguments: [
            ("15412348000", "154****8000"), ("+86 154-1234-8000", "154****8000"),
            ("010-12345678", "010-****5678"), ("02012345678", "020-****5678"),
            ("07551234567", "0755-****567"), ("0571 8765 4321", "0571-****4321"),
        ]
    )
    func phones(written: String, masked: String) throws {
        #expect("\(Masked(phone: try PhoneNumber(written)))" == masked)
    }

    @Test(
        "C4.4 姓名只显示姓氏 · a name shows the surname alone",
        arguments: [
            ("张三", "张*"), ("张三丰", "张**"), ("欧阳修", "欧阳*"), ("司马相如", "司马**"), ("司马", "司*"),
            ("李", "李*"), (" 王 五 ", "王*"), ("Jane Example", "J***"), ("é", "é***"), ("", ""),
            ("阿卜杜热合曼·买买提", "阿******"),
        ]
    )
    func names(name: String, masked: String) {
        #expect("\(Masked(name: name))" == masked)
    }

    @Test(
        "C4.4 账号只显示末四位 · an account shows its last four",
        arguments: [
            ("6217 0000 1000 0123", "****0123"), ("12345678", "****78"), ("1234", "****"),
        ]
    )
    func accounts(account: String, masked: String) {
        #expect("\(Masked(account: account))" == masked)
    }

    @Test("C4.4 证件号码只显示首尾 · an identity number shows its ends alone")
    func identityNumbers() {
        #expect("\(Masked(identityNumber: "11010519491231002X"))" == "110***********002X")
        #expect("\(Masked(identityNumber: "E12345678"))" == "****5678")
    }

    @Test("C4.4 JSON 中也只有掩码 · JSON carries the mask alone")
    func encoding() throws {
        let json = try JSONEncoder().encode([Masked(name: "张三")])
        #expect(String(decoding: json, as: UTF8.self) == "[\"张*\"]")
    }

    @Test(
        "C4.4 备注中的号码被遮盖 · numbers in a note are hidden",
        arguments: [
            ("请打15412348000，谢谢", "请打154****8000，谢谢"),
            ("新号 154 1234 8000 找张", "新号 154****8000 找张"),
            ("154-1234-8000", "154****8000"), ("+86 154.1234.8000", "+154****8000"),
            ("座机０１０－１２３４５６７８", "座机010-****5678"),
            ("一五四一二三四八〇〇〇", "154****8000"),
            ("身份证11010519491231002X。", "身份证110***********002X。"),
            ("卡号6217000010000123", "卡号621*********0123"),
            ("本地 8765 4321", "本地 ****21"),
            ("2026-03-31 154 1234 8000", "2026-03-31 154****8000"),
            ("8000 2026-03-31", "8000 2026-03-31"), ("14:00 154/1234/5678", "14:00 154****5678"),
        ]
    )
    func notes(note: String, masked: String) {
        #expect(FreeTextMasking.mask(note) == masked)
        #expect("\(Masked(freeText: masked))" == masked)
    }

    @Test(
        "C4.4 日期、时间与金额保持可读 · dates, times and amounts stay",
        arguments: [
            "2026-03-31 14:00 再联系", "想贷 50 万，分 36 期", "2026年3月31日", "额度 500000 元", "一二三", "",
            "2026-03-31",
        ]
    )
    func harmless(note: String) {
        #expect(FreeTextMasking.mask(note) == note)
    }
}
