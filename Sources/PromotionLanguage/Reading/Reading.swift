import Messages

/// What one reading of a file collects: where it is, what is wrong, and which identifiers were seen.
final class Reading {
    /// One part of a path.
    enum Step {
        /// A member of an object and its position there; -1 for one that is missing.
        case member(String, at: Int)
        /// An element of a list.
        case element(Int)

        /// The position, by which problems are put into the order of the document.
        var position: Int {
            switch self {
            case .member(_, let position): position
            case .element(let index): index
            }
        }
    }

    /// What carries an identifier; each kind has identifiers of its own.
    enum Identified: Hashable {
        case promotion, benefit, limit
    }

    private struct Finding {
        let positions: [Int]
        let problem: MapProblem
    }

    private var place: [Step] = []
    private var findings: [Finding] = []
    private var claimed: [Identified: [String: String]] = [:]
    private var namesakes: [String: Int] = [:]

    /// The problems in the order of the document.
    var problems: [MapProblem] {
        findings.enumerated().sorted { left, right in
            if left.element.positions == right.element.positions { return left.offset < right.offset }
            return left.element.positions.lexicographicallyPrecedes(right.element.positions)
        }.map(\.element.problem)
    }

    /// Reads something that stands one step further in.
    func within<Result>(_ step: Step, _ read: () -> Result) -> Result {
        place.append(step)
        defer { place.removeLast() }
        return read()
    }

    /// Notes a problem here, or one step further in.
    func note(_ text: String, at step: Step? = nil) {
        let steps = step.map { place + [$0] } ?? place
        findings.append(
            Finding(positions: steps.map(\.position), problem: MapProblem(path: Reading.path(steps), text: text)))
    }

    /// Notes a value that is not what is expected here, or one step further in.
    func note(found value: JSONValue, expected: String, at step: Step? = nil) {
        note("found \(Reading.shown(value)), expected \(expected)", at: step)
    }

    /// Takes an identifier, which must not be taken yet.
    func claim(_ id: String, for kind: Identified, at step: Step) {
        if let earlier = claimed[kind]?[id] {
            note("found \"\(id)\", expected an id that stands once; it is taken by \(earlier)", at: step)
        } else {
            claimed[kind, default: [:]][id] = Reading.path(place)
        }
    }

    /// How many promotions of that name were asked for before.
    func countNamesake(_ name: String) -> Int {
        defer { namesakes[name, default: 0] += 1 }
        return namesakes[name] ?? 0
    }

    /// A value as it is shown in a problem.
    static func shown(_ value: JSONValue) -> String {
        switch value {
        case .object: "an object"
        case .array(let values): values.isEmpty ? "an empty list" : "a list"
        case .string(let text) where text.unicodeScalars.count > 60:
            JSONValue.string(String(String.UnicodeScalarView(text.unicodeScalars.prefix(60))) + "…").text
        case .number(let text) where text.utf8.count > 60: text.prefix(60) + "…"
        case .string, .number, .bool, .null: value.text
        }
    }

    private static func path(_ steps: [Step]) -> String {
        var path = ""
        for step in steps {
            switch step {
            case .element(let index): path += "[\(index)]"
            case .member(let name, _) where !isPlain(name): path += "[\(shown(.string(name)))]"
            case .member(let name, _): path += path.isEmpty ? name : ".\(name)"
            }
        }
        return path
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 60
            && name.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            }
    }
}
