package import Access
internal import Database
package import Kernel
package import Records
package import Telephony
package import Web

/// On what a recording is held: the letter of a court, of the regulator, of the customer. They are the
/// bank's; no vendor reads them. C4.4, C4.5.
package enum HoldDocuments: DocumentHolder {
    package typealias Owner = PlacedCall
    package static let path = "/calls/{id}/recording/documents"
    package static let table = DocumentTable<PlacedCall>("recording_document")
    package static let see = Permission.seeHoldDocuments
    package static let add = Permission.holdRecordings
    package static let copy = Permission.seeHoldDocuments
    package static let kind = ThingKind.recording
    package static let adding = (
        code: "recording.add_document", words: L("上传保全依据", en: "Brought a document of a hold")
    )
    package static let title = L("保全依据文件", en: "Documents of the hold")
    package static let taken: [DocumentKind] = [.pdf, .png, .jpeg, .ofd]

    package static func find(_ call: CallID, _ context: Context) throws {
        _ = try RecordingStore(context.transaction).find(call, visibleTo: context.viewer)
    }
}
