package import Access
internal import Database
package import Kernel
internal import Vault
package import Web

/// The suppression list, newest first; lifted entries stay in it. C4.12.
package struct ListSuppressions: Endpoint {
    package static let route = Route(.get, "/suppressions")
    package static let permission = Permission.listSuppression

    package struct Input: FormInput {
        let after: Int64

        package init(_ form: Form) throws(InvalidInput) {
            after = Int64(try form.optionalInt("after", in: 0...Int.max) ?? 0)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> SuppressionPage {
        let entries = try Suppression(context.transaction).list(
            before: input.after == 0 ? .max : input.after,
            limit: SuppressionPage.pageSize + 1,
            vault: context.environment.vault,
        )
        return try SuppressionPage(entries, after: input.after, context)
    }
}

/// Adds a customer by hand; it holds at once, in every task. C4.12.
package struct AddSuppression: Endpoint {
    package static let route = Route(.post, "/suppressions")
    package static let permission = Permission.addSuppression
    package static let act: LoggedAct? = LoggedAct(
        "suppression.add",
        L("新增禁呼", en: "Added to the suppression list"),
        onSaid: .suppression,
    )

    package struct Input: FormInput {
        let phone: PhoneNumber
        let reason: SuppressionReason
        let evidence: String

        package init(_ form: Form) throws(InvalidInput) {
            phone = try form.suppressedNumber("phone")
            reason = try form.choice("reason")
            evidence = try form.remark("evidence", maximum: 500)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let vault = context.environment.vault
        let id = try Suppression(context.transaction).add(
            vault.customerKey(input.phone),
            reason: input.reason,
            evidence: input.evidence,
            phoneSealed: vault.seal(input.phone.digits, as: .suppressedPhone),
            by: context.viewer,
            at: context.now,
        )
        context.concerns(.suppression, id)
        return Done("/suppressions")
    }
}

/// Lifts an entry with a reason. The entry stays, and no lead comes back by itself. C4.12.
package struct LiftSuppression: Endpoint {
    package static let route = Route(.post, "/suppressions/{id}/lift")
    package static let permission = Permission.liftSuppression
    package static let act: LoggedAct? = LoggedAct(
        "suppression.lift",
        L("解除禁呼", en: "Lifted a suppression"),
        on: .suppression,
    )

    package struct Input: FormInput {
        let id: ID<SuppressionEntry>
        let reason: String

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            reason = try form.remark("reason", maximum: 500)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        try Suppression(context.transaction).lift(
            input.id,
            because: input.reason,
            by: context.viewer,
            at: context.now,
        )
        return Done("/suppressions", id: input.id.rawValue)
    }
}

/// Whether a number is on the list, and why. The number comes in the body and stands in no URL.
package struct SearchSuppression: Endpoint {
    package static let route = Route(.post, "/suppressions/search")
    package static let permission = Permission.searchSuppression
    package static let act: LoggedAct? = LoggedAct(
        "suppression.search",
        L("查询禁呼号码", en: "Looked a number up in the suppression list"),
    )

    package struct Input: FormInput {
        let phone: PhoneNumber

        package init(_ form: Form) throws(InvalidInput) {
            phone = try form.suppressedNumber("phone")
        }
    }

    package func answer(
        _ input: Input,
        _ context: Context,
    ) throws -> WithHistory<SuppressionPage> {
        let vault = context.environment.vault
        let entries = try Suppression(context.transaction)
            .entries(of: vault.customerKey(input.phone), vault: vault)
        return try SuppressionPage(entries, found: Masked(phone: input.phone), context)
            .with(try context.history(of: .suppression, numbers: entries.map(\.id.rawValue)))
    }
}

extension Form {
    /// A telephone number that must be there.
    func suppressedNumber(_ field: String) throws(InvalidInput) -> PhoneNumber {
        let text = try text(field, maximum: 40)
        do throws(PhoneNumber.Problem) {
            return try PhoneNumber(text)
        } catch {
            throw InvalidInput(field, error.message)
        }
    }
}
