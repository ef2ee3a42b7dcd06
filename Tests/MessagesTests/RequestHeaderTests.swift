import Messages
import Promotions
import Testing

/// One attribute of the header and what it leads to.
struct HeaderExample: Sendable, CustomTestStringConvertible {
    var name: String
    var value: String
    var isExpected: @Sendable (RequestHeader) -> Bool
    var testDescription: String { "\(name)=\"\(value)\"" }

    init(_ name: String, _ value: String, _ isExpected: @escaping @Sendable (RequestHeader) -> Bool) {
        self.name = name
        self.value = value
        self.isExpected = isExpected
    }

    static let all = texts + flags + numbers

    private static let texts = [
        HeaderExample("companyId", "napse", { $0.companyId == "napse" }),
        HeaderExample("store", "0003", { $0.store == "0003" }),
        HeaderExample("terminal", "007", { $0.terminal == "007" }),
        HeaderExample("date-time", "2023-08-04 17:05:09", { $0.dateTime.text == "2023-08-04 17:05:09" }),
        HeaderExample("date-time", "2023-08-04 17:05", { $0.dateTime.text == "2023-08-04 17:05:00" }),
        HeaderExample("channel", "web", { $0.channel == "web" }),
        HeaderExample("status", "FINISH", { $0.status == .finish }),
        HeaderExample("status", "LoyaltyValidation", { $0.status == .loyaltyValidation }),
        HeaderExample("status", "", { $0.status == .sale }),
        HeaderExample("msg-version", "1.2", { $0.msgVersion == "1.2" }),
        HeaderExample("suggest-seq-type", "loyaltycard", { $0.suggestSeqType == .loyaltyCard }),
        HeaderExample("original-trx", "2_5_5_20230807120000", { $0.original == .transaction("2_5_5_20230807120000") }),
        HeaderExample("original-store", "5", { $0.originalStore == "5" && $0.original == .incomplete }),
        HeaderExample("original-terminal", "05", { $0.originalTerminal == "05" && $0.original == .incomplete }),
        HeaderExample(
            "original-date-time", "2023-08-07 12:00",
            { $0.originalDateTime?.text == "2023-08-07 12:00:00" && $0.original == .incomplete }),
        HeaderExample("campaign", "spring", { $0.attributes == ["campaign": "spring"] }),
        HeaderExample("campaign", "", { $0.attributes.entries.isEmpty }),
        HeaderExample("substore", "4", { $0.attributes.entries.isEmpty }),
    ]

    private static let flags = [
        HeaderExample("init-tck", "true", { $0.initTck }), HeaderExample("init-tck", "TRUE", { $0.initTck }),
        HeaderExample("init-tck", "false", { !$0.initTck }), HeaderExample("evaluate", "True", { $0.evaluate }),
        HeaderExample("void-trx", "true", { $0.voidTrx == true }),
        HeaderExample("void-trx", "false", { $0.voidTrx == false }),
        HeaderExample("void-trx", "", { $0.voidTrx == nil }), HeaderExample("response", "true", { $0.response }),
        HeaderExample("suggest", "true", { $0.suggest }), HeaderExample("limitBalances", "true", { $0.limitBalances }),
        HeaderExample("offline", "true", { $0.offline }), HeaderExample("autoCommit", "true", { $0.autoCommit }),
        HeaderExample("explain", "true", { $0.explain }),
    ]

    private static let numbers = [
        HeaderExample("messageId", "2147483647", { $0.messageId == 2_147_483_647 }),
        HeaderExample("messageId", "2.000", { $0.messageId == 2 }),
        HeaderExample("map-version", "77", { $0.mapVersion == 77 }),
        HeaderExample("map-version", "", { $0.mapVersion == nil }),
        HeaderExample("suggest-seq", "999", { $0.suggestSeq == 999 }),
        HeaderExample("option", "0", { $0.option == 0 }), HeaderExample("option", "", { $0.option == nil }),
    ]
}

/// Header attributes of which one is wrong, and what the answer says about it.
struct HeaderError: Sendable, CustomTestStringConvertible {
    var name: String
    var value: String
    var info: String
    var testDescription: String { "\(name)=\"\(value.prefix(30))\"" }

    init(_ name: String, _ value: String, _ text: String) {
        self.name = name
        self.value = value
        info = "\(name): \(text)"
    }

    private static let dateTime = "date and time as yyyy-MM-dd HH:mm:ss expected"
    private static let bool = "true or false expected"
    private static let seq = "whole number from 1 to 999 expected"
    private static let positive = "positive whole number expected"
    private static let number = "whole number from 1 to 2147483647 expected"
    private static let kinds = "one of item, coupon, customer, payment, loyaltycard expected"
    private static let statuses =
        "one of sale, sales, total, payment, loyaltyValidation, finish, commit, rollback expected"

