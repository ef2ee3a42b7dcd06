/// The orders of listing sets that are tried where sets share units.
enum ListingOrders: Sendable {
    /// All permutations are tried up to this many sets: 120 of them; 6 sets would have 720.
    static let maxPermutedSets = 5

    /// Orders of so many sets, the listed one first; beyond the bound each set is moved to the front of it.
    static func orders(of count: Int) -> [[Int]] {
        let listed = Array(0..<count)
        guard count <= maxPermutedSets else {
            return [listed] + (1..<count).map { front in [front] + listed.filter { $0 != front } }
        }
        return permutations(of: listed)
    }

    private static func permutations(of values: [Int]) -> [[Int]] {
        guard values.count > 1 else { return [values] }
        var result: [[Int]] = []
        for (place, value) in values.enumerated() {
            var others = values
            others.remove(at: place)
            result += permutations(of: others).map { [value] + $0 }
        }
        return result
    }
}
