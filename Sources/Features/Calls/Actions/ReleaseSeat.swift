package import Access
internal import Kernel
package import Web

/// Frees an agent's seat that nobody works at any more. The supervisor's act, always possible.
package struct ReleaseSeat: Endpoint {
    package static let route = Route(.post, "/seats/{id}/release")
    package static let permission = Permission.freeSeats
    package static let act: LoggedAct? = LoggedAct(
        "seat.release",
        L("释放席位", en: "Freed a seat"),
        on: .seat,
    )
    /// A call is hung up whether or not anything can be written.
    package static let access = DatabaseAccess.own

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: IDInput<Account>, _ context: Context) throws -> Done {
        let isEnding = try context.read { context in
            try workbench.endCall(of: input.id, context.viewer, in: context.transaction)
        }
        if isEnding {
            // The seat moves when the line tells of the end.
            _ = try context.recordLate()
            return Done("/floor", id: input.id.rawValue)
        }
        try context.write { context in
            try workbench.release(
                input.id,
                context.viewer,
                at: context.now,
                in: context.transaction,
            )
        }
        return Done("/floor", id: input.id.rawValue)
    }
}
