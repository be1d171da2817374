internal import Kernel
internal import Web

extension NoticeKind {
    /// To those who give programs access, a month, a week and a day before it ends.
    static let clientExpires = NoticeKind(
        "client.expires",
        L("接口账号即将到期", en: "A client's access ends soon"),
    )
}
