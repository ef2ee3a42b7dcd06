/// Makes elements that pass filters: what a shopper could add.
///
/// They are like the cheapest that already matches; where none does, they have what the filters ask for and nothing
/// else, at the price of the cheapest line.
struct LookAlike {
    /// Whether added elements are all the same.
    enum Model {
        /// As one that already matches.
        case known
        /// The same, with other values where units must differ.
        case varied
    }

    let context: EvaluationContext
    let model: Model
    /// What the known price is multiplied with, where the price is not what is asked for.
    let priceFactor: Int128

    /// More than any price, weight or number of pieces on the wire.
    private static let bound: Int128 = 1_000_000_000_000

    /// Lines that add up to an amount.
    ///
    /// - Parameters:
    ///   - amount: how much of the measure.
    ///   - measure: qty, magnitude or xprice of items.
    ///   - wanted: the filters as written.
    ///   - filters: the same compiled.
    ///   - varying: attributes whose values must differ from unit to unit.
    /// - Returns: the lines, without a seq; nil where none can be made.
    func items(
        _ amount: Int128, of measure: Measure, _ wanted: [Filter], _ filters: [CompiledFilter], varying: [String] = []
    ) -> [Item]? {
        guard amount > 0, amount < LookAlike.bound, let model = model(wanted, filters, varying) else { return nil }
        let unit = context.minorUnit
        switch measure {
        case .qty:
            let pieces = (amount + Quantity.unitsPerWhole - 1) / Quantity.unitsPerWhole
            guard varying.isEmpty else {
                guard pieces <= 12 else { return nil }
                return (0..<Int(pieces)).map { index in
                    line(varied(model.attributes, varying, index), model, pieces: 1, price: model.price * priceFactor)
                }
            }
            guard pieces <= 9_999 else { return nil }
            return [line(model.attributes, model, pieces: Int(pieces), price: model.price * priceFactor * pieces)]
        case .magnitude:
            let price = model.magnitude > 0 ? model.price * amount / model.magnitude : model.price
            return [
                line(
                    model.attributes, model, pieces: 1, magnitude: amount,
                    price: max(unit, price / unit * unit) * priceFactor)
            ]
        case .price:
            return [line(model.attributes, model, pieces: 1, price: (amount + unit - 1) / unit * unit)]
        case .amount, .points: return nil
        }
    }

    /// A payment or coupon that passes filters; nil where none can be made.
    func element(
        _ kind: ElementKind, amount: Int128, count: Int, _ wanted: [Filter], _ filters: [CompiledFilter]
    ) -> Element? {
        guard amount < LookAlike.bound * Money.unitsPerWhole, count < 10_000 else { return nil }
        let known = context.elements(kind).indices.first { context.matches(kind, $0, filters) }
        let own = known.map { context.elements(kind)[$0].attributes }
        guard var attributes = own ?? bare(kind, wanted, filters) else { return nil }
        if kind == .coupon { attributes["qty"] = String(count) }
        attributes["amount"] = DecimalText.printShort(amount, scale: Money.decimals)
        return Element(seq: 0, count: count, amount: Money(units: amount), attributes: attributes)
    }

    /// What one piece is like.
    private struct Piece {
        var attributes: Attributes
        var price: Int128
        var magnitude: Int128 = 0
        var floor = Money.zero
        var isDiscountable = true
    }

    private func model(_ wanted: [Filter], _ filters: [CompiledFilter], _ varying: [String]) -> Piece? {
        let items = context.ticket.items
        let matching = items.indices.filter { items[$0].pieces > 0 && context.matches(.item, $0, filters) }
        guard varying.isEmpty || model == .varied else { return nil }
        if let known = cheapest(matching) {
            let item = items[known]
            return Piece(
                attributes: item.attributes, price: piecePrice(item), magnitude: item.magnitude.units,
                floor: item.minPrice, isDiscountable: item.isDiscountable)
        }
        guard let attributes = bare(.item, wanted, filters) else { return nil }
        let asked = attributes["xprice"].flatMap { DecimalText.parse($0, decimals: Money.decimals) }
        let near = cheapest(Array(items.indices)).map { piecePrice(items[$0]) }
        let price = asked ?? near ?? Money.unitsPerWhole
        return Piece(attributes: attributes, price: max(context.minorUnit, price))
    }

    private func piecePrice(_ item: Item) -> Int128 {
        let unit = context.minorUnit
        return max(unit, item.price.units / Int128(max(1, item.pieces)) / unit * unit)
    }

    /// The cheapest a piece, those first that may be discounted; ties to the lower seq.
    private func cheapest(_ items: [Int]) -> Int? {
        items.min { left, right in
            let (first, second) = (context.ticket.items[left], context.ticket.items[right])
            if first.isDiscountable != second.isDiscountable { return first.isDiscountable }
            return piecePrice(first) < piecePrice(second)
        }
    }

    private func line(
        _ attributes: Attributes, _ piece: Piece, pieces: Int, magnitude: Int128? = nil, price: Int128
    ) -> Item {
        let magnitude = magnitude ?? (pieces == 1 ? piece.magnitude : 0)
        let unitPrice = price / Int128(max(1, pieces))
        var attributes = attributes
        func text(_ units: Int128) -> String { DecimalText.printShort(units, scale: Money.decimals) }
        attributes["unitprice"] = text(unitPrice)
        attributes["xprice"] = text(price)
        attributes["qty"] = String(pieces)
        attributes["magnitude"] = DecimalText.printShort(magnitude, scale: Quantity.decimals)
        return Item(
            seq: 0, unitPrice: Money(units: unitPrice), price: Money(units: price), pieces: pieces,
            magnitude: Quantity(units: magnitude), minPrice: piece.floor, isDiscountable: piece.isDiscountable,
            attributes: attributes)
    }

    /// Attributes with values that no element of the ticket has.
    private func varied(_ attributes: Attributes, _ names: [String], _ index: Int) -> Attributes {
        var attributes = attributes
        for name in names { attributes[name] = "other-\(index + 1)" }
        return attributes
    }

    /// Attributes that pass all filters and say nothing else.
    private func bare(_ kind: ElementKind, _ wanted: [Filter], _ filters: [CompiledFilter]) -> Attributes? {
        guard let slots = context.map.slots[kind] else { return wanted.isEmpty ? Attributes() : nil }
        var attributes = Attributes()
        for name in wanted.map(\.attribute) where attributes[name] == nil {
            let tests = zip(wanted, filters).filter { $0.0.attribute == name }
            let texts: [String?] = [nil] + tests.flatMap { LookAlike.candidates($0.0) }
            let facts = ElementFacts(texts.map { Attributes(name, $0) }, slots: slots)
            let found = texts.indices.first { index in tests.allSatisfy { $0.1.passes(index, in: facts) } }
            guard let found else { return nil }
            if let text = texts[found] { attributes[name] = text }
        }
        return attributes
    }

    /// Values worth trying for a filter.
    private static func candidates(_ filter: Filter) -> [String] {
        filter.values.flatMap { value in
            let number = DecimalText.parse(value, decimals: Money.decimals)
            let near = number.map { [$0 + Money.unitsPerWhole, max(0, $0 - Money.unitsPerWhole)] } ?? []
            return [value] + near.map { DecimalText.printShort($0, scale: Money.decimals) } + [value + "+", "!"]
        }
    }
}

extension Attributes {
    /// One attribute; none without a value.
    fileprivate init(_ name: String, _ value: String?) {
        self.init(value.map { [Entry(name: name, value: $0)] } ?? [])
    }
}
