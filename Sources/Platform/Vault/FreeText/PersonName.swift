/// Tells what looks like a person's name: a surname and one or two characters more.
package enum PersonName {
    /// Whether a part of `text` that stands by itself looks like a name, or a word says that it
    /// speaks of a person: `钱二`, `孙三（妻）`, `老板娘接`.
    package static func isLikely(in text: String) -> Bool {
        if words.contains(where: { text.contains($0) }) { return true }
        // A name may be written with a space in it, or with what nobody sees.
        let joined = text.filter { !$0.isWhitespace && !isInvisible($0) }
        return [text, joined].contains { text in
            text.split { !isIdeograph($0) }.contains { isName($0) || holdsName($0) }
        }
    }

    /// Whether a name stands behind a word that calls for one, or before one that says what a person
    /// does: `找张伟`, `联系王小明谈`, `老陈`, `王小明代接`.
    private static func holdsName(_ part: Substring) -> Bool {
        let isCalled = callings.contains { word in
            part.ranges(of: word).contains { isBeginning(part[$0.upperBound...]) }
        }
        if isCalled
            || doings.contains(where: { part.hasSuffix($0) && isName(part.dropLast($0.count)) })
        {
            return true
        }
        guard part.count == 2, let first = part.first, let last = part.last else { return false }
        return "老小阿".contains(first) && surnames.contains(last) && !ordinary.contains(part)
    }

    /// Whether a text begins with a name.
    private static func isBeginning(_ text: Substring) -> Bool {
        guard text.count >= 2, let first = text.first else { return false }
        if ordinary.contains(where: { text.hasPrefix($0) }) { return false }
        if surnames.contains(first) || compoundSurnames.contains(String(text.prefix(2))) {
            return true
        }
        return text.count == 2 && holdsName(text)
    }

    private static func isInvisible(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { $0.properties.generalCategory == .format }
    }

    /// The text with every part that looks like a name shown as `赵*`.
    package static func masked(in text: String) -> String {
        var result = ""
        var rest = text[...]
        while let first = rest.first {
            let isIdeographic = isIdeograph(first)
            let part = rest.prefix { isIdeograph($0) == isIdeographic }
            result += isName(part) ? "\(Masked(name: String(part)))" : String(part)
            rest = rest.dropFirst(part.count)
        }
        return result
    }

    static func isName(_ part: Substring) -> Bool {
        guard let first = part.first, (2...4).contains(part.count), !ordinary.contains(part)
        else { return false }
        if part.count > 2, compoundSurnames.contains(String(part.prefix(2))) { return true }
        return part.count < 4 && surnames.contains(first)
            && !ordinary.contains { $0.count == 2 && part.hasPrefix($0) }
    }

    static func isIdeograph(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { $0.properties.isIdeographic } ?? false
    }

    /// Words that say who someone is.
    private static let words = [
        "先生", "女士", "小姐", "太太", "老板", "妻子", "丈夫", "老公", "老婆", "爱人", "配偶", "父亲", "母亲", "爸爸",
        "妈妈", "儿子", "女儿", "哥哥", "弟弟", "姐姐", "妹妹", "本人", "法人", "朋友", "亲戚", "联系人",
    ]

    /// What is said before a name, and behind one.
    private static let callings = [
        "找", "联系", "叫", "姓", "问", "请", "约", "给", "让", "是", "即", "跟", "致电", "转告", "告诉", "通知", "咨询",
        "麻烦", "委托", "业主", "车主", "户主", "机主", "店主", "货主", "房东", "邻居", "同事", "同学", "担保", "合伙",
    ]
    private static let doings = [
        "接", "接听", "转接", "代接", "代收", "代办", "转告", "转达", "介绍", "推荐", "负责", "经办", "签字", "在家", "处理",
        "老师", "师傅", "经理", "主任", "会计", "医生", "律师", "大哥", "大姐", "阿姨", "叔叔", "的", "家", "处", "收",
    ]

    /// The most frequent surnames.
    private static let surnames = Set(
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜"
            + "崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔汤温康施牛樊葛邢安齐易乔伍"
            + "庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕裴霍卓冉季詹褚卫尤吕孔华魏姬"
    )

    /// Ordinary words that begin with a surname.
    private static let ordinary: Set<Substring> = [
        "金融", "金属", "金额", "林业", "石油", "石材", "石化", "白酒", "白领", "黄金", "方便", "方案", "江苏", "江西",
        "安徽", "安保", "安装", "许可", "万元", "余额", "程序", "任务", "高中", "高级", "高管", "高新", "高速", "高校",
        "周一", "周二", "周三", "周四", "周五", "周六", "周日", "周末", "周转", "马上", "马来", "田地", "何时", "康复",
        "牛肉", "牛奶", "包装", "包车", "关注", "关闭", "安全", "夏季", "夏天", "温室", "温泉", "章程", "易货", "段落",
        "项目", "叶菜", "孔雀", "龙虾", "雷达", "白糖", "梅花", "兰花", "左右", "尚未", "于是", "卓越", "宁波", "陶瓷",
        "毛巾", "毛衣", "熊猫", "汤料", "施工", "武汉", "钟表", "史料", "严重", "方面", "方式", "金店", "林木", "林场",
        "季度", "季末", "季节", "季付", "毛利", "毛坯", "毛纺", "童装", "童鞋", "包月", "包年", "包干", "尚可", "康养",
        "小康", "顾问", "顾客", "任何", "任意", "任职", "钱包", "钱款", "齐全", "韩餐", "韩式", "林权", "林果", "林下",
        "陶艺", "金银", "金饰", "金条", "金牌", "金卡", "白金", "白银", "白班", "黄酒", "石雕", "石料", "安防", "安检",
        "武术", "方向", "方法", "高端", "高额", "高薪", "纪念", "牛羊", "田园", "龙头", "易耗", "金价", "方可", "万以",
        "郑州", "徐州", "沈阳", "金华", "宁夏", "江阴", "江宁", "黄浦", "徐汇", "龙岩", "安庆", "安阳", "万州", "邢台",
        "马达", "唐山", "温州", "甘肃", "江门", "黄山", "黄石", "石家庄", "杨梅", "柳州", "梅州", "庄稼", "单身",
    ]

    static let compoundSurnames: Set<String> = [
        "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊",
        "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文",
        "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正",
        "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生", "公户",
        "公玉", "公仪", "梁丘", "公仲", "公上", "公门", "公山", "公坚", "左丘", "公伯", "西门", "公祖", "第五", "公乘",
        "贯丘", "公皙", "南荣", "东里", "东宫", "仲长", "子书", "子桑", "即墨", "达奚", "褚师", "纳兰", "完颜", "叶赫",
    ]
}
