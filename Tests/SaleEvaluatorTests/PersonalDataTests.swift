import Broker
import Engine
import Storage
import Synchronization
import Testing

@testable import SaleEvaluator
@testable import WorkerRuntime

/// Personal data stays out of the log, whatever is sent and at whatever level.
struct PersonalDataTests {
    final class Lines: Sendable {
        private let text = Mutex("")
        var all: String { text.withLock { $0 } }
        func add(_ line: String) { text.withLock { $0 += line } }
    }

    /// A message, and what of it must not be found in the log.
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var body: String
        var contentType = "application/xml"
    }

    /// Stands for names, addresses, numbers of cards and documents.
    static let secret = "CANARY4242"
    static let head = """
        companyId="2" store="3" terminal="1" date-time="2026-03-01 10:00:00" messageId="1" init-tck="true"
        """
    static let person = """
        <customer-add seq="1" id="\(secret)" name="\(secret)" mail="\(secret)@example.org" document="\(secret)"/>
        <loyaltycard-add seq="2" number="\(secret)"/><coupon-add seq="3" id="\(secret)"/>
        <payment-add seq="4" number="\(secret)" amount="10.00"/>
        """
    static let item = "<item-add seq=\"9\" code=\"1\" unitprice=\"10\" xprice=\"10\" qty=\"1\" note=\"\(secret)\"/>"

    static let cases = [
        Case(
            testDescription: "a sale",
            body: "<message \(head) status=\"sale\" evaluate=\"true\">\(person)\(item)</message>"),
        Case(
            testDescription: "a validation",
            body: "<message \(head) status=\"loyalty-validation\">\(person)</message>"),
        Case(
            testDescription: "a bad number",
            body: "<message \(head)><item-add seq=\"\(secret)\" qty=\"\(secret)\"/></message>"),
        Case(
            testDescription: "a bad price",
            body: "<message \(head)><item-add seq=\"1\" unitprice=\"\(secret)\"/></message>"),
        Case(testDescription: "a bad header", body: "<message \(head) status=\"\(secret)\" option=\"\(secret)\"/>"),
        Case(testDescription: "a bad flag", body: "<message \(head) evaluate=\"\(secret)\"/>"),
        Case(testDescription: "an unknown command", body: "<message \(head)><\(secret)-add seq=\"1\"/></message>"),
        Case(testDescription: "no end", body: "<message \(head)>\(person)"),
        Case(testDescription: "no XML", body: "\(secret) \(secret)"),
        Case(testDescription: "an undeclared entity", body: "<message \(head) x=\"&\(secret);\"/>"),
        Case(
            testDescription: "JSON with a bad value",
            body:
                "{\"companyId\":\"2\",\"store\":\"3\",\"messageId\":\"\(secret)\",\"x\":\"\(secret)\"}",
            contentType: "application/json"),
        Case(testDescription: "broken JSON", body: "{\"name\":\"\(secret)\",", contentType: "application/json"),
    ]

    @Test(arguments: cases, [false, true])
    func `the log holds none of it`(_ sent: Case, _ refusesUnknown: Bool) throws {
        let lines = Lines()
        let log = Log(threshold: .debug, write: lines.add)
        let database = try SQLiteDatabase(path: ":memory:")
        try Migrator.migrate(database, now: 0)
        let store = Store(database: database)
        try store.database.transaction { () throws(StorageError) in
            var settings = try store.companies.settings(of: "2")
            settings.refuseUnknownCustomers = refusesUnknown
            try store.companies.save(settings, of: "2")
        }
        let handler = SaleHandler(store, settings: EngineSettings(), worker: "w", log: log)
        try handler.start()
        let delivery = Delivery(
            body: Array(sent.body.utf8),
            properties: Properties(contentType: sent.contentType, correlationId: "c", replyTo: "till"),
            deliveryTag: 1)
        _ = try handler.handle([delivery])
        log.error("A message is given up", handler.subject(of: delivery))
        _ = try handler.givenUp(delivery, reason: "any")
        #expect(lines.all.contains("A message"))
        #expect(!lines.all.contains(Self.secret), "\(lines.all)")
    }
}
