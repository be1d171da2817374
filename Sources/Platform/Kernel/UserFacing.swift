/// How an answer stands to the request, in the words of HTTP.
package enum RefusalStatus: Int, Sendable {
    /// The form is broken or forged.
    case badRequest = 400
    /// Nobody is signed in.
    case unauthenticated = 401
    /// The viewer knows of the thing but may not do this.
    case forbidden = 403
    /// No such thing, or none that the viewer may know of.
    case notFound = 404
    /// The rules refuse it as things stand.
    case refused = 409
    /// The body is larger than allowed.
    case tooLarge = 413
    /// The input does not parse.
    case invalid = 422
    /// Too often in too short a time.
    case tooMany = 429
    /// The service cannot answer now.
    case unavailable = 503
}

/// A refusal that people read: what happened and what to do next.
///
/// Everything else that is thrown is a defect and reaches nobody but the log.
package protocol UserFacing: Error, Sendable {
    /// A stable name for programs, such as `calls.daily_cap`. Never changes once released.
    var code: String { get }
    /// How the answer stands to the request.
    var status: RefusalStatus { get }
    /// What happened and what to do next.
    var message: L { get }
    /// When the same may be asked again; nil where waiting changes nothing. Told as `Retry-After`.
    var retryAt: Moment? { get }
}

extension UserFacing {
    package var retryAt: Moment? { nil }
}

/// Input that does not parse: one entry for each field that is wrong. Status 422.
package struct InvalidInput: UserFacing, Hashable {
    /// One thing wrong with one field.
    package struct Problem: Sendable, Hashable {
        /// The field's name in the form.
        package let field: String
        /// What is wrong and what would be right.
        package let message: L

        /// Names the field and what is wrong with it.
        package init(_ field: String, _ message: L) {
            self.field = field
            self.message = message
        }
    }

    /// What is wrong, in the order of the form.
    package let problems: [Problem]

    /// Gathers the problems of one form.
    package init(_ problems: [Problem]) {
        self.problems = problems
    }

    /// One problem with one field.
    package init(_ field: String, _ message: L) {
        problems = [Problem(field, message)]
    }

    package var code: String { "input.invalid" }
    package var status: RefusalStatus { .invalid }
    package var message: L {
        guard let first = problems.first else {
            return L("输入有误。", en: "The input is wrong.")
        }
        return problems.dropFirst().reduce(first.message) { $0 + L(same: " ") + $1.message }
    }
}

/// A thing that does not exist, or that the viewer may not know of. Status 404.
package struct NotFound: UserFacing, Hashable {
    /// What was looked for.
    package let what: L

    /// Names what was looked for: `NotFound(L("外呼任务", en: "call task"))`.
    package init(_ what: L) {
        self.what = what
    }

    package var code: String { "not_found" }
    package var status: RefusalStatus { .notFound }
    package var message: L {
        L("找不到该\(what.chinese)，或您无权查看。", en: "No such \(what.english), or not yours to see.")
    }
}
