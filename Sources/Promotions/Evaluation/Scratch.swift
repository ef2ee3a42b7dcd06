/// Room that trying promotions needs for a moment, kept so that it is allocated once.
struct Scratch {
    /// What counts of a chosen run of the pool.
    struct Part {
        /// Money above its floor.
        let room: Int64
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
        var cap: Int64
        var share: Int64 = 0
        var remainder: Int128 = 0

        /// Whether money is split over it by weight.
        var isOpen: Bool { cap > 0 && weight > 0 }
    }

    /// By item: whether it is in the target.
    var target: [Bool] = []
    /// By element: whether it passes the filters at hand.
    var mask: [Bool] = []
    /// Positions of the chosen runs in the pool, ascending.
    var chosen: [Int] = []
    /// Positions of what is in the target and may not benefit.
    var spared: [Int] = []
    /// By chosen run.
    var parts: [Part] = []
    /// Ascending by element.
    var lines: [Line] = []
    /// The parts of a line that has several, each as a line of its own.
    var pieces: [Line] = []
    /// By chosen run: what it gets.
    var shares: [Int64] = []
    /// By run of the pool: whether it was touched.
    var touched: [Bool] = []
    /// A pool in the making.
    var pool: [Run] = []
}
