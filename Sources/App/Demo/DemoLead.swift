internal import Kernel
internal import Leads

/// Made-up customers of the demo: numbers that nobody has, names that are plainly invented.
enum DemoLead {
    private static let surnames = Array("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张").map(String.init)
    private static let given = ["示例", "样本", "演示", "测", "试", "虚拟", "某", "甲", "乙", "丙"]
    private static let regions = ["浙江", "江苏", "上海", "安徽", "福建", ""]
    private static let trades = ["餐饮", "零售", "批发", "运输", "种植", "养殖", "加工", "服务"]
    private static let lastOutcomes = ["无", "无", "无", "未接通", "曾有意向", "曾拒绝"]

    /// The columns beside name, number and province.
    static let titles = ["年龄", "行业", "住房贷款", "上次营销", "经营年限"]

    static func make(_ random: any RandomSource) -> LeadStore.NewLead {
        let digits = "154" + String(random.int(in: 10_000_000...99_999_999))
        let phone: PhoneNumber
        do {
            phone = try PhoneNumber(digits)
        } catch {
            preconditionFailure("Eleven digits that begin with 154 are a number.")
        }
        return LeadStore.NewLead(
            name: random.pick(surnames) + random.pick(given),
            phone: phone,
            attributes: [
                "年龄": String(random.int(in: 22...64)),
                "行业": random.pick(trades),
                "住房贷款": random.pick(["有", "无", "未知"]),
                "上次营销": random.pick(lastOutcomes),
                "经营年限": String(random.int(in: 1...18)),
            ],
            region: random.pick(regions),
            priority: random.int(in: 0...9),
        )
    }
}

/// The demo's wording.
enum DemoScript {
    static let text = """
        【开场】自我介绍
        您好，我是{机构}委托的外呼专员，工号{工号}，本次通话将会录音。请问是机主本人吗？
        → 是本人：征得同意
        → 不是本人：礼貌结束

        【许可】征得同意
        占用您一分钟介绍一下我行的普惠贷款，可以吗？
        → 可以：产品介绍
        → 不方便：礼貌结束
        → 拒绝：礼貌结束

        【介绍】产品介绍
        我行会一次性告知包含全部费用的年化综合融资成本，具体额度和利率以审批为准。
        您可以在手机银行申请，也可以到店办理。

        【结束】礼貌结束
        感谢接听，祝您生活愉快。

        【异议】利率太高
        我们的年化综合融资成本包含全部费用，没有其他收费。

        【异议】暂时不需要
        没关系，额度可以先了解，需要时再申请。

        【异议】你们怎么有我的号码
        号码来自您在我行留存并同意营销的信息，如您不希望再接到来电，我现在就为您登记。

        """
}
