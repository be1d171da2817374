package import Database
package import HTML
package import Kernel

/// What a reader saw of a thing that others may change: counts its changes. A page carries it in
/// its forms; a change on the ground of an older one is refused.
package struct Version: Hashable, Sendable {
    /// How many changes there were; 0 for a thing as it was made.
    package let rawValue: Int64

    /// The version after so many changes.
    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// The name of the field that carries it, on pages and in JSON.
    package static let field = "version"

    /// The field of a form that carries it, unseen.
    package var html: HTML { hiddenField(Self.field, String(rawValue)) }
}

/// A kind of thing that several people look at and change, such as a call task. Its name is stored.
package struct SharedThing: Hashable, Sendable {
    /// The stable name.
    package let name: String

    /// A kind of things.
    package init(_ name: String) {
        self.name = name
    }
}

/// How an endpoint changes a shared thing.
package enum Edit: Hashable, Sendable {
    /// Only as it was seen: the request carries the version, and another one is refused. For every
    /// approval and every edit. The thing is the one that the route's `id` names, or the only one.
    case asSeen(SharedThing)
    /// Whatever was seen: for what must never wait, such as pausing a task or closing an account.
    /// Whoever saw the thing before is refused from then on.
    case always(SharedThing)

    /// Whether the request carries the version that was seen.
    var isAsSeen: Bool {
        switch self {
        case .asSeen: true
        case .always: false
        }
    }

    /// The kind of thing.
    package var thing: SharedThing {
        switch self {
        case .asSeen(let thing), .always(let thing): thing
        }
    }

    /// What the request says that it saw. Throws where it has to and does not.
    func seen(
        in form: Form,
        _ parameters: [String: String],
    ) throws(InvalidInput) -> SeenVersion {
        let id = parameters["id"].flatMap { Int64($0) } ?? 0
        switch self {
        case .always(let thing): return SeenVersion(thing: thing, id: id, version: nil)
        case .asSeen(let thing):
            let version = try form.optionalInt(Version.field, in: 0...Int.max)
            guard let version else {
                throw InvalidInput(
                    Version.field,
                    L(
                        "缺少所核对内容的版本，请重新打开页面；程序请先读取再带上version。",
                        en: "The version that was seen is missing. Open the page again; a program "
                            + "reads the thing first and sends its version.",
                    ),
                )
            }
            return SeenVersion(thing: thing, id: id, version: Version(Int64(version)))
        }
    }
}

/// A version that a request says it saw; nil for a change that never waits.
struct SeenVersion {
    let thing: SharedThing
    let id: Int64
    let version: Version?

    /// Counts the change. Throws where the thing is no longer what was seen: what the transaction
    /// did goes back with it.
    func take(in transaction: Transaction) throws {
        try Versions(transaction).advance(thing, id, seen: version)
    }
}

/// Why a change is refused: it was made on the ground of what no longer holds.
package enum ChangedMeanwhile: UserFacing, Hashable {
    /// Someone else changed the thing after the page was opened.
    case changed

    package var code: String { "changed_meanwhile" }

    package var status: RefusalStatus { .refused }

    package var message: L {
        L(
            "打开本页之后，内容已被他人更改，本次操作未生效。请刷新页面，核对现在的内容后再办理。",
            en: "Someone changed this after you opened the page, and nothing was done. Reload the "
                + "page, check what it says now, and decide again.",
        )
    }
}

/// How often each shared thing was changed. One table for all: a thing without a row was never
/// changed.
package struct Versions {
    private let transaction: Transaction

    /// The versions within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// The version of a thing; without `id` that of the only one of its kind.
    package func version(of thing: SharedThing, _ id: Int64 = 0) throws -> Version {
        let row = try transaction.first(
            """
            SELECT version FROM shared_version WHERE thing = \(thing.name) AND thing_id = \(id)
            """
        )
        return Version(try row?.int(0) ?? 0)
    }

    /// Counts a change; with `seen` only of the thing as it was seen. Two that saw the same one
    /// never both change it, also at the same moment: one statement looks and counts.
    package func advance(_ thing: SharedThing, _ id: Int64 = 0, seen: Version?) throws {
        guard let seen else {
            try transaction.execute(
                """
                INSERT INTO shared_version(thing, thing_id, version)
                VALUES (\(thing.name), \(id), 1)
                ON CONFLICT (thing, thing_id) DO UPDATE SET version = shared_version.version + 1
                """
            )
            return
        }
        let changed =
            seen == Version(0)
            ? try transaction.execute(
                """
                INSERT INTO shared_version(thing, thing_id, version)
                VALUES (\(thing.name), \(id), 1) ON CONFLICT (thing, thing_id) DO NOTHING
                """
            )
            : try transaction.execute(
                """
                UPDATE shared_version SET version = version + 1 WHERE thing = \(thing.name)
                    AND thing_id = \(id) AND version = \(seen.rawValue)
                """
            )
        if changed == 0 { throw ChangedMeanwhile.changed }
    }

    static let migrations = [
        Migration(
            capability: "web",
            number: 1,
            sql: """
                CREATE TABLE shared_version(
                    thing TEXT NOT NULL,
                    thing_id BIGINT NOT NULL,
                    version BIGINT NOT NULL,
                    PRIMARY KEY(thing, thing_id)
                );
                """,
        )
    ]
}

extension Context {
    /// The version of a thing, for the forms of its page; without `id` that of the only one.
    package func version(of thing: SharedThing, _ id: Int64 = 0) throws -> Version {
        try Versions(transaction).version(of: thing, id)
    }
}
