/// Reads just enough Swift to say which names a line holds and which it declares.
enum Words {
    private static let kinds: Set<String> = ["struct", "class", "enum", "protocol", "actor", "typealias", "extension"]

    /// The identifiers of a line, in order, comments and strings included.
    static func identifiers(in line: String) -> [String] {
        line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    }

    /// The module a line imports, or nil where it imports none: `@testable public import struct A.B` imports `A`.
    static func module(importedBy line: String) -> String? {
        let words = line.split(whereSeparator: \.isWhitespace)
        let modifiers = ["public", "package", "internal", "private", "fileprivate"]
        var rest = words.drop { $0.hasPrefix("@") || modifiers.contains(String($0)) }
        guard rest.popFirst() == "import", let first = rest.first else { return nil }
        let isKind = kinds.contains(String(first)) || ["func", "var", "let"].contains(String(first))
        let path = isKind ? rest.dropFirst().first : first
        return path.flatMap { $0.split(separator: ".").first }.map(String.init)
    }

    /// The types a line declares or extends.
    static func types(declaredBy line: String) -> [String] {
        let code = line.prefix { $0 != "/" && $0 != "\"" }
        let words = code.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }.map(String.init)
        return zip(words, words.dropFirst()).compactMap { keyword, name in
            guard kinds.contains(keyword), name.first?.isUppercase == true else { return nil }
            // An extension of a nested type is about the innermost one.
            return name.split(separator: ".").last.map(String.init)
        }
    }
}
