package import Access
package import Campaigns
package import Kernel

/// The owner type of an import's identity: one file of the bank. C2.1.
package enum LeadImport {}

/// What a file brings. The raw value is stored.
package enum ImportKind: String, Sendable, CaseIterable {
    /// Customers to be called in a task.
    case leads
    /// Customers who must not be called. C4.12.
    case suppression

    /// The kind's name for people.
    package var name: L {
        switch self {
        case .leads: L("客户名单", en: "Leads")
        case .suppression: L("禁呼名单", en: "Suppression list")
        }
    }
}

/// Where an import stands. The raw value is stored.
package enum ImportState: String, Sendable, CaseIterable {
    /// Someone must say which sheet, header row or column is which.
    case mapping
    /// It is read through once, and nothing of it goes in.
    case checking
    /// It was read through; someone looks at what would go in, and starts it.
    case ready
    /// It is being worked off.
    case running
    /// Every row was taken in or has its reason.
    case finished
    /// A suppression list with rows that block nobody: somebody must settle each. C4.12.
    case unsettled
    /// The file cannot be read to its end; the rows before stay.
    case failed
    /// Its leads are being taken back.
    case undoing
    /// Its leads are gone.
    case undone

    /// The state's name for people.
    package var name: L {
        switch self {
        case .mapping: L("待确认", en: "To be confirmed")
        case .checking: L("试读中", en: "Being read through")
        case .ready: L("待开始", en: "Ready to start")
        case .running: L("导入中", en: "Importing")
        case .finished: L("已完成", en: "Finished")
        case .unsettled: L("有行未禁呼，待处理", en: "Rows not blocked: act on them")
        case .failed: L("失败", en: "Failed")
        case .undoing: L("撤回中", en: "Being undone")
        case .undone: L("已撤回", en: "Undone")
        }
    }
}

/// How many rows became what.
package struct ImportCounts: Sendable, Hashable, Encodable {
    /// Rows that were read.
    package var read = 0
    /// Rows that became leads.
    package var accepted = 0
    /// Rows that are wrong in themselves.
    package var rejected = 0
    /// Rows whose customer is known already.
    package var duplicates = 0
    /// Rows whose customer must not be called.
    package var suppressed = 0

    /// Nothing yet.
    package init() {}

    mutating func count(_ rejection: ImportRejection) {
        if rejection == .suppressed {
            suppressed += 1
        } else if rejection.isDuplicate {
            duplicates += 1
        } else {
            rejected += 1
        }
    }
}

/// An import as it stands.
package struct ImportRecord: Sendable, Hashable {
    /// Its identity.
    package let id: ID<LeadImport>
    /// What it brings.
    package let kind: ImportKind
    /// The task; nil for a suppression list.
    package let campaign: ID<Campaign>?
    /// The name under which the sender keeps the file.
    package let fileName: String
    /// Where the file lies here.
    package let storedPath: String
    /// Which column is which.
    package let columns: ImportColumns
    /// Where it stands.
    package let state: ImportState
    /// The sheets of a workbook; none of a text.
    let sheets: [ImportSheet]
    /// The sheet that is imported; nil for a text, and while nobody has said which.
    let sheet: Int?
    /// The line of the header: nil for the first record, 0 for none.
    let headerLine: Int?
    /// Whether it starts without anybody's word once it was read through.
    let startsByItself: Bool
    /// What reading through showed; nil before.
    let check: ImportCheck?
    /// The place from which reading goes on, as the reader tells it; nil for the beginning.
    let position: String?
    /// How many rows became what.
    package let counts: ImportCounts
    /// Bytes before the place from which reading goes on.
    package let readBytes: Int
    /// Bytes of the file.
    package let fileBytes: Int
    /// Who brought it.
    package let createdBy: ID<Account>
    /// When.
    package let createdAt: Moment
    /// When its last row was worked off.
    package let finishedAt: Moment?
    /// Why it failed: the code of an `ImportRefusal`.
    package let problem: String?
    /// Whether one of its customers was called.
    package let isCalled: Bool
    /// How many of its leads an undo has taken back.
    package let undoneRows: Int

    /// Whether somebody must still say which sheet it is.
    var lacksSheet: Bool { !sheets.isEmpty && sheet == nil }

    /// Whether it can be taken back: before anything went in, and leads as long as nobody was
    /// called. What a suppression list has blocked stays blocked.
    package var isUndoable: Bool {
        switch state {
        case .mapping, .checking, .ready: true
        case .running, .finished, .failed: kind == .leads
        case .unsettled, .undoing, .undone: false
        }
    }
}
