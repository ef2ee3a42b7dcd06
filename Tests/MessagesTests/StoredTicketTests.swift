import Messages
import Promotions
import TestSupport
import Testing

@Suite struct StoredTicketTests {
    @Test func `the form`() throws {
        var elements = TicketElements()
        elements.apply(
            try commands(
                "<item-add seq='1' unitprice='4' xprice='12.00' qty='3' mine='x'/><payment-add seq='1' id='V'/>"),
            attributes: ["campaign": "spring"])
        #expect(
            elements.text == "{\"attributes\":{\"campaign\":\"spring\"},"
                + "\"item-add\":[{\"seq\":\"1\",\"unitprice\":\"4\",\"xprice\":\"12.00\",\"qty\":\"3\","
                + "\"mine\":\"x\"}],"
                + "\"payment-add\":[{\"seq\":\"1\",\"code\":\"V\"}]}")
        #expect(TicketElements().text == "{}")
    }

    @Test func `every sample ticket comes back the same`() throws {
        for name in try Golden.names(".request.xml") where !name.hasPrefix("07") && !name.hasPrefix("08") {
            let request = try Request(read(Golden.bytes(name)))
            var elements = TicketElements()
            elements.apply(
                try request.commands(asReturn: request.header.voidTrx == true), attributes: request.header.attributes)
            let stored = try JSONReader.read(Array(elements.text.utf8))
            #expect(try TicketElements(json: stored) == elements, "\(name)")
        }
    }

    @Test func `random tickets come back the same`() throws {
        var random = SeededRandom(seed: 4)
        for _ in 0..<200 {
            let document = RandomDocument.make(&random)
            for asReturn in [false, true] {
                let request = try Request(document)
                var elements = TicketElements()
                elements.apply(try request.commands(asReturn: asReturn), attributes: request.header.attributes)
                #expect(try TicketElements(json: JSONReader.read(Array(elements.text.utf8))) == elements)  // seed 4
            }
        }
    }

    @Test(arguments: [
        "[]", "{\"more\":[]}", "{\"item-void\":[{\"seq\":\"1\"}]}", "{\"item-add\":{}}", "{\"item-add\":[1]}",
        "{\"item-add\":[{\"seq\":1}]}", "{\"item-add\":[{\"seq\":\"1\"}]}", "{\"attributes\":[]}",
        "{\"return-add\":[{}]}",
    ]) func `anything else is refused`(_ text: String) throws {
        let json = try JSONReader.read(Array(text.utf8))
        #expect(throws: StoredTicketError.self) { try TicketElements(json: json) }
    }
}
