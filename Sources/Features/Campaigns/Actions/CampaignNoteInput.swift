package import Kernel
package import Web

/// A task's identity and a note that goes into its history.
package struct CampaignNoteInput: FormInput {
    let id: ID<Campaign>
    let note: String

    static let note = InputField.optionalRemark("note", L("备注", en: "Note"), maximum: 200)

    package init(_ form: Form) throws(InvalidInput) {
        id = try form.id("id")
        note = try Self.note.read(form)
    }
}
