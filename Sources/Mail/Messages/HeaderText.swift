/// Text in headers: ASCII as it is, everything else as encoded words (RFC 2047), folded.
enum HeaderText {
    /// How long a line of a header with encoded words may be.
    static let width = 76

    /// Whether a text stays on its line: no line breaks and no other control characters.
    static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }

    /// The beginning of a text as an error message may show it.
    static func shown(_ text: String) -> String {
        String(text.prefix(60).map { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } ? $0 : "?" })
    }

    /// A text for a header without structure.
    ///
    /// - Parameters:
    ///   - text: one line; what is not is refused.
    ///   - name: the header's name, which its first line begins with.
    /// - Returns: the header's body, folded.
    /// - Throws: `MailProblem` where the text would add a header.
    static func encoded(_ text: String, in name: String) throws(MailProblem) -> String {
        guard isOneLine(text) else {
            throw MailProblem(
                name.lowercased(),
                "found \"\(shown(text))\" with a line break or a control character; one line is allowed")
        }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        // What looks like an encoded word would be read as one; what cannot be folded is encoded as well.
        let isPlain =
            text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !text.contains("=?")
            && words.allSatisfy { $0.utf8.count <= 60 } && text.first != " " && text.last != " "
            && !text.contains("  ")
        guard isPlain else { return encodedWords(text, from: name.utf8.count + 2) }
        var column = name.utf8.count + 2
        var folded = ""
        for (index, word) in words.enumerated() {
            if index > 0, column + 1 + word.utf8.count > width {
                folded += "\r\n " + word
                column = 1 + word.utf8.count
            } else {
                folded += (index > 0 ? " " : "") + word
                column += (index > 0 ? 1 : 0) + word.utf8.count
            }
        }
        return folded
    }

    /// A text as encoded words, each on a line of its own; no character is split between two.
    static func encodedWords(_ text: String, from column: Int) -> String {
        let frame = "=?UTF-8?B?".utf8.count + "?=".utf8.count
        var words: [String] = []
        var bytes: [UInt8] = []
        func room() -> Int { (width - (words.isEmpty ? column : 1) - frame) / 4 * 3 }
        func close() {
            words.append("=?UTF-8?B?\(Base64.text(of: bytes))?=")
            bytes = []
        }
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            if bytes.count + next.count > room() { close() }
            bytes += next
        }
        close()
        return words.joined(separator: "\r\n ")
    }
}
