/// The values that the elements of one kind have in the slots of a map.
struct ElementFacts {
    private let slots: [AttributeSlots.Slot]
    private let elements: [Attributes]
    /// By element, then slot: a value's number, `absent`, `unknown`, or the place of several in `several`.
    private var numbers: [Int32]
    private var several: [[Int32]] = []

    /// How many elements there are.
    let count: Int

    private static let firstOfSeveral: Int32 = -3

    init(_ elements: [Attributes], slots: AttributeSlots) {
        self.slots = slots.slots
        self.elements = elements
        count = elements.count
        numbers = Array(repeating: AttributeSlots.absent, count: elements.count * slots.slots.count)
        for (position, slot) in slots.slots.enumerated() {
            var local: [String: Int32] = [:]
            for element in elements.indices {
                guard let text = elements[element][slot.name] ?? slot.fallback else { continue }
                numbers[element * slots.slots.count + position] = read(text, slot: slot, local: &local)
            }
        }
    }

    private mutating func read(_ text: String, slot: AttributeSlots.Slot, local: inout [String: Int32]) -> Int32 {
        guard slot.form == .several, text.utf8.contains(UInt8(ascii: "|")) else {
            return number(of: text, slot: slot, local: &local)
        }
        let numbers = text.split(separator: "|").map { number(of: String($0), slot: slot, local: &local) }
        guard numbers.count > 1 else { return numbers.first ?? AttributeSlots.absent }
        several.append(numbers)
        return ElementFacts.firstOfSeveral - Int32(several.count - 1)
    }

    private func number(of text: String, slot: AttributeSlots.Slot, local: inout [String: Int32]) -> Int32 {
        let canonical = ProtocolAttribute(form: slot.form, fallback: nil).canonical(text)
        if let number = slot.numbers[canonical] { return number }
        guard slot.tellsAllApart else { return AttributeSlots.unknown }
        if let number = local[canonical] { return number }
        let number = Int32(slot.numbers.count + local.count)
        local[canonical] = number
        return number
    }

    /// The number in a slot; several values together have one of their own.
    func number(of element: Int, at slot: Int) -> Int32 { numbers[element * slots.count + slot] }

    func hasNoValue(_ element: Int, at slot: Int) -> Bool { number(of: element, at: slot) == AttributeSlots.absent }

    func anyValue(of element: Int, at slot: Int, _ test: (Int32) -> Bool) -> Bool {
        let number = number(of: element, at: slot)
        if number <= ElementFacts.firstOfSeveral {
            return several[Int(ElementFacts.firstOfSeveral - number)].contains(where: test)
        }
        return number != AttributeSlots.absent && test(number)
    }

    func anyText(of element: Int, at slot: Int, _ test: (Substring) -> Bool) -> Bool {
        guard let text = elements[element][slots[slot].name] ?? slots[slot].fallback else { return false }
        guard slots[slot].form == .several else { return test(text[...]) }
        return text.split(separator: "|").contains(where: test)
    }

    /// A number for each element that is the same where all the slots have the same values.
    func combinedNumbers(at slots: [Int]) -> [Int32] {
        guard !slots.isEmpty else { return [] }
        var known: [[Int32]: Int32] = [:]
        return (0..<count).map { element in
            let key = slots.flatMap { slot in values(of: element, at: slot) + [Int32.min] }
            if let number = known[key] { return number }
            let number = Int32(known.count)
            known[key] = number
            return number
        }
    }

    private func values(of element: Int, at slot: Int) -> [Int32] {
        let number = number(of: element, at: slot)
        return number <= ElementFacts.firstOfSeveral
            ? several[Int(ElementFacts.firstOfSeveral - number)].sorted() : [number]
    }
}
