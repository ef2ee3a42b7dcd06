import Messages
import Promotions
import Testing

@Suite struct GoldenAnswerTests {
    @Test(arguments: SampleAnswer.all) func `answers are the samples, byte for byte`(_ sample: SampleAnswer) throws {
        let expected = try Golden.bytes("\(sample.name).response.xml")
        #expect(String(decoding: sample.answer.bytes(.xml), as: UTF8.self) == String(decoding: expected, as: UTF8.self))
        guard sample.hasJSON else { return }
        let twin = try Golden.bytes("\(sample.name).response.json")
        #expect(String(decoding: sample.answer.bytes(.json), as: UTF8.self) == String(decoding: twin, as: UTF8.self))
    }

    @Test func `no sample is forgotten`() throws {
        let names = try Golden.names(".response.xml").map { String($0.dropLast(".response.xml".count)) }
        #expect(Set(SampleAnswer.all.map(\.name)) == Set(names))
        let twins = try Golden.names(".response.json").map { String($0.dropLast(".response.json".count)) }
        let written = SampleAnswer.all.filter(\.hasJSON).map(\.name)
        #expect(Set(written).isSuperset(of: twins))
    }

    @Test(arguments: SampleAnswer.all) func `the JSON form says what the XML form says`(_ sample: SampleAnswer) throws {
        let json = try JSONReader.read(sample.answer.bytes(.json))
        let message = try #require(json["message"])
        let attributes = try read(sample.answer.bytes(.xml)).attributes
        #expect(attributes.allSatisfy { message[$0.name] == .string($0.value) })
        // Every value of the XML form stands in the JSON form, in the same order.
        let xml = String(decoding: sample.answer.bytes(.xml), as: UTF8.self)
        let values = xml.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }.dropFirst(3)
        #expect(texts(of: message) == values.map { $0.replacing("&gt;", with: ">") })
    }

    private func texts(of value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let values): values.flatMap(texts)
        case .object(let members): members.flatMap { texts(of: $0.value) }
        default: ["not a text"]
        }
    }
}
