/// A linear program in fixed point: what shares of columns are worth most, and so what each row is worth.
///
/// The row prices are a guide only. Whoever uses them makes them fit (see `UnitPrices`), so neither the limited
/// precision nor an end before the optimum can do harm; nothing here traps, whatever the numbers.
struct PriceProgram {
    /// Fraction bits of entries and of the inverse.
    static let fraction = 20
    /// One, in that form.
    static let one = 1 << fraction
    /// Further fraction bits of gains and prices.
    static let gainFraction = 8
    /// Fraction bits of right sides.
    private static let levelFraction = 10
    /// Gains fit so many bits.
    private static let gainBits = 30
    /// What counts as nothing.
    private static let tolerance = 1 << 6

    /// An entry of a column.
    struct Entry {
        var row: Int
        var value: Int
    }

    private let rows: Int
    private let gainShift: Int
    private let gains: [Int]
    private let starts: [Int]
    private let entries: [Entry]
    private var inverse: [Int]
    private var levels: [Int]
    private var prices: [Int]

    /// A program: the sum of gains is to be greatest while no row exceeds its right side.
    ///
    /// - Parameters:
    ///   - rightSides: by row, whole numbers.
    ///   - gains: by column.
    ///   - columns: by column its entries, in fixed point.
    init(rightSides: [Int], gains: [Int], columns: [[Entry]]) {
        rows = rightSides.count
        let widest = gains.max() ?? 0
        gainShift = Swift.max(0, Int.bitWidth - widest.leadingZeroBitCount - PriceProgram.gainBits)
        self.gains = gains.map { [gainShift] in ($0 >> gainShift) << PriceProgram.gainFraction }
        var starts = [0]
        for column in columns { starts.append(starts[starts.count - 1] + column.count) }
        self.starts = starts
        entries = columns.flatMap { $0 }
        inverse = Array(repeating: 0, count: rows * rows)
        for row in 0..<rows { inverse[row * rows + row] = PriceProgram.one }
        levels = rightSides.map { min($0, 1 << 24) << PriceProgram.levelFraction }
        prices = Array(repeating: 0, count: rows)
    }

    /// By row: what one unit of its right side is worth, in the unit of the gains; never below zero.
    mutating func rowPrices() -> [Int] {
        for _ in 0..<40 + 6 * rows {
            guard let (entering, gain) = mostGainful(), let direction = direction(of: entering),
                let leaving = leavingRow(direction)
            else { break }
            pivot(on: leaving, direction, gain: gain)
        }
        return prices.map { Swift.max(0, $0 >> PriceProgram.gainFraction) << gainShift }
    }

    /// The column that gains most a unit, or below zero the row whose slack does.
    private func mostGainful() -> (column: Int, gain: Int)? {
        var best: (column: Int, gain: Int)?
        for column in gains.indices {
            var cost = 0
            for place in starts[column]..<starts[column + 1] {
                cost = cost &+ prices[entries[place].row] &* entries[place].value
            }
            let gain = gains[column] &- (cost >> PriceProgram.fraction)
            if gain > best?.gain ?? PriceProgram.tolerance { best = (column, gain) }
        }
        for row in 0..<rows where 0 &- prices[row] > best?.gain ?? PriceProgram.tolerance {
            best = (-1 - row, 0 &- prices[row])
        }
        return best
    }

    private func direction(of column: Int) -> [Int]? {
        (0..<rows).map { row in
            if column < 0 { return inverse[row * rows - 1 - column] }
            var sum = 0
            for place in starts[column]..<starts[column + 1] {
                sum = sum &+ inverse[row * rows + entries[place].row] &* entries[place].value
            }
            return sum >> PriceProgram.fraction
        }
    }

    private func leavingRow(_ direction: [Int]) -> Int? {
        var best: Int?
        for row in 0..<rows where direction[row] > PriceProgram.tolerance {
            guard let known = best else {
                best = row
                continue
            }
            let (left, right) = (levels[row] &* direction[known], levels[known] &* direction[row])
            if left < right || (left == right && direction[row] > direction[known]) { best = row }
        }
        return best
    }

    private mutating func pivot(on leaving: Int, _ direction: [Int], gain: Int) {
        let base = leaving * rows
        for column in 0..<rows {
            inverse[base + column] = (inverse[base + column] << PriceProgram.fraction) / direction[leaving]
        }
        levels[leaving] = (levels[leaving] << PriceProgram.fraction) / direction[leaving]
        for row in 0..<rows where row != leaving && direction[row] != 0 {
            for column in 0..<rows where inverse[base + column] != 0 {
                let change = (direction[row] &* inverse[base + column]) >> PriceProgram.fraction
                inverse[row * rows + column] = inverse[row * rows + column] &- change
            }
            let change = (direction[row] &* levels[leaving]) >> PriceProgram.fraction
            levels[row] = Swift.max(0, levels[row] &- change)
        }
        for column in 0..<rows where inverse[base + column] != 0 {
            prices[column] = prices[column] &+ ((gain &* inverse[base + column]) >> PriceProgram.fraction)
        }
    }
}
