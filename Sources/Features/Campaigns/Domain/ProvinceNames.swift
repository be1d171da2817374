internal import Kernel

/// Recognising the province that a lead file means.
extension Province {
    /// Recognises what lead files write: `浙江`, `浙江省杭州市`, `中国浙江`, `杭州`, `330100`, `浙`,
    /// `Zhejiang Province`, `Xinjiang Uygur`; nil for anything else. Where a text could mean two
    /// provinces it is none: nothing is guessed.
    package init?(recognising text: String) {
        guard let province = Self.byShortName[text] ?? Self.meant(text) else { return nil }
        self = province
    }

    private static let byShortName = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.name.chinese, $0) }
    )

    private static func meant(_ text: String) -> Province? {
        var provinces: Set<Province> = []
        for part in halfWidth(text).split(whereSeparator: { "/|,;、\\".contains($0) }) {
            // `650100.0` is a spreadsheet's.
            let part = part.hasSuffix(".0") ? part.dropLast(2) : part
            guard let province = one(part.filter { !$0.isWhitespace && !"_-.'’".contains($0) })
            else { continue }
            provinces.insert(province)
        }
        return provinces.count == 1 ? provinces.first : nil
    }

    private static func halfWidth(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.lowercased().unicodeScalars.map { scalar in
                    (0xFF01...0xFF5E).contains(scalar.value)
                        ? Unicode.Scalar(UInt8(scalar.value - 0xFEE0)) : scalar
                }
            )
        ).lowercased()
    }

    private static func one(_ text: String) -> Province? {
        var place = text
        for prefix in ["中华人民共和国", "中国", "china"] where place.hasPrefix(prefix) {
            place.removeFirst(prefix.count)
        }
        if place.first?.isASCII == true { return byCode(place) ?? english[withoutKind(place)] }
        return byShortName[place] ?? letters[place] ?? Prefectures.province(of: place)
            ?? beginning(place) ?? Prefectures.province(beginning: place)
    }

    /// An address that begins with a province: what follows must not belong to another one, and
    /// must not be a street, for many towns have a 北京路.
    private static func beginning(_ place: String) -> Province? {
        let found = allCases.first { place.hasPrefix($0.name.chinese) }
        guard let province = found ?? (place.hasPrefix("内蒙") ? .innerMongolia : nil) else {
            return nil
        }
        var rest = place.dropFirst(found == nil ? 2 : province.name.chinese.count)
        if let kind = kinds.first(where: rest.hasPrefix) { rest = rest.dropFirst(kind.count) }
        if rest.isEmpty { return province }
        if rest.prefix(3).contains(where: { "路街巷道".contains($0) }) { return nil }
        // Districts of the four cities bear names of towns elsewhere, such as 朝阳.
        if municipalities.contains(province) { return province }
        let town =
            Prefectures.province(of: String(rest))
            ?? Prefectures.province(beginning: String(rest))
        return town == nil || town == province ? province : nil
    }

    private static let municipalities: Set<Province> = [.beijing, .tianjin, .shanghai, .chongqing]

    private static let kinds = [
        "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "直辖市", "省", "市",
    ]

    // MARK: Codes, letters, English

    /// The province of an administrative code of six digits, such as 650100.
    private static func byCode(_ code: String) -> Province? {
        guard code.utf8.count == 6, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return codes[String(code.prefix(2))]
    }

    private static let codes: [String: Province] = [
        "11": .beijing, "12": .tianjin, "13": .hebei, "14": .shanxi, "15": .innerMongolia,
        "21": .liaoning, "22": .jilin, "23": .heilongjiang, "31": .shanghai, "32": .jiangsu,
        "33": .zhejiang, "34": .anhui, "35": .fujian, "36": .jiangxi, "37": .shandong,
        "41": .henan, "42": .hubei, "43": .hunan, "44": .guangdong, "45": .guangxi,
        "46": .hainan, "50": .chongqing, "51": .sichuan, "52": .guizhou, "53": .yunnan,
        "54": .tibet, "61": .shaanxi, "62": .gansu, "63": .qinghai, "64": .ningxia,
        "65": .xinjiang,
    ]

    private static let letters: [String: Province] = [
        "京": .beijing, "津": .tianjin, "冀": .hebei, "晋": .shanxi, "蒙": .innerMongolia,
        "辽": .liaoning, "吉": .jilin, "黑": .heilongjiang, "沪": .shanghai, "申": .shanghai,
        "苏": .jiangsu, "浙": .zhejiang, "皖": .anhui, "闽": .fujian, "赣": .jiangxi,
        "鲁": .shandong, "豫": .henan, "鄂": .hubei, "湘": .hunan, "粤": .guangdong,
        "桂": .guangxi, "琼": .hainan, "渝": .chongqing, "川": .sichuan, "蜀": .sichuan,
        "黔": .guizhou, "贵": .guizhou, "滇": .yunnan, "云": .yunnan, "藏": .tibet,
        "陕": .shaanxi, "秦": .shaanxi, "甘": .gansu, "陇": .gansu, "青": .qinghai,
        "宁": .ningxia, "新": .xinjiang,
    ]

    private static let english: [String: Province] = {
        var names: [String: Province] = [
            "neimenggu": .innerMongolia, "neimongol": .innerMongolia, "xizang": .tibet,
            "guangxizhuang": .guangxi, "ningxiahui": .ningxia, "xinjianguygur": .xinjiang,
            "xinjianguyghur": .xinjiang, "xinjiangweiwuer": .xinjiang, "xinjianguighur": .xinjiang,
        ]
        for province in allCases { names[province.rawValue.filter { $0 != "_" }] = province }
        return names
    }()

    /// `zhejiang` of `zhejiangprovince`.
    private static func withoutKind(_ place: String) -> String {
        for kind in ["autonomousregion", "municipality", "province", "sheng", "city", "shi"]
        where place.hasSuffix(kind) && place.count > kind.count {
            return String(place.dropLast(kind.count))
        }
        return place
    }
}
