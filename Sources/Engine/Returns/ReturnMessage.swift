internal import Messages
internal import Promotions
internal import Storage

/// A return as it stands in a queue: sent by the engine when a till's return is committed, or by a back office.
struct ReturnMessage: Hashable {
    /// What the message is called.
    static let type = "return.job"
    static let version = 1
    /// The installation's queue that it goes to.
    static let queue = "returns"

    /// The return's transaction string.
    var transaction: String
    /// The sale's.
    var original: String
    /// Where the return was made.
    var session: SessionKey
    /// When, in the store's time.
    var moment: LocalDateTime
    /// What comes back; none means all that remains.
    var lines: [ReturnLine]

    /// The message as JSON.
    var bytes: [UInt8] {
        let lines = lines.map { line in
            var members: [JSONValue.Member] = [.init("seq", .number(String(line.seq)))]
            if let qty = line.qty { members.append(.init("qty", .number(String(qty)))) }
            if let magnitude = line.magnitude {
                let text = DecimalText.printShort(magnitude.units, scale: Quantity.decimals)
                members.append(.init("magnitude", .string(text)))
            }
            return JSONValue.object(members)
        }
        let json = JSONValue.object([
            .init("type", .string(ReturnMessage.type)), .init("version", .number(String(ReturnMessage.version))),
            .init("transaction", .string(transaction)), .init("originalTransaction", .string(original)),
            .init("company", .string(session.company)), .init("store", .string(session.store)),
            .init("terminal", .string(session.terminal)), .init("dateTime", .string(moment.text)),
            .init("lines", .array(lines)), .init("total", .bool(self.lines.isEmpty)),
        ])
        return Array(json.text.utf8)
    }
}

/// Why a message is no return.
struct ReturnMessageError: Error, Hashable, CustomStringConvertible {
    var description: String
}

extension ReturnMessage {
    /// The longest name of a company, store or terminal, in characters, as tills are held to.
    private static let longestName = Limits.identityCharacters
    /// The longest transaction string, in characters: three names, each of which may be written with escapes, and when.
    private static let longestString = 10 * longestName

    /// Reads a message.
    ///
    /// - Parameter bytes: the body.
    /// - Throws: `ReturnMessageError`, what is wrong first.
    init(_ bytes: [UInt8]) throws(ReturnMessageError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONReader.read(bytes)
        } catch {
            throw ReturnMessageError(description: "\(error)")
        }
        if let type = json.text("type"), type != ReturnMessage.type {
            throw ReturnMessageError(description: "type: found \"\(type)\", expected \"\(ReturnMessage.type)\"")
        }
        if let version = json.whole("version"), version != ReturnMessage.version {
            throw ReturnMessageError(description: "version: found \(version), expected \(ReturnMessage.version)")
        }
        func text(_ name: String, longest: Int = ReturnMessage.longestName) throws(ReturnMessageError) -> String {
            switch json[name] {
            case .string(let text)? where !text.isEmpty && text.unicodeScalars.count <= longest: return text
            case .number(let text)? where text.utf8.count <= longest: return text
            default: throw ReturnMessageError(description: "\(name): expected a text of 1 to \(longest) characters")
            }
        }
        let company = try text("company")
        session = SessionKey(company: company, store: try text("store"), terminal: try text("terminal"))
        transaction = try text("transaction", longest: ReturnMessage.longestString)
        original = try text("originalTransaction", longest: ReturnMessage.longestString)
        let moment = try text("dateTime")
        guard let moment = LocalDateTime(moment) else {
            throw ReturnMessageError(description: "dateTime: found \"\(moment)\", expected yyyy-MM-dd HH:mm:ss")
        }
        self.moment = moment
        lines = try ReturnMessage.lines(json)
        let isTotal = json.flag("total") ?? lines.isEmpty
        guard isTotal == lines.isEmpty else {
            throw ReturnMessageError(description: "total: expected true without lines, and false with some")
        }
    }

    private static func lines(_ json: JSONValue) throws(ReturnMessageError) -> [ReturnLine] {
        var lines: [ReturnLine] = []
        switch json["lines"] {
        case nil, .null: break
        case .array(let entries)?:
            for (index, entry) in entries.enumerated() {
                lines.append(try line(entry, "lines[\(index)]"))
            }
        default: throw ReturnMessageError(description: "lines: expected a list")
        }
        guard Set(lines.map(\.seq)).count == lines.count else {
            throw ReturnMessageError(description: "lines: a seq stands there twice")
        }
        return lines.sorted { $0.seq < $1.seq }
    }

    private static func line(_ entry: JSONValue, _ place: String) throws(ReturnMessageError) -> ReturnLine {
        func number(_ name: String, decimals: Int) throws(ReturnMessageError) -> Int128? {
            let text: String
            switch entry[name] {
            case nil, .null: return nil
            case .string(let value)?, .number(let value)?: text = value
            default: throw ReturnMessageError(description: "\(place).\(name): expected a number")
            }
            guard let value = DecimalText.parse(text, decimals: decimals), value >= 0 else {
                throw ReturnMessageError(
                    description: "\(place).\(name): found \"\(text)\", expected a number from 0 on")
            }
            return value
        }
        guard let seq = try number("seq", decimals: 0), (1...999).contains(seq) else {
            throw ReturnMessageError(description: "\(place).seq: expected a whole number from 1 to 999")
        }
        let qty = try number("qty", decimals: 0)
        guard qty.map({ (1...999_999_999).contains($0) }) ?? true else {
            throw ReturnMessageError(description: "\(place).qty: expected a whole number above 0")
        }
        let magnitude = try number("magnitude", decimals: Quantity.decimals)
        return ReturnLine(seq: Int(seq), qty: qty.map { Int($0) }, magnitude: magnitude.map { Quantity(units: $0) })
    }
}
