public import Promotions

extension MapExample.Expectation {
    /// How an evaluation differs from what is expected; of several blocks the first counts.
    ///
    /// - Parameters:
    ///   - evaluation: what the example's ticket got.
    ///   - map: the map it was judged under.
    /// - Returns: one sentence a difference, as `total: expected 2.00, got 1.50`; empty where all is as expected.
    public func problems(of evaluation: Evaluation, map: CompiledMap) -> [String] {
        let block = evaluation.alternatives.first ?? Alternative()
        var differences: [String] = []
        func compare(_ what: String, _ expected: Money, _ got: Money) {
            guard expected != got else { return }
            let decimals = map.map.currency.decimals
            let (expectedText, gotText) = (expected.text(decimals: decimals), got.text(decimals: decimals))
            differences.append("\(what): expected \(expectedText), got \(gotText)")
        }
        if let total { compare("total", total, block.total) }
        for (key, expected) in promotions.sorted(by: { $0.key < $1.key }) {
            let grants = block.grants.filter { grant in
                let promotion = map.promotions[grant.promotion]
                return promotion.id == key || promotion.name == key
            }
            compare("promotion \(key)", expected, grants.reduce(.zero) { $0 + $1.total })
        }
        for (seq, expected) in lines.sorted(by: { $0.key < $1.key }) {
            let monetary = block.grants.flatMap(\.benefits).filter { $0.value != .zero }
            let shares = monetary.flatMap(\.shares).filter { $0.seq == seq }
            compare("line \(seq)", expected, shares.reduce(.zero) { $0 + $1.value })
        }
        return differences
    }
}
