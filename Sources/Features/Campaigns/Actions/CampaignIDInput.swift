package import Kernel
package import Web

/// The input of what needs nothing but a task's identity.
package struct CampaignIDInput: FormInput {
    let id: ID<Campaign>

    package init(_ form: Form) throws(InvalidInput) {
        id = try form.id("id")
    }
}

/// A task's identity and a note that goes into its history.
package struct CampaignNoteInput: FormInput {
    let id: ID<Campaign>
    let note: String

    package init(_ form: Form) throws(InvalidInput) {
        id = try form.id("id")
        note = try form.optionalRemark("note", maximum: 200) ?? ""
    }
}
