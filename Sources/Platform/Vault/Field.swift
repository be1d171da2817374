/// Where a sealed value belongs: a column, by table and name.
///
/// It is bound to the value: what was sealed as `lead.name_sealed` does not open as anything else.
/// Each capability names its own: `extension Field { static let leadName = Field("lead.name_sealed") }`.
/// A name never changes once values are stored under it.
package struct Field: Hashable, Sendable {
    /// The name, such as `lead.name_sealed`.
    package let name: String
    /// The name as it is bound to a value.
    let bytes: [UInt8]

    /// Takes `table.column`.
    package init(_ name: String) {
        self.name = name
        bytes = Array(name.utf8)
    }
}
