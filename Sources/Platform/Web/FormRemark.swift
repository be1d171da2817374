package import Kernel
internal import Vault

extension Form {
    /// A text that is kept in the clear, such as the reason for an act: what leads to a person is
    /// hidden before anyone keeps it. C4.4.
    package func remark(_ field: String, maximum: Int) throws(InvalidInput) -> String {
        FreeTextMasking.mask(try text(field, maximum: maximum))
    }

    /// The same for a text that may be missing.
    package func optionalRemark(_ field: String, maximum: Int) throws(InvalidInput) -> String? {
        try optionalText(field, maximum: maximum).map { FreeTextMasking.mask($0) }
    }
}
