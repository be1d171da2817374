internal import Kernel
internal import Tables

/// Turns the public data set "Bank Marketing" (UCI, `bank-additional-full.csv`: 41,188 real calls
/// of a bank's campaigns; or the archive with it) into a lead file. It names nobody: names are made up and numbers begin
/// with 154, which nobody has; both come from a seed.
///
/// The call's length and its result are left out: nobody knows them before the call.
package struct FromUCI {
    private let random: any RandomSource
    private let first: Int
    private let step: Int

    /// Makes names and numbers from `seed`.
    package init(seed: UInt64) {
        random = SeededRandom(seed)
        first = random.int(in: 0...99_999_999)
        // Odd and no multiple of 5: the numbers go through all hundred million before one repeats.
        step = random.int(in: 1_000_000...8_999_999) * 10 + 7
    }

    /// Reads `path` and gives the lead file piece by piece to `write`; returns the number of leads.
    package func convert(_ path: String, _ write: ([UInt8]) throws -> Void) throws -> Int {
        let reader: TableReader
        do throws(TableError) {
            reader = try TableFile.open(
                path,
                orInArchive: "bank-additional-full.csv",
                temporaryFolder: "/tmp",
            )
        } catch .unreadableWorkbook {
            throw ImportRefusal.notUCI
        } catch {
            throw ImportRefusal(error)
        }
        let columns = Self.columns.compactMap { column in
            reader.header.firstIndex(of: column.source).map { ($0, column) }
        }
        guard columns.count == Self.columns.count else { throw ImportRefusal.notUCI }
        var text = TableText()
        text.append(["姓名", "手机号", "省份"] + Self.columns.map(\.title))
        var count = 0
        while try next(reader) {
            let values = columns.map { index, column in
                Self.readable(reader.text(index), column)
            }
            text.append([name(), number(count), random.pick(Self.provinces)] + values)
            count += 1
            if text.bytes.count > 1 << 20 { try write(text.take()) }
        }
        try write(text.take())
        return count
    }

    private func next(_ reader: TableReader) throws(ImportRefusal) -> Bool {
        do throws(TableError) { return try reader.next() } catch { throw ImportRefusal(error) }
    }

    private func name() -> String {
        random.pick(Self.surnames) + random.pick(Self.given)
            + (random.int(in: 0...2) == 0 ? "" : random.pick(Self.given))
    }

    private func number(_ index: Int) -> String {
        "154" + String(String((first + index * step) % 100_000_000 + 100_000_000).dropFirst())
    }

    // MARK: Words

    private struct Column {
        let source: String
        let title: String
        var words: [String: String] = [:]
    }

    private static func readable(_ value: String, _ column: Column) -> String {
        column.words[value] ?? general[value] ?? value
    }

    /// The titles of the columns that are neither name, number nor province.
    package static let titles = columns.map(\.title)

    private static let general = [
        "yes": "是", "no": "否", "unknown": "未知", "nonexistent": "无",
    ]
    private static let columns = [
        Column(source: "age", title: "年龄"),
        Column(
            source: "job",
            title: "职业",
            words: [
                "admin.": "行政", "blue-collar": "工人", "entrepreneur": "企业主",
                "housemaid": "家政", "management": "管理人员", "retired": "退休",
                "self-employed": "自雇", "services": "服务业", "student": "学生",
                "technician": "技术人员", "unemployed": "待业",
            ]
        ),
        Column(
            source: "marital",
            title: "婚姻",
            words: ["married": "已婚", "single": "单身", "divorced": "离异或丧偶"]
        ),
        Column(
            source: "education",
            title: "学历",
            words: [
                "basic.4y": "小学", "basic.6y": "小学以上", "basic.9y": "初中",
                "high.school": "高中", "illiterate": "未入学", "professional.course": "职业教育",
                "university.degree": "大学",
            ]
        ),
        Column(source: "default", title: "信用违约"),
        Column(source: "housing", title: "住房贷款"),
        Column(source: "loan", title: "个人贷款"),
        Column(
            source: "contact",
            title: "联系方式",
            words: ["cellular": "移动", "telephone": "固定"]
        ),
        Column(source: "month", title: "上次联系月份", words: months),
        Column(
            source: "day_of_week",
            title: "上次联系星期",
            words: ["mon": "周一", "tue": "周二", "wed": "周三", "thu": "周四", "fri": "周五"]
        ),
        Column(source: "campaign", title: "本次营销联系次数"),
        Column(source: "pdays", title: "距上次营销天数", words: ["999": "未联系过"]),
        Column(source: "previous", title: "以往联系次数"),
        Column(
            source: "poutcome",
            title: "上次营销结果",
            words: ["failure": "未成功", "success": "成功"]
        ),
        Column(source: "emp.var.rate", title: "就业变动率"),
        Column(source: "cons.price.idx", title: "消费价格指数"),
        Column(source: "cons.conf.idx", title: "消费者信心指数"),
        Column(source: "euribor3m", title: "三个月同业利率"),
        Column(source: "nr.employed", title: "就业人数"),
    ]
    private static let months = Dictionary(
        uniqueKeysWithValues: [
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ].enumerated().map { ($1, "\($0 + 1)月") }
    )
    private static let surnames = Array("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜")
        .map(String.init)
    private static let given = Array("安宁和平春秋山川云雨松竹梅兰远航明朗书文思源景行嘉禾子衿")
        .map(String.init)
    private static let provinces = [
        "浙江", "江苏", "上海", "安徽", "福建", "江西", "山东", "广东", "湖北", "湖南", "河南", "四川",
    ]
}
