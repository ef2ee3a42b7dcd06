internal import Promotions

/// Builds `refund`.
enum RefundNode {
    /// The node of a refund.
    static func make(_ refund: Refund, _ figures: Figures) -> Node {
        let lines = refund.lines.map { line in
            Node(
                "item",
                [
                    ("magnitude", figures.quantity(line.magnitude)), ("paid", figures.money(line.paid)),
                    ("qty", figures.quantity(line.pieces)), ("reprice", figures.money(line.reprice)),
                    ("seq", String(line.seq)), ("value", figures.money(line.value)),
                    ("xprice", figures.money(line.price)),
                ])
        }
        return Node(
            "refund", [("paid", figures.money(refund.paid)), ("reprice", figures.money(refund.reprice))], lines)
    }
}
