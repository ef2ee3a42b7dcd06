internal import PromotionLanguage
internal import Promotions

/// A map that was read and compiled, and how long that took.
struct LoadedMap {
    let map: CompiledMap
    let milliseconds: Int

    /// Reads and compiles a map file.
    init(_ bytes: [UInt8], named name: String) throws(BenchError) {
        let clock = ContinuousClock()
        let start = clock.now
        do throws(MapErrors) {
            map = CompiledMap(try MapReader.read(bytes).map)
        } catch {
            throw .failed("\(name): \(error)")
        }
        milliseconds = Int((clock.now - start) / .milliseconds(1))
    }
}
