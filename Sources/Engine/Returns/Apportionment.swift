/// Splits an amount so that the parts add up to it.
enum Apportionment {
    /// By weight, with the largest remainder; ties go to the earlier.
    ///
    /// - Parameters:
    ///   - amount: any.
    ///   - weights: 0 or more each; where all are 0 they count alike.
    ///   - unit: the smallest part; what is smaller stays with the first that gets one more.
    /// - Returns: a part for each weight.
    static func split(_ amount: Int128, by weights: [Int128], unit: Int128) -> [Int128] {
        guard amount >= 0 else { return split(-amount, by: weights, unit: unit).map { -$0 } }
        let total = weights.reduce(0, +)
        guard total > 0 else {
            return weights.isEmpty ? [] : split(amount, by: weights.map { _ in 1 }, unit: unit)
        }
        var left = amount
        var parts: [Int128] = []
        var remainders: [(index: Int, remainder: Int128)] = []
        for (index, weight) in weights.enumerated() {
            let (quotient, remainder) = (amount / unit * weight).quotientAndRemainder(dividingBy: total)
            parts.append(quotient * unit)
            left -= quotient * unit
            if weight > 0 { remainders.append((index, remainder)) }
        }
        remainders.sort { $0.remainder != $1.remainder ? $0.remainder > $1.remainder : $0.index < $1.index }
        for (index, _) in remainders where left > 0 {
            let part = min(unit, left)
            parts[index] += part
            left -= part
        }
        // Prices finer than the unit may leave less than one.
        if left > 0, let first = remainders.first { parts[first.index] += left }
        return parts
    }
}
