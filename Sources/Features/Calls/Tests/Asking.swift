import Access
import Database
import Kernel
import Telephony
import Web

extension Fixture {
    /// What `viewer` gets from an endpoint that is asked for from `peer`, with the right checked as
    /// the router does.
    func ask<E: Endpoint>(
        _ endpoint: E,
        as viewer: Viewer,
        from peer: String = "",
        _ fields: [String: String] = [:],
        on line: (any Line)? = nil,
        in open: Transaction? = nil,
    ) throws -> E.Output {
        guard E.permission.allows(viewer) else { throw RequestRefusal.notPermitted }
        let input = try E.Input(Form(fields.mapValues { [$0] }))
        func context(_ transaction: Transaction?) -> Context {
            Context(
                viewer: viewer,
                now: now,
                wallNow: now,
                language: .chinese,
                environment: line.map { environment($0) } ?? environment,
                peer: peer,
                transaction: transaction,
            )
        }
        if let open { return try endpoint.answer(input, context(open)) }
        if E.access == .own { return try endpoint.answer(input, context(nil)) }
        return try database.write { try endpoint.answer(input, context($0)) }
    }
}
