/// Tells what looks like a place where somebody lives, with a number or without: a village, a road,
/// a quarter by its name.
package enum PlaceName {
    /// Whether `text` names one.
    package static func isLikely(in text: String) -> Bool {
        let text = text.filter { !$0.isWhitespace }.replacing("石家庄", with: "")
        if landmarks.contains(where: { text.contains($0) }) { return true }
        let signs = Array(text)
        return signs.indices.contains { index in
            guard index >= 2, signs[index - 2...index].allSatisfy(PersonName.isIdeograph) else {
                return false
            }
            let pair = String(signs[index - 1...index])
            if ordinary.contains(pair) { return false }
            if signs[index - 1] == "家", familySeats.contains(signs[index]) { return true }
            return places.contains(signs[index]) || index >= 3 && quarters.contains(pair)
        }
    }

    private static let places: Set<Character> = ["村", "屯", "寨", "庄", "巷", "弄", "苑", "路", "街"]
    private static let quarters: Set<String> = [
        "小区", "花园", "家园", "大厦", "胡同", "大院", "大道", "公馆",
    ]
    /// What stands behind a family's name: `李家沟`.
    private static let familySeats = Set("沟湾坡坝堡集窑梁洼岭河桥塘冲店".map { $0 })
    private static let landmarks = ["东头", "西头", "南头", "北头", "村口", "村头", "隔壁", "斜对面"]

    /// Words that end so and name no place of somebody's.
    private static let ordinary: Set<String> = [
        "农村", "乡村", "中村", "渔村", "假村", "俗村", "范村", "困村", "山庄", "农庄", "酒庄", "饭庄", "钱庄", "茶庄",
        "布庄", "票庄", "村庄", "枣庄", "道路", "公路", "铁路", "线路", "电路", "网路", "思路", "出路", "马路", "套路",
        "门路", "销路", "通路", "油路", "管路", "回路", "水路", "陆路", "丝路", "光路", "多路", "一路", "业街", "行街",
        "食街", "吃街", "条街", "老街", "沿街", "临街", "上街", "小巷", "里弄", "山寨", "边寨", "苗寨",
    ]
}
