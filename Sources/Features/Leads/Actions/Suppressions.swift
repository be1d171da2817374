package import Access
internal import Database
internal import HTML
package import Kernel
internal import Vault
package import Web

/// The suppression list, newest first; lifted entries stay in it. C4.12.
package struct ListSuppressions: Endpoint {
    package static let route = Route(.get, "/suppressions")
    package static let permission = Permission.listSuppression

    package func answer(
        _ input: PageInput,
        _ context: Context,
    ) throws -> ListPage<SuppressionRow> {
        let found = try Suppression(context.transaction).list(
            before: input.start.before,
            limit: input.start.limit,
            vault: context.environment.vault,
        )
        return try SuppressionRow.list(
            PageOf(found, from: input.start, key: \.id.rawValue),
            context,
        )
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

    private static let evidence = InputField.remark(
        "evidence",
        L("依据", en: "Evidence"),
        maximum: 500,
    )

    static let form = PostForm(
        Self.self,
        fields: [
            SuppressionFields.phone.filled(),
            SuppressionFields.reason.filled(.customerRequest), evidence.filled(),
        ],
        submit: L("添加", en: "Add"),
        icon: .ban,
        success: L("已生效。", en: "It holds now."),
    )

    package struct Input: FormInput {
        let phone: PhoneNumber
        let reason: SuppressionReason
        let evidence: String

        package init(_ form: Form) throws(InvalidInput) {
            (phone, reason, evidence) = try form.read(
                SuppressionFields.phone,
                SuppressionFields.reason,
                AddSuppression.evidence,
            )
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

    static func offer(_ id: Int64) -> Offer {
        .act(
            Self.self,
            of: id,
            L("解除", en: "Lift"),
            .danger,
            asks: .init(
                L("解除禁呼", en: "Lift the entry"),
                L(
                    "原记录保留；已退出队列的名单不会自动恢复。",
                    en: "The entry stays, and leads that left the queues do not come back by "
                        + "themselves.",
                ),
                fields: [SuppressionFields.why.filled(id: "lift-reason-\(id)")],
            ),
            inRow: true,
        )
    }

    package struct Input: FormInput {
        let id: ID<SuppressionEntry>
        let reason: String

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            reason = try SuppressionFields.why.read(form)
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

    static let form = PostForm(
        Self.self,
        fields: [SuppressionFields.phone.filled(id: "search-phone")],
        submit: L("查询", en: "Look up"),
        icon: .search,
        isPlain: true,
    )

    package struct Input: FormInput {
        let phone: PhoneNumber

        package init(_ form: Form) throws(InvalidInput) {
            phone = try SuppressionFields.phone.read(form)
        }
    }

    package func answer(
        _ input: Input,
        _ context: Context,
    ) throws -> WithHistory<ListPage<SuppressionRow>> {
        let vault = context.environment.vault
        let entries = try Suppression(context.transaction)
            .entries(of: vault.customerKey(input.phone), vault: vault)
        return
            try SuppressionRow
            .list(PageOf(all: entries), of: Masked(phone: input.phone), context)
            .with(try context.history(of: .suppression, numbers: entries.map(\.id.rawValue)))
    }
}

/// What is entered about who must not be called.
enum SuppressionFields {
    /// A number that no browser remembers.
    static let phone = InputField<PhoneNumber>(
        "phone",
        L("号码", en: "Number"),
        isRequired: true,
        shown: \.digits,
        control: { field, text, _ in
            field.text(text, maximum: 40, more: [Attribute("autocomplete", "off")])
        },
    ) { form, name throws(InvalidInput) in
        let text = try form.text(name, maximum: 40)
        do throws(PhoneNumber.Problem) {
            return try PhoneNumber(text)
        } catch {
            throw InvalidInput(name, error.message)
        }
    }
    static let reason = InputField<SuppressionReason>.choice(
        "reason",
        L("原因", en: "Reason"),
        named: \.name,
    )
    /// Why an entry is lifted, or nobody is blocked.
    static let why = InputField.remark("reason", L("理由", en: "Reason"), maximum: 500, rows: 4)
}
