internal import Broker
internal import Storage

extension Setting {
    /// What is wrong with a value, or nil; a secret is never repeated.
    func problem(with value: String) -> String? {
        func found(_ allowed: String) -> String {
            isSecret ? "\(key): \(allowed)" : "\(key): \(allowed), but it is '\(value)'"
        }
        switch kind {
        case .text, .mailServer: return value.contains("\n") ? found("it must be one line") : nil
        case .number(let range):
            if let number = Int(value), value.first != "+", range.contains(number) { return nil }
            return found("it must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        case .choice(let words):
            return words.contains(value) ? nil : found("it must be one of \(words.joined(separator: ", "))")
        case .brokerURL:
            do {
                _ = try BrokerURL(value)
                return nil
            } catch { return "\(key): \(error.text)" }
        case .database:
            // The address of a server holds a password, so the value is not repeated.
            do {
                _ = try DatabaseURL(value)
                return nil
            } catch { return "\(key): \(error.text)" }
        case .address:
            let colon = value.lastIndex(of: ":")
            let port = colon.flatMap { Self.port(value[value.index(after: $0)...]) }
            return colon != value.startIndex && port != nil ? nil : found("it must be host:port")
        case .name:
            let isGood = !value.isEmpty && value.utf8.count <= 64 && value.utf8.allSatisfy(Self.isNameByte)
            return isGood ? nil : found("it must be at most 64 letters, digits, '.', '_' and '-'")
        }
    }

    private static func port(_ text: Substring) -> UInt16? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return UInt16(text)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
