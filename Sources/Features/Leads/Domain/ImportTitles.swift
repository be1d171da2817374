/// What banks write above the columns of a lead file, Chinese and English.
enum ImportTitles {
    /// The words of a title as they are compared: half-width, lower case, without what stands in
    /// brackets, such as `（必填）`, and without marks.
    static func key(_ title: String) -> String {
        var depth = 0
        var key = ""
        for scalar in title.unicodeScalars {
            let plain =
                (0xFF01...0xFF5E).contains(scalar.value)
                ? Unicode.Scalar(UInt8(scalar.value - 0xFEE0)) : scalar
            let character = Character(plain)
            switch character {
            case "(", "[", "【", "〔", "<": depth += 1
            case ")", "]", "】", "〕", ">": depth = max(0, depth - 1)
            default:
                if depth == 0, character.isLetter || character.isNumber {
                    key += character.lowercased()
                }
            }
        }
        return key
    }

    /// The columns that bear one of the names, in the order of the names; of `联系电话1` and
    /// `联系电话2` the first.
    static func places(of names: [String], in keys: [String]) -> [Int] {
        names.flatMap { name in
            keys.indices.filter { keys[$0] == name || keys[$0] == "\(name)1" }
        }
    }

    /// Whether a title says that a telephone number stands below, whosesoever.
    static func isPhone(_ title: String) -> Bool {
        let key = key(title)
        return ["电话", "手机", "座机", "联系号码", "备用号码", "其他号码", "phone", "mobile"]
            .contains(where: key.contains)
    }

    static let phone = [
        "手机号码", "手机号", "手机", "客户手机号码", "客户手机号", "客户手机", "本人手机号码", "本人手机号", "本人手机",
        "移动电话号码", "移动电话", "联系手机号码", "联系手机号", "联系手机", "联系电话", "联系号码", "联系电话号码", "客户电话号码",
        "客户电话", "客户联系电话", "电话号码", "电话", "号码", "phone", "phonenumber", "phoneno", "mobile",
        "mobilephone", "mobilenumber", "mobileno", "cellphone", "telephone", "telephonenumber",
        "tel", "msisdn",
    ]
    static let name = [
        "客户姓名", "姓名", "客户名称", "客户名", "户名", "借款人姓名", "借款人", "法人姓名", "法人代表姓名", "法人代表",
        "法定代表人姓名", "法定代表人", "企业名称", "单位名称", "公司名称", "名称", "称呼", "customername", "fullname",
        "name", "companyname", "accountname",
    ]
    static let region = [
        "省份", "省", "所在省份", "所在省", "所属省份", "省市", "省份名称", "地区", "区域", "归属地", "号码归属地",
        "手机归属地", "手机号归属地", "所在地", "省份代码", "province", "region", "state",
    ]
    static let number = [
        "客户编号", "客户号", "ecif客户号", "ecif客户编号", "ecif号", "ecif编号", "ecif", "核心客户号", "客户id",
        "客户代码", "客户标识", "customernumber", "customerno", "customerid", "customer", "cif", "cifno",
        "cifnumber", "ecifno",
    ]
    static let institution = [
        "管户机构", "管户支行", "管户行", "所属支行", "所属机构", "所属网点", "归属机构", "归属支行", "经办机构", "经办支行",
        "开户机构", "开户支行", "机构名称", "支行名称", "支行", "网点", "网点名称", "机构", "institution", "branch",
        "branchname",
    ]
    static let priority = ["优先级", "优先", "priority"]
    static let reason = ["禁呼原因", "禁呼理由", "原因", "理由", "reason"]
    static let evidence = [
        "依据", "禁呼依据", "证据", "凭证", "工单号", "投诉编号", "evidence", "ticket",
    ]
}
