/// The attributes of one kind of element that a map asks about, and the values it knows of each.
///
/// Texts are compared once, when a ticket is read; from then on values are numbers.
struct AttributeSlots: Sendable {
    struct Slot: Sendable {
        let name: String
        let form: ProtocolAttribute.Form
        let fallback: String?
        /// Number of each value that a filter of the map names.
        var numbers = TextNumbers()
        /// Whether values that the map does not name must be told apart as well, for equivalence and `distinct`.
        var tellsAllApart = false

        /// The text under which equal values are the same.
        func canonical(_ text: String) -> String {
            switch form {
            case .text, .several: text
            case .number, .boolean: ProtocolAttribute(form: form).canonical(text)
            }
        }
    }

    /// A value that no filter of the map names.
    static let unknown: Int32 = -2
    /// No value.
    static let absent: Int32 = -1

    private(set) var slots: [Slot] = []
    private var positions: [String: Int] = [:]
    private let kind: ElementKind

    init(kind: ElementKind) { self.kind = kind }

    /// The position of an attribute, made on first use.
    mutating func position(of name: String) -> Int {
        if let position = positions[name] { return position }
        let attribute = ProtocolAttribute.named(name, of: kind)
        slots.append(Slot(name: name, form: attribute.form, fallback: attribute.fallback))
        positions[name] = slots.count - 1
        return slots.count - 1
    }

    /// The number of a value, made on first use.
    mutating func number(of value: String, at position: Int) -> Int32 {
        slots[position].numbers.add(slots[position].canonical(value))
    }

    /// Asks for values of an attribute to be told apart even where no filter names them.
    mutating func tellAllApart(at position: Int) { slots[position].tellsAllApart = true }
}
