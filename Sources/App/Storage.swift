internal import Database
internal import Glibc
internal import Vault

/// The data folder, its database and its key, found in order and held by this program alone.
///
/// A key and its database belong together: one without the other is refused before anything is
/// made. Before the database knows its key, the key lies under another name, so that a first start
/// which is cut off at any place is followed by one that goes on.
struct Storage {
    let folder: DataFolder
    let claim: DatabaseClaim
    let database: any Database
    let vault: Vault
    /// Whether the database has yet to learn its key.
    private let isKeyUnknown: Bool

    /// What a database knows of its key.
    private enum KnownKey: Hashable {
        /// It has no tables.
        case noTables
        /// It has tables and no key: the program ended in between.
        case none
        /// The fingerprint of the key with which it was begun.
        case fingerprint(String)
    }

    /// Opens what `configuration` names. Throws a `StartRefusal` or a `MasterKeyRefusal` in words.
    init(_ configuration: Configuration) throws {
        let folder = try DataFolder(configuration.dataFolder)
        let url = configuration.database ?? "sqlite:\(folder.database)"
        let hasKey = access(folder.key, F_OK) == 0
        let (claim, database, known) = try StartRefusal.explaining {
            try Self.prepareFile(DatabaseAddress(url), folder, hasKey: hasKey)
            let claim = try Self.claim(url)
            let database = try openDatabase(url: url)
            return (claim, database, try Self.knownKey(database))
        }
        (self.folder, self.claim, self.database) = (folder, claim, database)
        if hasKey {
            guard known != .noTables else { throw StartRefusal.noDatabase(key: folder.key) }
            vault = Vault(masterKey: try MasterKey.load(from: folder.key))
        } else if access(folder.newKey, F_OK) == 0 {
            vault = Vault(masterKey: try MasterKey.load(from: folder.newKey))
        } else {
            guard known == .noTables else { throw StartRefusal.noKey(folder.key) }
            vault = Vault(masterKey: try MasterKey.create(at: folder.newKey))
        }
        switch known {
        case .noTables, .none: isKeyUnknown = true
        case .fingerprint(let fingerprint):
            guard fingerprint == vault.fingerprint else { throw StartRefusal.wrongKey }
            isKeyUnknown = false
        }
    }

    /// Lets the database know its key, once it has its tables.
    func keepKey() throws {
        if isKeyUnknown {
            try database.write { try Facts($0).set("key", vault.fingerprint) }
        }
        guard access(folder.newKey, F_OK) == 0 else { return }
        guard rename(folder.newKey, folder.key) == 0 else {
            throw StartRefusal.noFolder(folder.key)
        }
        let directory = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    /// Refuses an embedded database that is missing beside its key, since opening makes an empty
    /// one, or that others may read; makes a new one for the program's own user alone.
    private static func prepareFile(
        _ address: DatabaseAddress,
        _ folder: DataFolder,
        hasKey: Bool,
    ) throws {
        switch address {
        case .postgres: return
        case .sqlite(let path):
            if access(path, F_OK) != 0 {
                if hasKey { throw StartRefusal.noDatabase(key: folder.key) }
                try folder.write("", to: path)
            }
            // What lies in the data folder is out of others' reach with the folder.
            if path != folder.database {
                try DataFolder.requirePrivate(path, S_IFREG, chmod: "600")
            }
        }
    }

    /// Claims the database for this program alone. Throws a `StartRefusal` while another has it.
    static func claim(_ url: String) throws -> DatabaseClaim {
        do {
            return try DatabaseClaim(url: url)
        } catch let problem as DatabaseClaim.Problem {
            switch problem {
            case .taken(let process): throw StartRefusal.databaseInUse(process: process)
            case .unusable(let path, _): throw StartRefusal.noFolder(path)
            }
        }
    }

    private static func knownKey(_ database: any Database) throws -> KnownKey {
        try database.read { transaction in
            do {
                return try Facts(transaction)["key"].map(KnownKey.fingerprint) ?? KnownKey.none
            } catch let error as DatabaseError where error.isMissingTable {
                return .noTables
            }
        }
    }
}
