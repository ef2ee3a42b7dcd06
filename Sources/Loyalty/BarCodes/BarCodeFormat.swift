/// How a coupon type's numbers are composed: letters, each repeated to the width of its field.
public struct BarCodeFormat: Hashable, Sendable {
    /// What a letter stands for.
    public enum Letter: Character, Hashable, Sendable, CaseIterable {
        /// The type's prefix.
        case prefix = "P"
        /// The store.
        case store = "S"
        /// The terminal.
        case terminal = "T"
        /// The running number, one counter for each prefix.
        case sequence = "n"
        /// The check digit.
        case check = "c"
        /// The day of issue, `yyyyMMdd`.
        case issueDate = "D"
        /// The time of issue, `HHmmss`.
        case issueTime = "H"
        /// The first day of validity, `yyyyMMdd`.
        case validFrom = "V"
        /// The last day of validity, `yyyyMMdd`; zeros where there is none.
        case expiry = "E"
    }

    /// A letter with its width.
    public struct Field: Hashable, Sendable {
        /// What stands there.
        public let letter: Letter
        /// How many characters.
        public let width: Int
    }

    /// The symbology.
    public let base: BarCodeBase
    /// The fields from left to right.
    public let fields: [Field]

    /// Reads a format.
    ///
    /// - Parameters:
    ///   - text: `PPPSSSTTTnnnc`.
    ///   - base: the symbology, which sets the width.
    /// - Throws: `BarCodeFormatError`, the first thing that is wrong.
    public init(_ text: String, base: BarCodeBase) throws(BarCodeFormatError) {
        var fields: [Field] = []
        for character in text {
            guard let letter = Letter(rawValue: character) else { throw .unknownLetter(character) }
            if let last = fields.last, last.letter == letter {
                fields[fields.count - 1] = Field(letter: letter, width: last.width + 1)
            } else if fields.contains(where: { $0.letter == letter }) {
                throw .letterTwice(character)
            } else {
                fields.append(Field(letter: letter, width: 1))
            }
        }
        let width = text.count
        guard base.widths.contains(width) else { throw .width(found: width, allowed: base.widths) }
        // Nothing else tells two numbers of one minute apart.
        guard fields.contains(where: { $0.letter == .sequence }) else { throw .noSequence }
        if let check = fields.first(where: { $0.letter == .check }) {
            guard check.width == 1, fields.last == check else { throw .checkDigitPlace }
        }
        self.base = base
        self.fields = fields
    }

    /// The format as text.
    public var text: String {
        fields.map { String(repeating: String($0.letter.rawValue), count: $0.width) }.joined()
    }

    /// The largest running number that fits.
    public var lastSequence: Int {
        let width = fields.first { $0.letter == .sequence }?.width ?? 0
        return (0..<min(width, 18)).reduce(1) { power, _ in power * 10 } - 1
    }

    /// Whether its numbers fail the test that scanners of its symbology make: there is no check digit at the end.
    public var lacksCheckDigit: Bool { base.isNumeric && fields.last?.letter != .check }
}

/// What is wrong with a bar-code format.
public enum BarCodeFormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A letter that means nothing.
    case unknownLetter(Character)
    /// A letter in two places.
    case letterTwice(Character)
    /// Too many or too few letters.
    case width(found: Int, allowed: ClosedRange<Int>)
    /// No running number.
    case noSequence
    /// A check digit that is not one letter at the end.
    case checkDigitPlace

    /// What was found and what is allowed.
    public var description: String {
        switch self {
        case .unknownLetter(let letter):
            "\(letter): unknown letter; allowed are \(String(BarCodeFormat.Letter.allCases.map(\.rawValue)))"
        case .letterTwice(let letter): "\(letter): stands in two places; a field is one run of its letter"
        case .width(let found, let allowed):
            "\(found) characters; expected \(allowed.count == 1 ? "\(allowed.lowerBound)" : "\(allowed)")"
        case .noSequence: "no n: without a running number codes would repeat"
        case .checkDigitPlace: "c: the check digit is one letter at the end"
        }
    }
}
