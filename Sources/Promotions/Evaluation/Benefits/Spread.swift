/// Splits an amount over lines so that the shares add up to it.
enum Spread {
    /// By weight, with the largest remainder; ties go to the earlier.
    ///
    /// What a line cannot bear goes to the others by their weights.
    ///
    /// - Parameters:
    ///   - amount: a multiple of `unit`, at most the sum of `caps`.
    ///   - weights: 0 or more each.
    ///   - caps: the most each may get, multiples of `unit`.
    ///   - unit: the smallest part.
    /// - Returns: multiples of `unit` that sum to `amount`, none above its cap.
    static func byWeight(_ amount: Int128, weights: [Int128], caps: [Int128], unit: Int128) -> [Int128] {
        var shares = Array(repeating: Int128(0), count: weights.count)
        var left = amount
        var open = Array(weights.indices)
        open.removeAll { weights[$0] <= 0 || caps[$0] <= 0 }
        while !open.isEmpty, left > 0 {
            let total = open.reduce(0) { $0 + weights[$1] }
            func isTooMuch(_ index: Int) -> Bool {
                WideProduct.exceeds(left, times: weights[index], caps[index], times: total)
            }
            guard open.contains(where: isTooMuch) else {
                share(left, over: open, total: total, weights: weights, unit: unit, into: &shares)
                return shares
            }
            let full = open.filter(isTooMuch)
            open.removeAll { full.contains($0) }
            for index in full {
                shares[index] = caps[index]
                left -= caps[index]
            }
        }
        if left > 0 { fill(left, in: Array(caps.indices), caps: caps, into: &shares) }
        return shares
    }

    /// As the other, over lines that carry their weights and caps and get their shares.
    static func byWeight(_ amount: Int128, over lines: inout [Scratch.Line], unit: Int128) {
        var total: Int128 = 0
        for line in lines.indices where lines[line].cap > 0 { total += lines[line].weight }
        for line in lines.indices where lines[line].cap > 0 {
            guard WideProduct.exceeds(amount, times: lines[line].weight, lines[line].cap, times: total) else {
                continue
            }
            let shares = byWeight(amount, weights: lines.map(\.weight), caps: lines.map(\.cap), unit: unit)
            for (line, share) in zip(lines.indices, shares) { lines[line].share = share }
            return
        }
        var left = amount
        for line in lines.indices where lines[line].cap > 0 {
            let (quotient, remainder) = WideProduct.divide(amount / unit, times: lines[line].weight, by: total)
            (lines[line].share, lines[line].remainder) = (quotient * unit, remainder)
            left -= lines[line].share
        }
        while left > 0, let next = largestRemainder(lines) {
            let part = min(unit, left)
            lines[next].share += part
            lines[next].remainder = -1
            left -= part
        }
    }

    private static func largestRemainder(_ lines: [Scratch.Line]) -> Int? {
        var largest: Int?
        for line in lines.indices where lines[line].cap > 0 && lines[line].remainder >= 0 {
            if let known = largest, lines[known].remainder >= lines[line].remainder { continue }
            largest = line
        }
        return largest
    }

    /// One after the other, each filled before the next.
    ///
    /// - Parameters:
    ///   - amount: at most the sum of `caps`.
    ///   - order: the positions, first filled first.
    ///   - caps: the most each may get.
    /// - Returns: shares that sum to `amount`.
    static func filling(_ amount: Int128, in order: [Int], caps: [Int128]) -> [Int128] {
        var shares = Array(repeating: Int128(0), count: caps.count)
        fill(amount, in: order, caps: caps, into: &shares)
        return shares
    }

    private static func share(
        _ amount: Int128, over open: [Int], total: Int128, weights: [Int128], unit: Int128, into shares: inout [Int128]
    ) {
        var left = amount
        var remainders: [(index: Int, remainder: Int128)] = []
        remainders.reserveCapacity(open.count)
        for index in open {
            let (quotient, remainder) = WideProduct.divide(amount / unit, times: weights[index], by: total)
            shares[index] = quotient * unit
            left -= shares[index]
            remainders.append((index, remainder))
        }
        if left > 0 {
            remainders.sort { $0.remainder != $1.remainder ? $0.remainder > $1.remainder : $0.index < $1.index }
        }
        for (index, _) in remainders where left > 0 {
            let part = min(unit, left)
            shares[index] += part
            left -= part
        }
    }

    private static func fill(_ amount: Int128, in order: [Int], caps: [Int128], into shares: inout [Int128]) {
        var left = amount
        for index in order where left > 0 {
            let part = min(left, caps[index] - shares[index])
            shares[index] += part
            left -= part
        }
    }
}
