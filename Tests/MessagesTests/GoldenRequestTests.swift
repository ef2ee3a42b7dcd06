import Messages
import Promotions
import Testing

@Suite struct GoldenRequestTests {
    private static let unreadable = ["04-unclosed.request.txt", "07-doctype.request.xml"]

    @Test func `every sample request is read, or refused where it must be`() throws {
        let names = try Golden.names(".request.xml") + Golden.names(".request.txt")
        #expect(names.count == 30)
        for name in names {
            let body = try Golden.bytes(name)
            guard !Self.unreadable.contains(name) else {
                #expect(throws: UnreadableDocument.self, "\(name)") { try read(body) }
                continue
            }
            let request = try Request(read(body))
            let isReturn = request.header.voidTrx == true
            if name.hasPrefix("08") {
                #expect(throws: InvalidRequest.self) { try request.commands(asReturn: false) }
            } else {
                let commands = try request.commands(asReturn: isReturn)
                #expect(commands.count == commandCount(body), "\(name)")
            }
        }
    }

    private func commandCount(_ body: [UInt8]) -> Int {
        let text = String(decoding: body, as: UTF8.self)
        return ["-add ", "-void "].reduce(0) {
            $0 + text.split(separator: $1, omittingEmptySubsequences: false).count - 1
        }
    }

    @Test func `sample twins are the same request`() throws {
        let names = try Golden.names(".request.json")
        #expect(names.count == 4)
        for name in names {
            let json = try read(Golden.bytes(name), .json)
            let xml = try read(Golden.bytes(String(name.dropLast(4)) + "xml"))
            #expect(json == xml, "\(name)")
        }
    }

    @Test func `the invalid sample is answered with its answer, in both forms`() throws {
        for format in RequestFormat.allCases {
            let document = try read(Golden.bytes("08-invalid.request.\(format.rawValue)"), format)
            let error = #expect(throws: InvalidRequest.self) { try Request(document).commands(asReturn: false) }
            let answer = Answer(try #require(error))
            #expect(answer.bytes(format) == (try Golden.bytes("08-invalid.response.\(format.rawValue)")))
        }
    }

    @Test func `the first sample, in full`() throws {
        let request = try Request(read(Golden.bytes("01-limit-first.request.xml")))
        var header = RequestHeader(
            companyId: "2", store: "3", terminal: "1", dateTime: try #require(LocalDateTime("2023-08-04 17:05:00")),
            messageId: 1)
        header.voidTrx = false
        header.response = true
        header.evaluate = true
        header.limitBalances = true
        #expect(request.header == header)
        let customer = Element(
            seq: 1,
            attributes: [
                "seq": "1", "id": "9", "email": "customer@example.com", "identifier": "5690000", "lastName": "Sample",
                "name": "CUSTOMER",
            ])
        let item = Item(
            seq: 1, unitPrice: Money(whole: 4_000), price: Money(whole: 4_000),
            attributes: ["seq": "1", "unitprice": "4000", "xprice": "4000", "qty": "1", "code": "111"])
        #expect(try request.commands(asReturn: false) == [.add(.customer, customer), .addItem(item)])
    }
}
