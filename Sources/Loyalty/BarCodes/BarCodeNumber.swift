public import Promotions

/// What goes into a coupon's number.
public struct BarCodeNumber: Hashable, Sendable {
    /// The type's prefix.
    public var prefix: String
    /// The store.
    public var store: String
    /// The terminal.
    public var terminal: String
    /// The running number, from 1.
    public var sequence: Int
    /// When it is issued.
    public var issued: LocalDateTime
    /// First day of validity.
    public var validFrom: LocalDate
    /// Last day of validity; nil without end.
    public var validTo: LocalDate?

    /// A number from its parts.
    public init(
        prefix: String, store: String, terminal: String, sequence: Int, issued: LocalDateTime, validFrom: LocalDate,
        validTo: LocalDate?
    ) {
        self.prefix = prefix
        self.store = store
        self.terminal = terminal
        self.sequence = sequence
        self.issued = issued
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// The number as text.
    ///
    /// A value longer than its field keeps its rightmost characters, a shorter one is padded with zeros on the left.
    /// Only the running number may not be cut, since codes would repeat.
    ///
    /// - Parameter format: how it is composed.
    /// - Returns: the characters below the bars.
    /// - Throws: `SequenceOverflow` where the running number does not fit.
    public func text(_ format: BarCodeFormat) throws(SequenceOverflow) -> String {
        var text = ""
        for field in format.fields {
            if field.letter == .check {
                text += String(BarCodeBase.checkDigit(of: text))
                continue
            }
            var value = value(of: field.letter)
            if format.base.isNumeric { value = value.filter { ("0"..."9").contains($0) } }
            if field.letter == .sequence, value.utf8.count > field.width {
                throw SequenceOverflow(prefix: prefix, sequence: sequence, width: field.width)
            }
            let kept = value.suffix(field.width)
            text += String(repeating: "0", count: field.width - kept.count) + kept
        }
        return text
    }

    private func value(of letter: BarCodeFormat.Letter) -> String {
        switch letter {
        case .prefix: prefix
        case .store: store
        case .terminal: terminal
        case .sequence: String(sequence)
        case .issueDate: issued.date.compactText
        case .issueTime: String(issued.compactText.suffix(6))
        case .validFrom: validFrom.compactText
        case .expiry: validTo?.compactText ?? ""
        case .check: ""
        }
    }
}

/// A prefix has used up the numbers that its format can tell apart.
public struct SequenceOverflow: Error, Hashable, Sendable, CustomStringConvertible {
    /// The prefix.
    public var prefix: String
    /// The number that does not fit.
    public var sequence: Int
    /// The digits that the format has for it.
    public var width: Int

    /// An overflow from its parts.
    public init(prefix: String, sequence: Int, width: Int) {
        self.prefix = prefix
        self.sequence = sequence
        self.width = width
    }

    /// What happened and what helps.
    public var description: String {
        "coupon prefix \(prefix): number \(sequence) does not fit into \(width) digits; give the type another prefix"
    }
}

extension LocalDate {
    /// `yyyyMMdd`.
    fileprivate var compactText: String { text.filter { $0 != "-" } }
}
