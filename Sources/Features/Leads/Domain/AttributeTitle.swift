internal import Vault

/// What the title of a column says about its values. C4.4.
package enum AttributeTitle: String, Sendable, CaseIterable {
    /// Plainly about no person: suggested to the bank, which decides.
    case harmless
    /// The bank decides.
    case undecided
    /// About a person, or free text in which one may be named: never shown, whoever marks it.
    case personal

    /// Judges a title as files write it.
    package init(_ title: String) {
        var key = title.lowercased().filter { $0.isLetter || $0.isNumber }
        // `姓名 (3)`: the second column of one title.
        while let last = key.last, last.isNumber, last.isASCII { key.removeLast() }
        if Self.harmlessTitles.contains(key) {
            self = .harmless
        } else if Self.personalParts.contains(where: { key.contains($0) })
            || Self.personalTitles.contains(key)
        {
            self = .personal
        } else {
            self = .undecided
        }
    }

    private static let harmlessTitles: Set<String> = [
        "行业", "所属行业", "行业类别", "行业类型", "经营行业", "贷款余额", "余额", "存款余额", "额度", "授信额度",
        "预授信额度", "可用额度", "剩余额度", "额度区间", "贷款金额", "金额", "产品", "产品名称", "贷款产品", "产品类型",
        "利率", "年利率", "期限", "贷款期限", "还款方式", "还款日", "到期日", "客户类型", "客户等级", "客群", "渠道", "批次",
        "经营年限", "经营状况", "住房贷款", "个人贷款", "上次营销", "上次营销结果", "上次联系月份", "上次联系星期",
        "本次营销联系次数", "距上次营销天数", "以往联系次数", "industry", "sector", "balance", "loanbalance",
        "limit", "creditlimit", "amount", "loanamount", "product", "productname", "rate", "term",
        "segment", "channel", "batch",
    ]
    private static let personalParts = [
        "姓名", "名字", "称呼", "联系人", "联系方式", "联系电话", "配偶", "妻", "夫", "父", "母", "子女", "亲属", "家属", "家庭",
        "担保人", "法人", "代表人", "股东", "经办", "经理", "负责人", "介绍人", "推荐人", "共借", "共同借款", "电话", "手机",
        "号码", "座机", "固话", "传真", "微信", "扣扣", "邮箱", "邮件", "账户", "账号", "帐号", "帐户", "卡号", "银行卡", "身份证",
        "证件", "护照", "执照", "信用代码", "税号", "车牌", "地址", "住址", "住所", "户籍", "籍贯", "门牌", "位置", "经度", "纬度",
        "出生", "生日", "备注", "说明", "描述", "情况", "记录", "留言", "摘要", "附言", "跟进", "企业名", "公司", "单位", "商户",
        "店名", "字号", "密码", "contact", "spouse", "phone", "mobile", "telephone", "fax", "wechat",
        "weixin", "mail", "account", "cardn", "idcard", "idn", "passport", "licen", "address",
        "birth", "remark", "note", "comment", "memo", "description", "company", "employer",
        "guarantor", "owner", "password",
    ]
    private static let personalTitles: Set<String> = [
        "名称", "客户名称", "客户", "name", "fullname", "customername", "customer", "tel", "qq", "id",
        "msisdn", "card",
    ]
}

extension LeadCard.Attribute {
    /// How long a value may be under a title of which nothing is known; longer is free text.
    private static let longestValue = 40

    /// The attribute as an agent may see it: nil where nothing of it is shown. A value that looks
    /// like a number, a card, a plate, an address or a person is masked, whatever its title. C4.4.
    init?(shown name: String, value: String) {
        let title = AttributeTitle(name)
        switch title {
        case .personal: return nil
        case .harmless where Self.isAmount(value): self.init(name: name, value: value)
        case .harmless, .undecided:
            let isFreeText = title == .undecided && value.count > Self.longestValue
            self.init(name: name, value: isFreeText ? Masked.whole : Self.masked(value))
        }
    }

    private static func masked(_ value: String) -> String {
        if PersonName.isLikely(in: value) || PlaceName.isLikely(in: value) { return Masked.whole }
        let masked = Masked(freeText: value).description
        return masked != value && hasDigits(beside: masked) ? Masked.whole : masked
    }

    /// Whether digits stand beside a number that was masked: they may be more of it.
    private static func hasDigits(beside masked: String) -> Bool {
        masked.split { $0.isWhitespace || !$0.isNumber && $0 != "*" && $0 != "-" }
            .filter { !$0.contains("*") }
            .contains { $0.count { $0.isNumber } >= 3 }
    }

    /// `120000`, `1,200,000.00`, of at most nine digits before the point.
    private static func isAmount(_ value: String) -> Bool {
        let parts = value.filter { $0 != "," }.split(
            separator: ".",
            omittingEmptySubsequences: false
        )
        guard let whole = parts.first, (1...9).contains(whole.count), parts.count < 3,
            whole.count == 1 || whole.first != "0"
        else { return false }
        return parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber }
        } && (parts.count == 1 || parts[1].count <= 4)
    }
}
