package import Kernel

/// Reads the fields of a form one after another and gathers what is wrong with each, so that a
/// person reads every problem at once. For fields that depend on one another; those that do not
/// are read with `Form.read`.
package struct FieldReader {
    /// What is read.
    package let form: Form
    /// What was wrong so far, in the order of the fields.
    package private(set) var problems: [InvalidInput.Problem] = []

    /// Reads from `form`.
    package init(_ form: Form) {
        self.form = form
    }

    /// Adds a problem of a field.
    package mutating func report(_ field: String, _ message: L) {
        problems.append(.init(field, message))
    }

    /// The field's value; nil when it is wrong, which is then reported.
    package mutating func read<Value>(_ field: InputField<Value>) -> Value? {
        read { form throws(InvalidInput) in try field.read(form) }
    }

    /// The value of a field that may be empty; nil when it is, and when it is wrong.
    package mutating func read<Value>(_ field: InputField<Value?>) -> Value? {
        read { form throws(InvalidInput) in try field.read(form) } ?? nil
    }

    /// What `body` reads; nil when it is wrong, which is then reported.
    package mutating func read<Value>(
        _ body: (Form) throws(InvalidInput) -> Value
    ) -> Value? {
        do throws(InvalidInput) {
            return try body(form)
        } catch {
            problems += error.problems
            return nil
        }
    }

    /// Whether the field came at all with something in it.
    package func has(_ field: String) -> Bool { form.all(field).first != nil }

    /// Throws what was wrong, if anything was.
    package func finish() throws(InvalidInput) {
        if !problems.isEmpty { throw InvalidInput(problems) }
    }
}

extension Form {
    /// The values of the fields; throws every problem of all of them.
    package func read<each Value>(
        _ field: repeat InputField<each Value>
    ) throws(InvalidInput) -> (repeat each Value) {
        var reader = FieldReader(self)
        for one in repeat each field { reader.look(one) }
        try reader.finish()
        return (repeat try (each field).read(self))
    }
}

extension FieldReader {
    fileprivate mutating func look<Value>(_ field: InputField<Value>) {
        _ = read { form throws(InvalidInput) in try field.read(form) }
    }
}

/// The input of what needs nothing but the identity of a thing, `id` in its route.
package struct IDInput<Owner>: FormInput {
    /// The thing.
    package let id: ID<Owner>

    package init(_ form: Form) throws(InvalidInput) {
        id = try form.id("id")
    }
}
