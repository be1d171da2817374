package import HTML
package import Kernel

/// A refusal as the reader sees it: the same on the page and in the JSON.
package struct Problem: Resource {
    /// One field that is wrong.
    package struct Field: Encodable, Sendable {
        /// The field's name.
        package let field: String
        /// What is wrong with it.
        package let message: L
    }

    /// The stable code.
    package let code: String
    /// What happened and what to do next.
    package let message: L
    /// The fields that are wrong; empty when it is not about fields.
    package let problems: [Field]
    private let refusalStatus: Int

    private enum CodingKeys: String, CodingKey {
        case code
        case message
        case problems
    }

    /// A refusal, as thrown.
    package init(_ refusal: any UserFacing) {
        code = refusal.code
        message = refusal.message
        refusalStatus = refusal.status.rawValue
        problems =
            (refusal as? InvalidInput)?.problems.map {
                Field(field: $0.field, message: $0.message)
            } ?? []
    }

    /// A defect of ours: nothing of it is shown but that it is in the log.
    package init(defectLoggedAs reference: String) {
        code = "internal"
        message = L(
            "系统出错，操作未生效；请重试，仍不行请把编号\(reference)告知系统管理员。",
            en: "Something broke and nothing was changed. Try again; if it stays, tell the system "
                + "administrator the number \(reference).",
        )
        refusalStatus = 500
        problems = []
    }

    package var title: L {
        switch refusalStatus {
        case 401: L("请先登录", en: "Sign in first")
        case 403: L("没有权限", en: "Not permitted")
        case 404: L("找不到", en: "Not found")
        case 422: L("输入有误", en: "The input is wrong")
        case 500: L("系统出错", en: "Something broke")
        default: L("操作未被接受", en: "Not accepted")
        }
    }

    package var status: Int { refusalStatus }

    package var page: HTML {
        errorContent(code: code, title: title, message) {
            if !problems.isEmpty {
                element("ul") {
                    for problem in problems {
                        element("li") {
                            element("code") { problem.field }
                            L("：", en: ": ")
                            problem.message
                        }
                    }
                }
            }
        }
    }
}

/// What the web layer itself refuses, before any capability is asked.
package enum RequestRefusal: UserFacing, Hashable {
    /// Nobody is signed in, or the session has run out.
    case notSignedIn
    /// The right is missing.
    case notPermitted
    /// The form did not come from a page of this session.
    case forged
    /// The path exists, the method does not.
    case methodNotAllowed
    /// No such page.
    case noSuchPage
    /// The body is larger than the endpoint takes.
    case tooLarge(limit: Int)
    /// The body does not parse.
    case malformed
    /// The form has more fields than any of ours.
    case tooManyFields
    /// The address has too many requests under way.
    case tooManyAtOnce
    /// The password must be changed first.
    case passwordChangeDue
    /// Too many requests of the same urgency wait already.
    case tooBusy

    package var code: String {
        switch self {
        case .notSignedIn: "session.required"
        case .notPermitted: "permission.missing"
        case .forged: "form.forged"
        case .methodNotAllowed: "method.not_allowed"
        case .noSuchPage: "not_found"
        case .tooLarge: "body.too_large"
        case .malformed: "body.malformed"
        case .tooManyFields: "body.too_many_fields"
        case .tooManyAtOnce: "requests.too_many"
        case .passwordChangeDue: "password.change_due"
        case .tooBusy: "service.too_busy"
        }
    }

    package var status: RefusalStatus {
        switch self {
        case .notSignedIn: .unauthenticated
        case .notPermitted, .passwordChangeDue, .forged: .forbidden
        case .methodNotAllowed, .malformed, .tooManyFields: .badRequest
        case .tooManyAtOnce: .tooMany
        case .noSuchPage: .notFound
        case .tooLarge: .tooLarge
        case .tooBusy: .unavailable
        }
    }

    package var message: L {
        switch self {
        case .notSignedIn:
            L("尚未登录，或登录已过期，请重新登录。", en: "You are not signed in, or no longer. Sign in again.")
        case .notPermitted:
            L("您的角色没有此项权限。", en: "Your role does not have this right.")
        case .forged:
            L(
                "表单不是从您当前的登录页面提交的，请刷新页面后重试。",
                en: "The form did not come from a page of this session. Reload the page, try again.",
            )
        case .methodNotAllowed:
            L("此地址不支持该操作。", en: "This address does not take that method.")
        case .noSuchPage:
            L("没有这个页面，请从菜单进入。", en: "There is no such page. Choose from the menu.")
        case .tooLarge(let limit):
            L("内容超过上限（\(Self.size(limit))）。", en: "Larger than the \(Self.size(limit)) allowed.")
        case .malformed:
            L("请求内容无法解析，请检查格式后重试。", en: "The request cannot be read; check its form.")
        case .tooManyFields:
            L(
                "表单字段超过\(Exchange.mostFields)个，请分次提交。",
                en: "A form has at most \(Exchange.mostFields) fields; send it in parts.",
            )
        case .tooManyAtOnce:
            L(
                "此地址同时发来的请求过多，请稍后再试。",
                en: "Too many requests at once from this address. Try again in a moment.",
            )
        case .passwordChangeDue:
            L("请先修改初始密码。", en: "Change your first password before anything else.")
        case .tooBusy:
            L(
                "正在处理的请求过多，本次未处理；请稍候几秒再试。",
                en:
                    "Too many requests are waiting, and nothing was done for this one. Try again in a "
                    + "few seconds.",
            )
        }
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 1 << 20 ? "\(bytes >> 10) KB" : "\(bytes >> 20) MB"
    }
}