    static let all = [
        HeaderError("companyId", "", "required"),
        HeaderError("companyId", String(repeating: "x", count: 65), "at most 64 characters expected"),
        HeaderError("companyId", "a\u{1}", "no control characters expected"),
        HeaderError("store", "", "required"),
        HeaderError("store", String(repeating: "x", count: 65), "at most 64 characters expected"),
        HeaderError("terminal", "", "required"), HeaderError("terminal", "1a", "1 to 10 digits expected"),
        HeaderError("terminal", "-1", "1 to 10 digits expected"),
        HeaderError("terminal", "12345678901", "1 to 10 digits expected"),
        HeaderError("terminal", "٣", "1 to 10 digits expected"),
        HeaderError("date-time", "", "required"), HeaderError("date-time", "2023-02-29 10:00:00", dateTime),
        HeaderError("date-time", "2023-08-04", dateTime), HeaderError("date-time", "2023-08-04T17:05:00", dateTime),
        HeaderError("date-time", "2023-08-04 24:00:00", dateTime), HeaderError("messageId", "", "required"),
        HeaderError("messageId", "0", number), HeaderError("messageId", "-1", number),
        HeaderError("messageId", "2147483648", number), HeaderError("messageId", "1.5", number),
        HeaderError("messageId", "1e3", number), HeaderError("messageId", "x", number),
        HeaderError("status", "selling", statuses), HeaderError("init-tck", "1", bool),
        HeaderError("evaluate", "yes", bool), HeaderError("void-trx", "x", bool), HeaderError("response", "x", bool),
        HeaderError("suggest", "x", bool), HeaderError("limitBalances", "x", bool), HeaderError("offline", "x", bool),
        HeaderError("autoCommit", "x", bool), HeaderError("explain", "x", bool),
        HeaderError("map-version", "0", positive), HeaderError("map-version", "1234567890123", positive),
        HeaderError("suggest-seq", "0", seq), HeaderError("suggest-seq", "1000", seq),
        HeaderError("suggest-seq-type", "transaction", kinds), HeaderError("suggest-seq-type", "Item", kinds),
        HeaderError("option", "-1", "whole number of 0 or more expected"),
        HeaderError("original-terminal", "x", "1 to 10 digits expected"),
        HeaderError("original-date-time", "x", dateTime),
        HeaderError("channel", String(repeating: "x", count: 1_025), "at most 1024 characters expected"),
        HeaderError("substore", String(repeating: "x", count: 1_025), "at most 1024 characters expected"),
    ]
}

@Suite struct RequestHeaderTests {
    private static let least = [
        ("companyId", "2"), ("store", "3"), ("terminal", "1"), ("date-time", "2023-08-04 17:05:00"), ("messageId", "1"),
    ]

    private func document(_ name: String, _ value: String) -> RawDocument {
        RawDocument(Self.least.filter { $0.0 != name } + [(name, value)])
    }

    @Test func `the least header takes the defaults`() throws {
        let header = try Request(RawDocument(Self.least)).header
        let dateTime = try #require(LocalDateTime("2023-08-04 17:05:00"))
        #expect(
            header == RequestHeader(companyId: "2", store: "3", terminal: "1", dateTime: dateTime, messageId: 1))
        #expect(header.original == .none)
        #expect(header.transactionString == "2_3_1_20230804170500")
    }

    @Test(arguments: HeaderExample.all) func `attributes are read`(_ example: HeaderExample) throws {
        #expect(example.isExpected(try Request(document(example.name, example.value)).header))
    }

    @Test(arguments: HeaderError.all) func `wrong attributes are named, and not echoed`(_ example: HeaderError) {
        let error = #expect(throws: InvalidRequest.self) { try Request(document(example.name, example.value)) }
        #expect(error?.errors == [AnswerError(ack: .invalid, info: example.info, seq: 0, type: "message")])
        var echo = Echo(companyId: "2", store: "3", terminal: "1", messageId: 1)
        if example.name == "companyId" { echo.companyId = nil }
        if example.name == "store" { echo.store = nil }
        if example.name == "terminal" { echo.terminal = nil }
        if example.name == "messageId" { echo.messageId = nil }
        #expect(error?.echo == echo)
    }

    @Test func `a sale named by its parts has the company of the message`() throws {
        let parts = [
            ("original-store", "5"), ("original-terminal", "6"), ("original-date-time", "2023-08-07 12:00:00"),
        ]
        let header = try Request(RawDocument(Self.least + parts)).header
        #expect(header.original == .transaction("2_5_6_20230807120000"))
        let both = try Request(RawDocument(Self.least + parts + [("original-trx", "x")])).header
        #expect(both.original == .transaction("x"))
    }

    @Test func `errors of the header come first, then those of the commands, in document order`() {
        let item = RawDocument.Command(CommandName(.item), entries([("xprice", "x"), ("seq", "1")]))
        let void = RawDocument.Command(CommandName(.item, isVoid: true), [])
        let document = RawDocument([("messageId", "x"), ("store", "3")], [item, void])
        let error = #expect(throws: InvalidRequest.self) { try Request(document) }
        #expect(
            error?.errors.map { "\($0.type) \($0.seq) \($0.info)" } == [
                "message 0 messageId: whole number from 1 to 2147483647 expected", "message 0 companyId: required",
                "message 0 terminal: required", "message 0 date-time: required",
                "item-add 1 xprice: number of 0 or more expected", "item-add 1 unitprice: required",
                "item-void 0 seq: required",
            ])
        #expect(error?.echo == Echo(store: "3"))
    }

    @Test func `the commands of a return in a bad message are judged as a return's`() {
        let item = RawDocument.Command(CommandName(.item), entries([("seq", "1")]))
        let error = #expect(throws: InvalidRequest.self) { try Request(RawDocument([("void-trx", "TRUE")], [item])) }
        #expect(error?.errors.allSatisfy { $0.type == "message" } == true)
    }

    @Test(arguments: Status.allCases) func `a status is read in any letter case`(_ status: Status) {
        for text in [status.rawValue, status.rawValue.uppercased(), status.rawValue.lowercased()] {
            #expect(Status(wire: text) == status)
        }
        #expect(Status(wire: status.rawValue + " ") == nil)
    }

    @Test func `at most 20 errors are listed`() {
        let void = RawDocument.Command(CommandName(.item, isVoid: true), [])
        let document = RawDocument(Self.least, Array(repeating: void, count: 30))
        let error = #expect(throws: InvalidRequest.self) { try Request(document).commands(asReturn: false) }
        #expect(error?.errors.count == 20)
    }
}
