/// Codes as maps list them: separated by commas, with ranges such as `4000-4999`.
public struct CodeList: Hashable, Sendable {
    private enum Entry: Hashable, Sendable {
        case code(String)
        /// Both ends belong to it; `digits` is the length of the longer end.
        case range(first: UInt64, last: UInt64, digits: Int)
    }

    private let entries: [Entry]

    /// Reads a list; a range's ends are digits, anything else is a code as it stands.
    ///
    /// - Parameters:
    ///   - text: the list; an empty one contains nothing.
    ///   - form: how its codes are read.
    init(_ text: String, form: ProtocolAttribute.Form) {
        entries = text.split(separator: ",").compactMap { part in
            let code = CodeList.trimmed(part)
            if code.isEmpty { return nil }
            let ends = code.split(separator: "-", omittingEmptySubsequences: false).map(CodeList.trimmed)
            if ends.count == 2, let first = CodeList.number(ends[0]), let last = CodeList.number(ends[1]) {
                return .range(first: first, last: last, digits: max(ends[0].utf8.count, ends[1].utf8.count))
            }
            return .code(ProtocolAttribute(form: form).canonical(code))
        }
    }

    /// Reads a list whose codes are texts; a range's ends are digits, anything else is a code as it stands.
    public init(_ text: String) { self.init(text, form: .text) }

    /// The codes that are listed by themselves, in order.
    public var codes: [String] {
        entries.compactMap { entry in if case .code(let code) = entry { code } else { nil } }
    }

    /// A value that the list contains: its first code, or the lower end of its first range; nil where it has none.
    public var example: String? {
        switch entries.first {
        case .code(let code): code
        case .range(let first, _, let digits):
            String(repeating: "0", count: max(0, digits - String(first).count)) + String(first)
        case nil: nil
        }
    }

    /// Whether nothing is listed.
    var isEmpty: Bool { entries.isEmpty }

    /// Whether a value is one of the codes or lies in one of the ranges.
    func contains(_ value: String) -> Bool {
        entries.contains { entry in
            switch entry {
            case .code(let code): code == value
            case .range(let first, let last, _):
                CodeList.number(value).map { first <= $0 && $0 <= last } ?? false
            }
        }
    }

    /// Whether a value begins with one of the codes, or with digits that lie in one of the ranges.
    func containsStart(of value: String) -> Bool {
        entries.contains { entry in
            switch entry {
            case .code(let code): value.hasPrefix(code)
            case .range(let first, let last, let digits):
                CodeList.number(value.prefix(digits)).map { first <= $0 && $0 <= last } ?? false
            }
        }
    }

    private static func number(_ text: some StringProtocol) -> UInt64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return UInt64(text)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
