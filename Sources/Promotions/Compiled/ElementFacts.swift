/// The values that the elements of one kind have in the slots of a map.
///
/// Filters ask for them all the time; a reference is handed around for less than five arrays are.
final class ElementFacts: Sendable {
    private let slots: [AttributeSlots.Slot]
    private let elements: [Attributes]
    /// By slot, then element: a value's number, `absent`, `unknown`, or the place of several in `several`.
    private let numbers: [Int32]
    private let several: [[Int32]]

    /// How many elements there are.
    let count: Int

    /// The number that stands for the first list of several values; further lists count down from it.
    static let firstOfSeveral: Int32 = -3

    /// Elements that nothing is asked of.
    init(count: Int) {
        (slots, elements, numbers, several) = ([], [], [], [])
        self.count = count
    }

    init(_ elements: [Attributes], slots: AttributeSlots) {
        self.slots = slots.slots
        self.elements = elements
        count = elements.count
        var numbers = Array(repeating: AttributeSlots.absent, count: elements.count * slots.slots.count)
        var several: [[Int32]] = []
        for (position, slot) in slots.slots.enumerated() {
            var local: [String: Int32] = [:]
            var place = 0
            for element in elements.indices {
                guard let text = elements[element].value(of: slot.name, near: &place) ?? slot.fallback else { continue }
                let number = ElementFacts.read(text, slot: slot, local: &local, several: &several)
                numbers[position * elements.count + element] = number
            }
        }
        (self.numbers, self.several) = (numbers, several)
    }

    private static func read(
        _ text: String, slot: AttributeSlots.Slot, local: inout [String: Int32], several: inout [[Int32]]
    ) -> Int32 {
        guard slot.form == .several, ElementFacts.holdsSeveral(text) else {
            return number(of: text, slot: slot, local: &local)
        }
        let numbers = text.split(separator: "|").map { number(of: String($0), slot: slot, local: &local) }
        guard numbers.count > 1 else { return numbers.first ?? AttributeSlots.absent }
        several.append(numbers)
        return firstOfSeveral - Int32(several.count - 1)
    }

    private static func holdsSeveral(_ text: String) -> Bool {
        let bar = UInt8(ascii: "|")
        return text.utf8.withContiguousStorageIfAvailable { $0.contains(bar) } ?? text.utf8.contains(bar)
    }

    private static func number(of text: String, slot: AttributeSlots.Slot, local: inout [String: Int32]) -> Int32 {
        let canonical = slot.canonical(text)
        if let number = slot.numbers.number(of: canonical) { return number }
        guard slot.tellsAllApart else { return AttributeSlots.unknown }
        if let number = local[canonical] { return number }
        let number = Int32(slot.numbers.count + local.count)
        local[canonical] = number
        return number
    }

    /// The number in a slot; several values together have one of their own.
    func number(of element: Int, at slot: Int) -> Int32 { numbers[slot * count + element] }

    func hasNoValue(_ element: Int, at slot: Int) -> Bool { number(of: element, at: slot) == AttributeSlots.absent }

    func anyValue(of element: Int, at slot: Int, _ test: (Int32) -> Bool) -> Bool {
        let number = number(of: element, at: slot)
        if number <= ElementFacts.firstOfSeveral { return several(number).contains(where: test) }
        return number != AttributeSlots.absent && test(number)
    }

    /// The values that one number stands for.
    func several(_ number: Int32) -> [Int32] { several[Int(ElementFacts.firstOfSeveral - number)] }

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
