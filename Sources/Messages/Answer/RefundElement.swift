/// Writes `refund`.
enum RefundElement {
    /// A refund with its lines.
    static func write(_ refund: Refund, _ figures: Figures, to writer: inout AnswerWriter) {
        writer.open("refund")
        writer.attribute("paid", figures.money(refund.paid))
        writer.attribute("reprice", figures.money(refund.reprice))
        for line in refund.lines {
            writer.open("item")
            writer.attribute("magnitude", figures.quantity(line.magnitude))
            writer.attribute("paid", figures.money(line.paid))
            writer.attribute("qty", figures.quantity(line.pieces))
            writer.attribute("reprice", figures.money(line.reprice))
            writer.attribute("seq", line.seq)
            writer.attribute("value", figures.money(line.value))
            writer.attribute("xprice", figures.money(line.price))
            writer.close()
        }
        writer.close()
    }
}
