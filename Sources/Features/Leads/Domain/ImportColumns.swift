internal import FoundationEssentials
internal import Kernel

/// Which columns of a lead file are which; everything else becomes an attribute. C2.1.
package struct ImportColumns: Codable, Sendable, Hashable {
    /// The column with the number, from 0; nil until someone says which.
    package var phone: Int?
    /// The column with the name.
    package var name: Int?
    /// The column with the province; a file may have none.
    package var region: Int?
    /// The column with the priority; a file may have none.
    package var priority: Int?
    /// The column that says why a customer must not be called; of a suppression list only. C4.12.
    package var reason: Int?
    /// The column with what proves it; of a suppression list only. C4.12.
    package var evidence: Int?

    /// Names the columns.
    package init(
        phone: Int? = nil,
        name: Int? = nil,
        region: Int? = nil,
        priority: Int? = nil,
        reason: Int? = nil,
        evidence: Int? = nil,
    ) {
        self.phone = phone
        self.name = name
        self.region = region
        self.priority = priority
        self.reason = reason
        self.evidence = evidence
    }

    /// Recognises columns by what Chinese and English files call them.
    package init(recognising header: [String]) {
        let keys = header.map(Self.key)
        func column(_ names: [String]) -> Int? {
            for name in names {
                if let place = keys.firstIndex(of: name) { return place }
            }
            return nil
        }
        self.init(
            phone: column(Self.phoneNames),
            name: column(Self.nameNames),
            region: column(Self.regionNames),
            priority: column(Self.priorityNames),
            reason: column(Self.reasonNames),
            evidence: column(Self.evidenceNames),
        )
    }

    /// Whether leads can be read: the number and the name are known.
    package func isComplete(for kind: ImportKind) -> Bool {
        phone != nil && (kind == .suppression || name != nil)
    }

    /// Whether every column exists and none serves twice.
    package func fits(_ header: [String]) -> Bool {
        let used = [phone, name, region, priority, reason, evidence].compactMap(\.self)
        return Set(used).count == used.count && used.allSatisfy(header.indices.contains)
    }

    /// The columns that become attributes, with unique names, in the order of their names.
    package func attributes(of header: [String]) -> [(column: Int, name: String)] {
        let used = [phone, name, region, priority].compactMap(\.self)
        var names: Set<String> = []
        var columns: [(column: Int, name: String)] = []
        for (column, title) in header.enumerated()
        where !used.contains(column) && !Self.isPrivate(title) {
            let plain = title.isEmpty ? "列\(column + 1)" : title
            let name = names.contains(plain) ? "\(plain) (\(column + 1))" : plain
            names.insert(name)
            columns.append((column, name))
        }
        return columns.sorted { $0.name < $1.name }
    }

    /// The text under which a header's mapping is remembered: the same titles in the same order.
    package static func headerKey(_ header: [String]) -> String {
        header.map { "\($0.utf8.count):\($0)" }.joined(separator: " ")
    }

    /// The columns as stored.
    var stored: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }

    /// Reads what was stored.
    init(stored text: String) throws {
        self = try BoundedJSON.decode(Self.self, from: Array(text.utf8), most: 1 << 20)
    }

    private static func key(_ title: String) -> String {
        title.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    /// Whether a column identifies the customer beyond what a call needs.
    private static func isPrivate(_ title: String) -> Bool {
        let title = key(title)
        return privateParts.contains { title.contains($0) } || phoneNames.contains(title)
            || nameNames.contains(title)
    }

    private static let privateParts = [
        "身份证", "证件号", "护照", "银行卡号", "卡号", "账号", "帐号", "住址", "地址", "邮箱", "微信",
        "手机", "电话", "idcard", "idnumber", "passport", "cardnumber", "accountnumber", "address",
        "email", "wechat", "phone", "mobile", "telephone",
    ]
    private static let phoneNames = [
        "手机号码", "手机号", "手机", "电话号码", "联系电话", "联系号码", "客户手机", "客户电话", "客户号码",
        "移动电话", "电话", "号码", "phone", "phonenumber", "mobile", "mobilephone", "mobilenumber",
        "telephone", "telephonenumber", "tel", "msisdn",
    ]
    private static let nameNames = [
        "客户姓名", "姓名", "客户名称", "名称", "称呼", "customername", "fullname", "name", "customer",
    ]
    private static let regionNames = [
        "省份", "省", "所在省份", "省市", "地区", "区域", "归属地", "所在地", "province", "region",
    ]
    private static let priorityNames = ["优先级", "优先", "priority"]
    private static let reasonNames = ["禁呼原因", "禁呼理由", "原因", "理由", "reason"]
    private static let evidenceNames = [
        "依据", "禁呼依据", "证据", "凭证", "工单号", "投诉编号", "evidence", "ticket",
    ]
}
