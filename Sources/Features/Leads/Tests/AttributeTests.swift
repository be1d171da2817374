import Access
import Campaigns
import Database
import FoundationEssentials
import Kernel
import TestSupport
import Testing
import Vault

@testable import Leads
@testable import Web

/// The other columns of a lead file: sealed, hidden until the bank shows them, masked even then.
@Suite struct AttributeTests {
    private static let text = """
        客户编号,姓名,手机号,备用号码,联系方式,紧急联系人,配偶姓名,收款账户,身份证,地址,备注,行业,贷款余额
        K001,赵一,15400020001,15400020002,15400020003 微信同号,钱二,孙三,6200000000000000018,110101199001010010,朝阳区某路1号302,老板娘钱二接 15400020004,餐饮,120000
        K002,李四,15400020005,,,周五,,,,,,零售,30000
        K003,吴九,154000,15400020002,,钱二,孙三,6200000000000000018,,,,餐饮,120000
        """
    private static let personal = [
        "15400020002", "15400020003", "15400020004", "钱二", "孙三", "6200000000000000018",
        "110101199001010010", "某路1号", "老板娘", "周五", "吴九",
    ]

    @Test(
        "C4.4 未经行方勾选一律不展示 · nothing is shown that the bank has not ticked",
        arguments: TestEngine.available
    )
    func hidden(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let record = try desk.run(Self.text)
        #expect(record.counts.accepted == 2)
        let view = try desk.ask(ShowLead(), as: "manager", ["id": "1"])
        #expect(view.attributes.isEmpty)
        #expect(view.hiddenAttributes >= 10)
        let page = try desk.ask(ShowAttributes(), as: "auditor", ["id": desk.campaign.description])
        #expect(page.columns.count >= 10)
        #expect(page.columns.allSatisfy { !$0.isShown })
        let held = try #require(try desk.next())
        let card = try desk.database.read {
            try LeadStore($0, vault: desk.environment.vault)
                .card(held.handOut, for: desk.viewer("agent"))
        }
        #expect(card.attributes.isEmpty)
    }

