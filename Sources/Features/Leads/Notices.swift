internal import Access
internal import Database
internal import Kernel
internal import Web

/// What people are told of the files that they brought.
extension NoticeKind {
    /// The file was read through and waits for a word.
    static let importReady = NoticeKind(
        "import.ready",
        L("导入已试读，待您确认", en: "An import was read through and waits for you"),
    )
    /// Its rows are in.
    static let importDone = NoticeKind("import.done", L("导入已完成", en: "An import is done"))
    /// Rows of a suppression list block nobody yet. C4.12.
    static let importUnsettled = NoticeKind(
        "import.unsettled",
        L("禁呼名单有未生效行待处理", en: "Rows of a suppression list must be settled"),
    )
    /// It stopped.
    static let importFailed = NoticeKind(
        "import.failed",
        L("导入已停止，请查看原因", en: "An import stopped: see why"),
    )
    /// It was taken back.
    static let importUndone = NoticeKind(
        "import.undone",
        L("导入已撤回", en: "An import was taken back"),
    )

    /// All of them.
    static let ofLeads = [importReady, importDone, importUnsettled, importFailed, importUndone]
}

extension ImportState {
    /// What whoever brought the file is told once it comes here.
    fileprivate var notice: NoticeKind? {
        switch self {
        case .ready: .importReady
        case .finished: .importDone
        case .unsettled: .importUnsettled
        case .failed: .importFailed
        case .undone: .importUndone
        case .checking, .mapping, .running, .undoing: nil
        }
    }
}

extension ImportStore {
    /// Tells whoever brought a file what became of it.
    func notify(_ id: ID<LeadImport>, _ state: ImportState, at now: Moment) throws {
        guard let kind = state.notice else { return }
        let row = try transaction.one(
            "SELECT created_by FROM lead_import WHERE id = \(id)"
        )
        try Notices(transaction).tell(
            kind,
            to: [try row.id("created_by")],
            about: Thing(.leadImport, id.rawValue),
            once: "\(id)",
            at: now,
        )
    }
}
