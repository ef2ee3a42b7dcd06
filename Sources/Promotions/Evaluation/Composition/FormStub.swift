struct DrawSet {
    var min: Int128; var max: Int128?; var measure: Measure; var order: DrawOrder; var kind: ElementKind
    var matches: [Bool]; var equivalence: [Int32]; var inequivalence: [[Int32]]
}
struct SubTicketGroup { var repetitions: Int128; var draws: [[Run]] }
struct Formation { var groups: [SubTicketGroup]; var rest: [Run]; var shortSet: Int?; var shortSize: Int128 }
func form(sets: [DrawSet], limit: Int?, base: PriceBase, from pool: [Run]) -> Formation {
    Formation(groups: [], rest: pool, shortSet: 0, shortSize: 0)
}