    @Test(
        "C4.4 勾选后只展示一般信息 · ticked, only what is plainly not personal is clear",
        arguments: TestEngine.available
    )
    func shown(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let record = try desk.run(Self.text)
        try desk.show(["行业", "贷款余额"])
        // As if every column had been marked all the same.
        try desk.database.write { try $0.execute("UPDATE lead_attribute SET is_shown = 1") }
        let held = try #require(try desk.next())
        let card = try desk.database.read {
            try LeadStore($0, vault: desk.environment.vault)
                .card(held.handOut, for: desk.viewer("agent"))
        }
        let shown = card.attributes.map { "\($0.name)=\($0.value)" }
        #expect(shown.contains("行业=餐饮") && shown.contains("贷款余额=120000"))
        let view = try desk.ask(ShowLead(), as: "manager", ["id": "1"])
        let form = ["id": record.id.description]
        let rejects = try desk.text(desk.ask(ImportRejects(), as: "manager", form))
        let json = String(decoding: try JSON.encode(view, language: .chinese), as: UTF8.self)
        for text in [shown.joined(separator: ";"), desk.markup(view), json, rejects] {
            #expect(text.contains("餐饮") && text.contains("120000"))
            for value in Self.personal { #expect(!text.contains(value), "\(value)") }
        }
    }

    @Test(
        "C4.4 数据库中没有明文 · the database holds nothing of it in the clear",
        arguments: TestEngine.available
    )
    func stored(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let record = try desk.run(Self.text)
        #expect(record.counts.rejected == 1)
        let clear = try desk.database.read { transaction in
            try ["lead", "lead_import_reject"].map { table in
                try transaction.one(
                    """
                    SELECT COUNT(*) FROM \(SQL(stringLiteral: table))
                    WHERE attributes <> '' OR attributes_sealed IS NULL
                    """
                ).int(0)
            }
        }
        #expect(clear == [0, 0])
        if engine == .sqlite {
            try expectNone(of: Self.personal + ["餐饮", "赵一", "15400020001"], desk)
        }
    }

    /// Whether none of the values stands anywhere in the database's files.
    private func expectNone(of values: [String], _ desk: ImportDesk) throws {
        let path = try desk.database.read {
            try $0.one("SELECT file FROM pragma_database_list WHERE name = 'main'").text(0)
        }
        for suffix in ["", "-wal"] {
            let bytes = FileManager.default.contents(atPath: path + suffix) ?? Data()
            for value in values {
                #expect(bytes.firstRange(of: Data(value.utf8)) == nil, "\(value)\(suffix)")
            }
        }
    }

    @Test(
        "C4.4 旧版明文分步加密 · what an earlier version kept clear is sealed",
        arguments: TestEngine.available
    )
    func oldRows(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let rows = (0..<1_200).map { "客户,154\(10_000_000 + $0)" }
        _ = try desk.run("姓名,手机号\n" + rows.joined(separator: "\n"))
        try desk.database.write {
            try $0.execute(
                """
                UPDATE lead SET attributes = '{"配偶姓名":"孙三","行业":"零售"}', attributes_sealed = NULL
                """
            )
            try $0.execute("UPDATE lead_import SET file_name = '赵一15400020001.csv'")
        }
        // Not sealed yet, it is shown nowhere.
        #expect(try desk.ask(ShowLead(), as: "manager", ["id": "1"]).hiddenAttributes == 0)
        try ClearText(desk.environment).seal()
        let left = try desk.database.read {
            try $0.one(
                "SELECT COUNT(*) FROM lead WHERE attributes <> '' OR attributes_sealed IS NULL"
            ).int(0)
        }
        #expect(left == 0)
        #expect(try desk.attributes(of: 1_200) == ["配偶姓名": "孙三", "行业": "零售"])
        // Its columns are listed, so that the bank can show one; none is by itself.
        let page = try desk.ask(ShowAttributes(), as: "manager", ["id": desk.campaign.description])
        #expect(Set(page.columns.map(\.title)) == ["配偶姓名", "行业"])
        #expect(page.columns.allSatisfy { !$0.isShown })
        try desk.show(["行业"])
        let view = try desk.ask(ShowLead(), as: "manager", ["id": "1"])
        #expect(view.attributes == [LeadCard.Attribute(name: "行业", value: "零售")])
        #expect(view.hiddenAttributes == 1)
        if engine == .sqlite { try expectNone(of: ["孙三", "15400020001"], desk) }
        let name = try desk.database.read {
            try $0.one("SELECT file_name FROM lead_import").text(0)
        }
        #expect(!name.contains("15400020001") && !name.contains("赵一"))
    }

    @Test("C4.4 只有行方能决定，且须基于所见版本 · the bank alone decides, on what it saw")
    func decisions() throws {
        let desk = try ImportDesk()
        _ = try desk.run(Self.text)
        let id = desk.campaign.description
        for name in ["auditor", "supervisor", "agent", "stranger"] {
            #expect(throws: RequestRefusal.notPermitted) {
                try desk.ask(SetAttributes(), as: name, ["id": id])
            }
        }
        #expect(throws: AttributeRefusal.personal("备注")) { try desk.show(["备注"]) }
        #expect(throws: AttributeRefusal.unknown("星座")) { try desk.show(["星座"]) }
        try desk.show(["行业"])
        let page = try desk.ask(ShowAttributes(), as: "manager", ["id": id])
        #expect(page.columns.filter(\.isShown).map(\.title) == ["行业"])
        #expect(page.columns.allSatisfy { $0.decidedAt != nil })
        // Nobody decides about a column that came after the page was opened.
        #expect(SetAttributes.edits == .asSeen(.leadAttributes))
        _ = try desk.run("姓名,手机号,行业\n王五,15400000003,零售\n")
        let same = try desk.ask(ShowAttributes(), as: "manager", ["id": id])
        #expect(same.version == page.version)
        _ = try desk.run("姓名,手机号,偏好\n马六,15400000004,无\n")
        let later = try desk.ask(ShowAttributes(), as: "manager", ["id": id])
        #expect(later.version == page.version + 1)
        for language in [Language.chinese, .english] {
            #expect(desk.markup(page, language).contains("/campaigns/\(id)/attributes"))
        }
        #expect(throws: DatabaseError.self) {
            try desk.database.write { try $0.execute("DELETE FROM lead_attribute_decision") }
        }
    }

    @Test(
        "C4.4 标题判断 · what a title says",
        arguments: [
            ("行业", "harmless"), ("贷款余额", "harmless"), ("备用号码", "personal"), ("联系方式", "personal"),
            ("紧急联系人", "personal"), ("配偶姓名", "personal"), ("收款账户", "personal"), ("身份证", "personal"),
            ("地址", "personal"), ("备注", "personal"), ("客户经理备注", "personal"), ("Remark", "personal"),
            ("姓名 (3)", "personal"), ("name2", "personal"), ("年龄", "undecided"), ("偏好", "undecided"),
            ("上次联系月份", "harmless"),
        ]
    )
    func titles(title: String, standing: String) {
        #expect(AttributeTitle(title).rawValue == standing)
    }

    @Test(
        "C4.4 已勾选的列仍按内容遮盖 · a ticked column is masked by its values",
        arguments: [
            ("偏好", "钱二", "****"), ("偏好", "15400020002", "154****0002"), ("偏好", "老板娘接", "****"),
            ("行业", "15400020003 微信同号", "154****0003 微信同号"), ("贷款余额", "120000", "120000"),
            ("贷款余额", "1,200,000.00", "1,200,000.00"), ("贷款余额", "15400020002", "154****0002"),
            ("贷款余额", "6200000000000000018", "620************0018"),
            ("到期日", "2026-03-31", "2026-03-31"),
            ("偏好", "朝阳区某路1号302", "****"), ("行业", "餐饮", "餐饮"),
            ("偏好", "李家村东头第三户", "****"), ("产品", "苏A12345", "****"),
            ("偏好", "车牌苏A·12345", "车牌****"), ("产品", "苏AD12345", "****"),
            ("偏好", "找张伟", "****"), ("行业", "联系张伟", "****"), ("偏好", "本人王小明", "****"),
            ("偏好", "1541234 后4位5678", "154****5678"), ("偏好", "15412345678 分机 9012", "****"),
            ("额度", "120,000元", "120,000元"), ("利率", "4.35%", "4.35%"), ("期限", "36期", "36期"),
            ("产品", "小微快贷", "小微快贷"), ("还款方式", "按季付息", "按季付息"), ("偏好", "下午3点到5点", "下午3点到5点"),
            ("到期日", "2026年3月31日", "2026年3月31日"), ("行业", "公路运输", "公路运输"),
            ("产品", "乡村振兴贷", "乡村振兴贷"), ("额度区间", "50万-100万", "50万-100万"),
        ]
    )
    func values(title: String, value: String, shown: String) {
        #expect(LeadCard.Attribute(shown: title, value: value)?.value == shown)
    }

    @Test("C4.4 文件名与标题不含号码 · a file's name and its titles tell no number")
    func names() throws {
        let desk = try ImportDesk()
        let done = try desk.ask(
            ImportLeads(),
            as: "manager",
            desk.upload(
                Array("姓名,手机号,15400020002\n赵一,15400020001,是\n".utf8),
                name: "赵一15400020001.csv"
            )
        )
        let record = try desk.record(ID(done.id ?? 0))
        #expect(!record.fileName.contains("15400020001") && !record.fileName.contains("赵一"))
        let names = record.columns.attributes(of: ["姓名", "手机号", "15400020002"]).map(\.name)
        #expect(names.contains("列3") && !names.contains("15400020002"))
    }
}
