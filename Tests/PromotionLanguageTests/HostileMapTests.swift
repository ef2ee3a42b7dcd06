import Foundation
import Promotions
import TestSupport
import Testing

@testable import PromotionLanguage

/// Maps that somebody damaged: they load or are refused with reasons, and what loads can be written and read again.
@Suite struct HostileMapTests {
    static let isLong = ProcessInfo.processInfo.environment["PROMO_TEST_LONG"] == "1"

    private static let files =
        ["templates", "limit-5000", "payment-plans", "points-and-balances"]
        .map { "Deploy/examples/maps/\($0).json" } + ["Tests/MessagesTests/Golden/setup/map-77.json"]

    private static func seeds() throws -> [[UInt8]] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try files.map { Array(try Data(contentsOf: root.appending(path: $0))) }
    }

    private static let words = [
        "null", "-1", "1e9", "\"\"", "[]", "{}", "true", "99999999999999999999", "0.00001", "\"x\"",
    ]

    /// One to three damages: bytes changed, a piece taken out, doubled, wrapped in lists, or a value put for another.
    private static func damaged(_ seed: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = seed
        for _ in 0...random.below(3) where bytes.count > 40 {
            let start = random.below(bytes.count - 20)
            let end = min(bytes.count, start + 1 + random.below(200))
            switch random.below(6) {
            case 0: bytes[start] = UInt8(truncatingIfNeeded: random.below(256))
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: Array(bytes[start..<end]), at: end)
            case 3:
                let depth = 1 + random.below(random.below(20) == 0 ? 5_000 : 30)
                bytes.insert(contentsOf: Array(repeating: UInt8(ascii: "["), count: depth), at: start)
            case 4: bytes = Array(bytes.prefix(end))
            default:
                guard let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":")),
                    let comma = bytes[colon...].firstIndex(where: {
                        [UInt8(ascii: ","), UInt8(ascii: "}")].contains($0)
                    })
                else { continue }
                bytes.replaceSubrange(colon + 1..<comma, with: Array(random.pick(words).utf8))
            }
        }
        return bytes
    }

    @Test func whateverIsReadIsReadAgain() throws {
        var random = SeededRandom(seed: 95)
        let seeds = try Self.seeds()
        var (loaded, refused) = (0, 0)
        for turn in 0..<(Self.isLong ? 100_000 : 3_000) {
            let bytes = Self.damaged(random.pick(seeds), &random)
            do throws(MapErrors) {
                let document = try MapReader.read(bytes)
                loaded += 1
                _ = CompiledMap(document.map)
                let text = MapWriter.text(document)
                #expect(try MapReader.read(Array(text.utf8)) == document, "seed 95, turn \(turn)")
            } catch {
                refused += 1
                #expect(!error.problems.isEmpty, "seed 95, turn \(turn)")
                #expect(
                    error.problems.allSatisfy { !$0.description.isEmpty && $0.description.utf8.count < 4_000 },
                    "seed 95, turn \(turn): \(error.problems.map(\.description).max { $0.count < $1.count } ?? "")")
            }
        }
        #expect(loaded > 50 && refused > 500, "\(loaded) \(refused)")
    }
}
