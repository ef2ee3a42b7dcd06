internal import Glibc

/// Where a command writes: results on standard output, everything else on standard error.
struct Terminal {
    /// Takes the bytes of results.
    var out: ([UInt8]) -> Void
    /// Takes what is said beside them.
    var err: (String) -> Void
    /// Whether results may have colours.
    var isColoured: Bool
    /// Whether a line on standard error can be written over.
    var showsProgress: Bool

    /// A colour of text.
    enum Colour: String, Sendable {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case bold = "1"
    }

    /// The terminal, or the files, that the process was given.
    static var process: Terminal {
        let isPlain = getenv("NO_COLOR") != nil || getenv("TERM").map { String(cString: $0) } == "dumb"
        return Terminal(
            out: { write($0, to: STDOUT_FILENO) }, err: { write(Array($0.utf8), to: STDERR_FILENO) },
            isColoured: isatty(STDOUT_FILENO) == 1 && !isPlain, showsProgress: isatty(STDERR_FILENO) == 1)
    }

    /// Writes a text to the results.
    func print(_ text: String) { out(Array(text.utf8)) }

    /// Says something beside the results.
    func say(_ line: String) {
        endProgress()
        err(Terminal.printable(line, keepingLines: true) + "\n")
    }

    /// Says what went wrong.
    func complain(_ line: String) { say(line) }

    /// Shows how far long work has come, over what was shown before; nothing where lines cannot be written over.
    func progress(_ line: String) {
        if showsProgress { err("\r\u{1B}[K\(Terminal.printable(line))") }
    }

    /// Takes the line of progress away.
    func endProgress() {
        if showsProgress { err("\r\u{1B}[K") }
    }

    /// A text in a colour, where colours are shown.
    func coloured(_ text: String, _ colour: Colour?) -> String {
        guard isColoured, let colour else { return text }
        return "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m"
    }

    /// A text without characters that a terminal would act on: what tills send is not ours.
    static func printable(_ text: String, keepingLines: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where keepingLines && scalar == "\n": result.unicodeScalars.append(scalar)
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
                if count < 0, errno == EINTR { continue }
                // Nobody reads any more: what is left has no reader either.
                guard count > 0 else { return }
                written += count
            }
        }
    }
}
