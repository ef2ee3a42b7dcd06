/// Where settings come from: the environment, a file of KEY=value lines, and files that hold one secret each.
struct ConfigurationSource {
    private let environment: [String: String]
    private let readFile: (String) -> String?
    private var file: [String: String] = [:]
    private(set) var errors: [String] = []
    private(set) var warnings: [String] = []

    init(environment: [String: String], readFile: @escaping (String) -> String?, declared: [Setting]) {
        self.environment = environment
        self.readFile = readFile
        let keys = Set(declared.map(\.key))
        if let path = environment[Settings.fileKey], !path.isEmpty { readSettings(path, keys: keys) }
        for key in environment.keys.sorted() where key.hasPrefix("PROMO_") && !key.hasPrefix("PROMO_TEST_") {
            if key != Settings.fileKey, key != Settings.faultKey, !Self.isDeclared(key, keys) {
                warnings.append("\(key) is not a known setting")
            }
        }
    }

    /// The value of a key: the environment before the file, `KEY_FILE` where `KEY` is absent.
    mutating func value(of key: String) -> String? {
        for source in [environment, file] {
            let direct = source[key].flatMap { $0.isEmpty ? nil : $0 }
            let path = source[key + "_FILE"].flatMap { $0.isEmpty ? nil : $0 }
            if direct != nil, path != nil {
                errors.append("\(key): it is given twice, by itself and by \(key)_FILE")
                return direct
            }
            if let direct { return direct }
            guard let path else { continue }
            guard let text = readFile(path) else {
                errors.append("\(key)_FILE: the file '\(path)' cannot be read")
                return nil
            }
            // A secret's file usually ends with a line feed that is not part of it.
            return String(text.prefix(while: { !$0.isNewline }))
        }
        return nil
    }

    private mutating func readSettings(_ path: String, keys: Set<String>) {
        guard let text = readFile(path) else {
            errors.append("\(Settings.fileKey): the file '\(path)' cannot be read")
            return
        }
        // A carriage return and its line feed are one character here, so files from elsewhere are read as well.
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let place = "\(path):\(index + 1)"
            let line = Self.trimmed(line)
            if line.isEmpty || line.first == "#" { continue }
            guard let equals = line.firstIndex(of: "=") else {
                errors.append("\(place): KEY=value is expected")
                continue
            }
            let key = String(Self.trimmed(line[..<equals]))
            guard Self.isDeclared(key, keys) else {
                errors.append("\(place): \(key) is not a known setting")
                continue
            }
            if file[key] != nil { errors.append("\(place): \(key) is given twice") }
            file[key] = Self.unquoted(Self.trimmed(line[line.index(after: equals)...]))
        }
    }

    private static func isDeclared(_ key: String, _ keys: Set<String>) -> Bool {
        keys.contains(key) || (key.hasSuffix("_FILE") && keys.contains(String(key.dropLast("_FILE".count))))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
            return String(text)
        }
        return String(text.dropFirst().dropLast())
    }
}
