internal import Promotions

/// What is said of the choice on a level of best combination: that it is proven, or by how much another may be better.
struct ProofText {
    private let map: CompiledMap
    private let figures: Figures
    /// By level: of several alternatives the one that leaves most open.
    private var proofs: [Int: CombinationProof] = [:]

    /// Starts on an answer.
    ///
    /// - Parameters:
    ///   - alternatives: what was granted.
    ///   - map: the map that positions belong to.
    ///   - figures: prints its numbers.
    init(_ alternatives: [Alternative], _ map: CompiledMap, _ figures: Figures) {
        self.map = map
        self.figures = figures
        for proof in alternatives.flatMap(\.proofs) {
            if let known = proofs[proof.level], known.gap >= proof.gap { continue }
            proofs[proof.level] = proof
        }
    }

    /// The sentence that follows a verdict; empty where the promotion was not part of such a choice.
    func sentence(for position: Int, _ verdict: Verdict) -> String {
        guard !proofs.isEmpty, verdict.outcome != .notApplied, let level = map.level(ofPromotion: position),
            let proof = proofs[level]
        else { return "" }
        let worth = text(proof.worth)
        if proof.isOptimal { return " The choice on its level, worth \(worth), is proven best." }
        return " The choice on its level is worth \(worth); none is worth more than \(text(proof.upperBound)), and "
            + "\(proof.steps) steps of search left the difference of \(text(proof.gap)) open."
    }

    private func text(_ amount: Money) -> String {
        var writer = ByteWriter(expecting: 24)
        figures.money(amount).append(to: &writer)
        return writer.text
    }
}
