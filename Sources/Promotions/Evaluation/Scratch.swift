/// Room that trying promotions needs for a moment, kept so that it is allocated once.
struct Scratch {
    /// What counts of a chosen run of the pool.
    struct Part {
        /// The price that the benefit is computed on.
        let base: Int128
        /// Money above its floor.
        let room: Int128
        /// What it gets exactly, as a numerator.
        let exact: Int128
        /// By what money is split.
        let weight: Int128
    }

    /// The chosen runs of one element.
    struct Line {
        /// Among the parts.
        let first: Int
        var count: Int
        var weight: Int128
        /// The most that it can bear.
        var cap: Int128
        var share: Int128 = 0
        var remainder: Int128 = 0
    }

    /// Positions of the chosen runs in the pool, ascending.
    var chosen: [Int] = []
    /// Positions of what is in the target and may not benefit.
    var spared: [Int] = []
    /// By chosen run.
    var parts: [Part] = []
    /// Ascending by element.
    var lines: [Line] = []
    /// By chosen run: what it gets.
    var shares: [Int128] = []
    /// By run of the pool: whether it was touched.
    var touched: [Bool] = []
    /// A pool in the making.
    var pool: [Run] = []
}
