internal import Promotions

/// Reads a header from the attributes of `message`.
struct HeaderDecoder {
    private var fields: FieldReader
    /// What of the header can be repeated, whether or not the rest is valid.
    private(set) var echo = Echo()
    /// The header; nil where something is wrong.
    private(set) var header: RequestHeader?

    /// What is wrong.
    var errors: [AnswerError] { fields.errors }

    /// Reads the header.
    ///
    /// - Parameter entries: the attributes of `message`.
    init(_ entries: [Attributes.Entry]) {
        fields = FieldReader(entries, known: AttributeTable.header, kind: nil, type: AnswerError.headerType)
        echo.companyId = fields.text("companyId", isRequired: true, longest: Limits.identityCharacters)
        echo.store = fields.text("store", isRequired: true, longest: Limits.identityCharacters)
        echo.terminal = terminal("terminal", isRequired: true)
        let dateTime = fields.dateTime("date-time", isRequired: true)
        echo.messageId = fields.whole("messageId", isRequired: true, .messageId)
        forgetEchoInError()
        var draft = RequestHeader(
            companyId: echo.companyId ?? "", store: echo.store ?? "", terminal: echo.terminal ?? "",
            dateTime: dateTime ?? LocalDateTime(date: LocalDate(days: 0), secondOfDay: 0),
            messageId: echo.messageId ?? 0)
        readFlags(into: &draft)
        readValues(into: &draft)
        draft.attributes.entries = fields.attributes.entries.filter { !AttributeTable.header.contains($0.name) }
        if fields.errors.isEmpty { header = draft }
    }

    private mutating func readFlags(into draft: inout RequestHeader) {
        draft.initTck = fields.bool("init-tck") ?? false
        draft.evaluate = fields.bool("evaluate") ?? false
        draft.voidTrx = fields.bool("void-trx")
        draft.response = fields.bool("response") ?? false
        draft.suggest = fields.bool("suggest") ?? false
        draft.limitBalances = fields.bool("limitBalances") ?? false
        draft.offline = fields.bool("offline") ?? false
        draft.autoCommit = fields.bool("autoCommit") ?? false
        draft.explain = fields.bool("explain") ?? false
    }

    private mutating func readValues(into draft: inout RequestHeader) {
        draft.channel = fields.text("channel") ?? ""
        if let text = fields.text("status") {
            if let status = Status(wire: text) {
                draft.status = status
            } else {
                fields.report("status", "one of \(Status.allCases.map(\.rawValue).joined(separator: ", ")) expected")
            }
        }
        draft.msgVersion = fields.text("msg-version") ?? ""
        draft.mapVersion = fields.whole("map-version", .positive)
        draft.suggestSeq = fields.whole("suggest-seq", .seq)
        if let text = fields.text("suggest-seq-type") {
            if let kind = CommandName.kinds.first(where: { $0.rawValue == text }) {
                draft.suggestSeqType = kind
            } else {
                let allowed = CommandName.kinds.map(\.rawValue).joined(separator: ", ")
                fields.report("suggest-seq-type", "one of \(allowed) expected")
            }
        }
        draft.option = fields.whole("option", .notNegative)
        draft.originalTrx = fields.text("original-trx")
        draft.originalStore = fields.text("original-store", longest: Limits.identityCharacters)
        draft.originalTerminal = terminal("original-terminal", isRequired: false)
        draft.originalDateTime = fields.dateTime("original-date-time")
    }

    private mutating func terminal(_ name: String, isRequired: Bool) -> String? {
        guard let text = fields.text(name, isRequired: isRequired) else { return nil }
        let isDigits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        if isDigits && text.utf8.count <= Limits.terminalDigits { return text }
        fields.report(name, "1 to \(Limits.terminalDigits) digits expected")
        return nil
    }

    /// A text with control characters is in error although it was read as a text.
    private mutating func forgetEchoInError() {
        if fields.hasError("companyId") { echo.companyId = nil }
        if fields.hasError("store") { echo.store = nil }
    }
}
