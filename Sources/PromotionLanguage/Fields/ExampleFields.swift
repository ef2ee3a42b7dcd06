import Messages
import Promotions

extension ObjectReader {
    /// One example of a map that has promotions with these ids and names.
    mutating func example(promotions named: Set<String>) -> MapExample {
        let name = required("name", .filledText(), else: "")
        let ticket = ticket()
        let holdings = object("holdings") { reader in reader.holdings() } ?? Holdings()
        if !has("expect") { noteMissing("expect", "an object") }
        let expect = object("expect") { reader in reader.expectation(promotions: named) } ?? MapExample.Expectation()
        return MapExample(name: name, ticket: ticket, holdings: holdings, expect: expect)
    }

    private mutating func ticket() -> MapExample.Ticket {
        if case .object = peek("ticket"), let value = raw("ticket") { return .document(value.text) }
        let text = required("ticket", .filledText(Limits.ticketLength), else: "")
        return MapExample.Ticket(text: text)
    }

    private mutating func expectation(promotions named: Set<String>) -> MapExample.Expectation {
        let total = optional("total", .money(.anyAmount))
        let promotions = object("promotions") { reader in
            reader.amounts { name in
                named.contains(name) ? name : nil
            } expected: {
                "the id or the name of a promotion of the map"
            }
        }
        let lines = object("lines") { reader in
            reader.amounts { name in
                Int(name).flatMap { (1...Limits.seq).contains($0) && String($0) == name ? $0 : nil }
            } expected: {
                "a seq from 1 to \(Limits.seq)"
            }
        }
        if total == nil, promotions?.isEmpty ?? true, lines?.isEmpty ?? true, !has("total") {
            reading.note("found nothing, expected total, promotions or lines")
        }
        return MapExample.Expectation(total: total, promotions: promotions ?? [:], lines: lines ?? [:])
    }

    /// All members as amounts, by a key that their name stands for.
    private mutating func amounts<Key: Hashable>(
        _ key: (String) -> Key?, expected: () -> String
    ) -> [Key: Money] {
        var amounts: [Key: Money] = [:]
        for (index, member) in takeRest().enumerated() {
            let step = Reading.Step.member(member.name, at: index)
            guard let key = key(member.name) else {
                reading.note(found: .string(member.name), expected: expected(), at: step)
                continue
            }
            do throws(Refusal) {
                amounts[key] = try Scalar.money(.anyAmount).read(member.value)
            } catch {
                reading.note(found: member.value, expected: error.expected, at: step)
            }
        }
        return amounts
    }
}

extension MapExample.Ticket {
    /// A text that begins as a document is one, any other is a path.
    init(text: String) {
        switch text.unicodeScalars.first(where: { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }) {
        case "<", "{": self = .document(text)
        default: self = .path(text)
        }
    }
}
