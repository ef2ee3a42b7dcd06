/// Text as lines of at most 76 plain characters (RFC 2045), which no server on the way has a reason to change.
enum QuotedPrintable {
    private static let width = 76

    /// A text of any kind of line ends; each line of the result ends with CR and LF.
    static func lines(of text: String) -> [UInt8] {
        var result: [UInt8] = []
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            var column = 0
            let bytes = Array(line.utf8)
            for (index, byte) in bytes.enumerated() {
                let isBlank = byte == 0x20 || byte == 0x09
                let isPlain = byte >= 0x21 && byte <= 0x7E && byte != UInt8(ascii: "=")
                // A blank at the end of a line would be cut off on the way.
                let unit =
                    isPlain || (isBlank && index < bytes.count - 1)
                    ? [byte] : [UInt8](("=" + HeaderParameter.hexadecimal(byte)).utf8)
                if column + unit.count > width - 1 {
                    result += [UInt8(ascii: "="), 0x0D, 0x0A]
                    column = 0
                }
                result += unit
                column += unit.count
            }
            result += [0x0D, 0x0A]
        }
        return result
    }
}
