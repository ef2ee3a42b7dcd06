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

    /// The same over lines that carry their weights and caps and get their shares.
    ///
    /// - Parameters:
    ///   - amount: a multiple of `unit`, at most the sum of the caps.
    ///   - lines: any.
    ///   - unit: the smallest part.
    static func byWeight(_ amount: Int128, over lines: inout [Scratch.Line], unit: Int128) {
        var total: Int128 = 0
        for line in lines.indices where lines[line].isOpen { total += lines[line].weight }
        var left = amount
        let units = amount / unit
        for line in lines.indices where lines[line].isOpen {
            let (quotient, remainder) = WideProduct.divide(units, times: lines[line].weight, by: total)
            let share = quotient * unit
            if share > lines[line].cap || (share == lines[line].cap && remainder > 0) {
                return spreadWithinCaps(amount, over: &lines, unit: unit)
            }
            (lines[line].share, lines[line].remainder) = (Int64(share), remainder)
            left -= share
        }
        while left > 0 {
            guard let next = largestRemainder(lines) else {
                return spreadWithinCaps(amount, over: &lines, unit: unit)
            }
            let part = min(unit, left)
            lines[next].share += Int64(part)
            lines[next].remainder = -1
            left -= part
        }
    }

    private static func spreadWithinCaps(_ amount: Int128, over lines: inout [Scratch.Line], unit: Int128) {
        let shares = byWeight(amount, weights: lines.map(\.weight), caps: lines.map { Int128($0.cap) }, unit: unit)
        for line in lines.indices { lines[line].share = Int64(shares[line]) }
    }

    private static func largestRemainder(_ lines: [Scratch.Line]) -> Int? {
        var largest: Int?
        for line in lines.indices where lines[line].isOpen && lines[line].remainder >= 0 {
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
