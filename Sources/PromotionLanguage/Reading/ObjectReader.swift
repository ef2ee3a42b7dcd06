import Messages

/// Reads the fields of one object and knows in the end which members nobody asked for.
///
/// Problems are noted, never thrown: reading goes on with a stand-in value, and what comes of it is thrown away.
struct ObjectReader {
    /// What the whole reading collects.
    let reading: Reading
    private let members: [JSONValue.Member]
    private var taken: [Bool]
    private var asked: [String] = []

    /// Reads an object with a function, then notes the members that it did not ask for; nil where it is no object.
    static func read<Value>(
        _ value: JSONValue, in reading: Reading, _ body: (inout ObjectReader) -> Value
    ) -> Value? {
        guard case .object(let members) = value else {
            reading.note(found: value, expected: "an object")
            return nil
        }
        var reader = ObjectReader(reading: reading, members: members)
        let result = body(&reader)
        reader.noteUnknown()
        return result
    }

    private init(reading: Reading, members: [JSONValue.Member]) {
        self.reading = reading
        self.members = members
        taken = Array(repeating: false, count: members.count)
    }

    /// The members nobody has asked for yet; asking takes them.
    mutating func takeRest() -> [JSONValue.Member] {
        let rest = members.indices.filter { !taken[$0] }
        for index in rest { taken[index] = true }
        return rest.map { members[$0] }
    }

    /// Whether a field is there and not null.
    func has(_ name: String) -> Bool { members.contains { $0.name == name && $0.value != .null } }

    /// The value of a field, without taking it.
    func peek(_ name: String) -> JSONValue? { members.first { $0.name == name }?.value }

    /// The step to a field; position -1, before all others, where it is missing.
    func step(_ name: String) -> Reading.Step {
        .member(name, at: members.firstIndex { $0.name == name } ?? -1)
    }

    /// Notes a problem with a field.
    func note(_ name: String, _ text: String) { reading.note(text, at: step(name)) }

    /// Notes that a required field is missing.
    func noteMissing(_ name: String, _ expected: String) { note(name, "missing, expected \(expected)") }

    /// The value of a field as it stands, nil where it is absent or null.
    mutating func raw(_ name: String) -> JSONValue? {
        asked.append(name)
        guard let index = members.firstIndex(where: { $0.name == name }) else { return nil }
        taken[index] = true
        let value = members[index].value
        return value == .null ? nil : value
    }

    /// A field that may be absent.
    mutating func optional<Value>(_ name: String, _ scalar: Scalar<Value>) -> Value? {
        guard let value = raw(name) else { return nil }
        do throws(Refusal) {
            return try scalar.read(value)
        } catch {
            reading.note(found: value, expected: error.expected, at: step(name))
            return nil
        }
    }

    /// A field that must be there; nil where it is not, which is noted.
    mutating func required<Value>(_ name: String, _ scalar: Scalar<Value>) -> Value? {
        if !has(name) { noteMissing(name, scalar.expected) }
        return optional(name, scalar)
    }

    /// A field that must be there; the stand-in is returned where it is not.
    mutating func required<Value>(_ name: String, _ scalar: Scalar<Value>, else standIn: Value) -> Value {
        required(name, scalar) ?? standIn
    }

    /// A text that may be absent, which an empty one is as well.
    mutating func text(_ name: String, _ maxLength: Int = Limits.textLength) -> String? {
        let text = optional(name, Scalar.text(maxLength))
        return text?.isEmpty == true ? nil : text
    }

    /// A field that holds an object and may be absent.
    mutating func object<Value>(_ name: String, _ body: (inout ObjectReader) -> Value) -> Value? {
        guard let value = raw(name) else { return nil }
        let reading = reading
        return reading.within(step(name)) { ObjectReader.read(value, in: reading, body) }
    }

    /// A field that holds a list and may be absent, which is an empty list.
    mutating func list<Value>(
        _ name: String, _ count: ClosedRange<Int>, _ read: (JSONValue, Int) -> Value?
    ) -> [Value] {
        guard let value = raw(name) else {
            if count.lowerBound > 0 { noteMissing(name, "a list") }
            return []
        }
        guard case .array(let values) = value else {
            reading.note(found: value, expected: "a list", at: step(name))
            return []
        }
        guard values.count >= count.lowerBound else {
            note(name, "found an empty list, expected at least one entry")
            return []
        }
        guard values.count <= count.upperBound else {
            note(name, "found \(values.count) entries, expected at most \(count.upperBound)")
            return []
        }
        return reading.within(step(name)) {
            values.enumerated().compactMap { index, value in
                reading.within(.element(index)) { read(value, index) }
            }
        }
    }

    /// A list of scalars.
    mutating func list<Value>(_ name: String, _ count: ClosedRange<Int>, of scalar: Scalar<Value>) -> [Value] {
        let reading = reading
        return list(name, count) { value, _ in
            do throws(Refusal) {
                return try scalar.read(value)
            } catch {
                reading.note(found: value, expected: error.expected)
                return nil
            }
        }
    }

    /// A list of objects; the function is told each one's position.
    mutating func objects<Value>(
        _ name: String, _ count: ClosedRange<Int>, _ body: (inout ObjectReader, Int) -> Value
    ) -> [Value] {
        let reading = reading
        return list(name, count) { value, index in
            ObjectReader.read(value, in: reading) { reader in body(&reader, index) }
        }
    }

    /// The identifier under `id`, or the one derived from where the object stands.
    mutating func identifier(_ kind: Reading.Identified, else derive: () -> String) -> String {
        let isGiven = has("id")
        guard let id = optional("id", .id) ?? (isGiven ? nil : derive()) else { return "" }
        reading.claim(id, for: kind, at: step("id"))
        return id
    }

    private func noteUnknown() {
        guard taken.contains(false) else { return }
        let absent = asked.filter { !has($0) }
        for index in members.indices where !taken[index] {
            let name = members[index].name
            let near = NearName.nearest(to: name, among: absent)
            reading.note(
                "unknown field" + (near.map { "; did you mean \"\($0)\"?" } ?? ""), at: .member(name, at: index))
        }
    }
}
