import TestSupport
import Testing

@testable import Promotions

#if canImport(Glibc)
    import Glibc
#endif

/// The search on tickets, against everything that can be tried.
@Suite struct BestCombinationProofTests {
    /// A long run looks at as many tickets as the proof asks for.
    static let isLong = unsafe getenv("PROMO_TEST_LONG").map { unsafe String(cString: $0) } == "1"

    /// Compares tickets of a seed; those before the first are made, but not looked at.
    private func compare(
        seed: UInt64, from first: Int = 0, _ count: Int, pieces: ClosedRange<Int>, promotions: ClosedRange<Int>,
        percentOpen: Int = 1
    ) {
        var worlds = CombinationWorlds(seed: seed)
        var (granting, several, unproven) = (0, 0, 0)
        for turn in 0..<first + count {
            let (ticket, map, balances) = worlds.world(pieces: pieces, promotions: promotions)
            guard turn >= first else { continue }
            let compiled = CompiledMap(map)
            let answer = compiled.evaluate(EvaluationInput(ticket: ticket, balances: balances)).alternatives[0]
            let left = Dictionary(
                uniqueKeysWithValues: compiled.limits.enumerated().map { index, placed in
                    (placed.limit.id, Int(max(0, placed.limit.value - (balances.used[index] ?? 0))))
                })
            let best = NaiveCombination(ticket, map, left: left).best()
            let worth = Int(answer.total.units)
            let bound = answer.proofs.first.map { Int($0.upperBound.units) } ?? 0
            // What is proven is the best; what is not is possible, and says how much better the best may be.
            #expect(worth <= best && bound >= best, "seed \(seed), turn \(turn): \(worth) of \(best), \(bound)")
            if worth > 0 { granting += 1 }
            if answer.grants.count > 1 { several += 1 }
            if bound > worth { unproven += 1 }
        }
        if count < 100 { return }
        #expect(granting * 3 > count * 2 && several * 4 > count, "\(granting) \(several) of \(count)")
        #expect(unproven * 100 <= count * percentOpen, "\(unproven) of \(count)")
    }

    @Test func `nothing that can be tried is worth more`() {
        compare(seed: 81, 1_000, pieces: 3...7, promotions: 2...5)
    }

    @Test(.enabled(if: isLong), arguments: [688, 3_355, 3_929, 5_400])
    func `limits over several benefits, and large targets`(_ turn: Int) {
        compare(seed: 82, from: turn, 1, pieces: 6...8, promotions: 2...6)
    }

    /// Two hundred thousand tickets in shares that run beside each other.
    ///
    /// Larger tickets leave more open: where a search ends by its budget of steps, or a group has more units than are
    /// listed one by one.
    @Test(
        .enabled(if: isLong),
        arguments: (0..<20).map { Share(seed: 820 + $0, count: 10_000, pieces: 6...8, promotions: 2...6) }
            + (0..<4).map {
                Share(seed: 840 + $0, count: 500, pieces: 9...10, promotions: 2...8, percentOpen: 3)
            }
            + (0..<4).map {
                Share(seed: 860 + $0, count: 50, pieces: 11...12, promotions: 2...8, percentOpen: 20)
            }
            + (0..<2).map {
                Share(seed: 880 + $0, count: 20, pieces: 13...14, promotions: 2...8, percentOpen: 20)
            })
    func `two hundred thousand tickets`(_ share: Share) {
        compare(
            seed: share.seed, share.count, pieces: share.pieces, promotions: share.promotions,
            percentOpen: share.percentOpen)
    }

    struct Share {
        let seed: UInt64
        let count: Int
        let pieces: ClosedRange<Int>
        let promotions: ClosedRange<Int>
        /// At most so many in a hundred may be left unproven.
        var percentOpen = 1
    }
}
