import Access
import Kernel

@testable import Campaigns

/// Values that several tests start from.
enum Sample {
    static func details(
        reference: String = "HX-2026-0001",
        institution: ID<Institution> = ID(3),
        vendor: ID<Organisation> = ID(2),
        script: ID<ScriptVersion>? = ID(4),
    ) -> CampaignDetails {
        CampaignDetails(
            coreReference: reference,
            name: "春季小微贷",
            product: "小微快贷",
            institution: institution,
            vendor: vendor,
            targetGroup: "个体工商户",
            startsOn: BusinessDay(2026, 3, 2),
            endsOn: BusinessDay(2026, 4, 30),
            scriptVersion: script,
            consentBasis: "客户在手机银行签署的营销同意",
        )
    }

    static let script = """
        【开场】自我介绍
        您好，我是{机构}委托的外呼专员，工号{工号}，本次通话将会录音。
        → 是本人：征得同意
        → 不是本人：礼貌结束

        【许可】征得同意
        占用您一分钟介绍一下我行的普惠贷款，可以吗？
        → 可以：小微快贷
        → 不方便：礼貌结束
        → 拒绝：礼貌结束

        【介绍】小微快贷
        年化综合融资成本为{年化成本}，具体额度和利率以审批为准。
        您可以在手机银行申请，也可以到店办理。

        【结束】礼貌结束
        感谢接听，祝您生活愉快。

        【异议】利率太高
        我们的年化综合融资成本包含全部费用，没有其他收费。

        """
}
