import Testing

@testable import Storage

@Suite("Windows of days")
struct DayWindowsTests {
    /// The same, window by window.
    static func oneByOne(_ uses: [Int], length: Int, day: Int) -> Int128 {
        var largest: Int128 = 0
        for start in (day - length + 1)...day {
            let days = start..<start + length
            let sum = uses.indices.filter { days.contains($0) }.reduce(Int128(0)) { $0 + Int128(uses[$1]) }
            largest = max(largest, sum)
        }
        return largest
    }

    @Test("agree with sums taken one by one in every small world")
    func everySmallWorld() {
        // Six days with 0 to 2 used, every window of 1 to 4 days, every day.
        for world in 0..<729 {
            var (rest, uses) = (world, [Int]())
            for _ in 0..<6 {
                uses.append(rest % 3)
                rest /= 3
            }
            for length in 1...4 {
                for day in 0..<6 {
                    let near = uses.indices.filter { abs($0 - day) < length && uses[$0] > 0 }
                        .map { DayWindows.Use(day: $0, used: Int128(uses[$0])) }
                    let found = DayWindows.largest(near, length: length, containing: day)
                    #expect(
                        found == Self.oneByOne(uses, length: length, day: day),
                        "uses \(uses), length \(length), day \(day)")
                }
            }
        }
    }

    @Test("hold sums beyond 64 bits, and lengths beyond any calendar")
    func extremes() {
        let uses = [DayWindows.Use(day: 1, used: Int128(Int64.max)), DayWindows.Use(day: 2, used: Int128(Int64.max))]
        let length = DayWindows.sensible(.max)
        #expect(DayWindows.largest(uses, length: length, containing: 2) == 2 * Int128(Int64.max))
        #expect(DayWindows.largest([], length: 1, containing: 0) == 0)
        #expect(DayWindows.sensible(0) == 1)
    }
}
