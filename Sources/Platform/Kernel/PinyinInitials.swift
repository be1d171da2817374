/// The first letters of the pinyin of Chinese words: `wh` for 外呼, by which a page is found without an
/// input method. The table holds the words of the menu and its acts; a test tells which are missing.
package enum PinyinInitials {
    /// The initials of a text: letters and digits stand for themselves, what is not in the table is
    /// left out.
    package static func of(_ text: String) -> String {
        String(
            text.lowercased().compactMap { character in
                if character.isASCII {
                    return character.isLetter || character.isNumber ? character : nil
                }
                return table[character]
            }
        )
    }

    /// The Chinese characters of a text that the table does not have.
    package static func missing(in text: String) -> [Character] {
        text.filter { !$0.isASCII && $0.isLetter && table[$0] == nil }.map { $0 }
    }

    private static let table: [Character: Character] = {
        var table: [Character: Character] = [:]
        for (initial, characters) in groups {
            for character in characters {
                precondition(table[character] == nil, "\(character) stands in the table twice.")
                table[character] = initial
            }
        }
        return table
    }()

    /// As read in the words of this product: 行 is háng, as in 行方.
    private static let groups: [(initial: Character, characters: String)] = [
        ("a", "安案"),
        ("b", "报保办补表标本变备部不班编版被步"),
        ("c", "场存超出查程策差草处采词测产次成"),
        ("d", "待导单地对登打电到点订队断短定督的段度动代贷档底调"),
        ("e", "额"),
        ("f", "访方分费服复发法风付放反"),
        ("g", "供管工岗改告个高各规公关更构广果过"),
        ("h", "回呼话行后合号户换划会核汇恢毁"),
        ("j", "结监接机解经检建进禁计假件级奖节金急季绩加记价卷基救"),
        ("k", "控客考款扣看开口库课"),
        ("l", "络录量理历例类流离练立利"),
        ("m", "名密码满面门目模"),
        ("n", "内年能"),
        ("p", "票评培批排配凭品频派判"),
        ("q", "权签情取确区全请清期强"),
        ("r", "任日人入认容"),
        ("s", "商审时事首失使术省收设试申诉送所实书索数上算锁室始"),
        ("t", "通台听停题投提统退图推条替"),
        ("w", "外网我务位完文违问维物"),
        ("x", "席向现修新信系限项巡选写线训续效学险销消性协详"),
        ("y", "业约音意应页用预员异与运营院疑要语域阅月验有"),
        ("z", "坐作账志质整职证正暂中主资准自字转责在支知周状执站"),
    ]
}
