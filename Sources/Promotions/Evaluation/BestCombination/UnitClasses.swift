/// The units of a pool in classes: those of a class are alike for everything that a level asks.
///
/// A unit is a piece; a weighed line is one. Pieces of a line are its money divided evenly, the first ones carry what
/// is rounded off less. Pieces of several lines are alike only where amounts cannot depend on the line.
struct UnitClasses {
    /// Where units of a class come from.
    struct Source {
        /// One of them.
        let piece: Run
        /// How many there are.
        let count: Int
    }

    /// Units that are alike.
    struct UnitClass {
        /// One of the first line.
        let piece: Run
        var count: Int
        /// Ascending by element.
        var sources: [Source]
    }

    private struct Key: Hashable {
        var piece: Run
        let floor: Int128
        let marks: [Int32]
    }

    private(set) var classes: [UnitClass] = []
    /// What no rule asks for, as it stood in the pool.
    private(set) var others: [Run] = []

    /// Puts a pool into classes.
    ///
    /// - Parameters:
    ///   - pool: what earlier levels left.
    ///   - rules: the promotions that compete.
    ///   - context: the ticket.
    init(_ pool: [Run], for rules: [CombinationRule], _ context: EvaluationContext) {
        var found: [(key: Key, source: Source)] = []
        for run in pool {
            guard !run.isWithdrawn, rules.contains(where: { $0.mayUse(run) }) else {
                others.append(run)
                continue
            }
            let marks = rules.flatMap { $0.marks(of: run) }
            let floor = run.kind == .item ? context.ticket.items[run.element].minPrice.units : 0
            for (piece, count) in UnitClasses.pieces(of: run) {
                found.append((Key(piece: piece, floor: floor, marks: marks), Source(piece: piece, count: count)))
            }
        }
        if context.currency.roundAt == .application, rules.allSatisfy(\.ignoresLines) {
            UnitClasses.join(&found, rules.contains(where: \.chooses), context.currency.minorUnit)
        }
        var known: [Key: Int] = [:]
        for (key, source) in found {
            if let place = known[key] {
                classes[place].count += source.count
                classes[place].sources.append(source)
            } else {
                known[key] = classes.count
                classes.append(UnitClass(piece: source.piece, count: source.count, sources: [source]))
            }
        }
    }

    /// Makes the keys of lines that are alike the same.
    ///
    /// Where units are chosen by price, of equals those of the earlier line, lines stay apart whose price others have
    /// that are not like them.
    private static func join(_ found: inout [(key: Key, source: Source)], _ isChosen: Bool, _ minor: Int128) {
        var alike: [Int128: Key] = [:]
        var isMixed: Set<Int128> = []
        for index in found.indices where isWhole(found[index].key, minor) {
            found[index].key.piece.element = -1
        }
        guard isChosen else { return }
        for (key, _) in found {
            for price in Set([key.piece.price, key.piece.listPrice]) {
                if alike[price, default: key] != key { isMixed.insert(price) }
                alike[price] = key
            }
        }
        for index in found.indices {
            let piece = found[index].key.piece
            guard isMixed.contains(piece.price) || isMixed.contains(piece.listPrice) else { continue }
            found[index].key.piece.element = found[index].source.piece.element
        }
    }

    /// The pieces of a run, those that are the same together; what a split by weight left of a piece is one as well.
    static func pieces(of run: Run) -> [(piece: Run, count: Int)] {
        guard run.pieces > Run.onePiece else { return [(run, 1)] }
        var rest = run
        var result: [(piece: Run, count: Int)] = []
        let part = rest.pieces % Run.onePiece
        let sliver = part > 0 ? rest.split(part, of: rest.pieces) : nil
        let count = rest.pieces / Run.onePiece
        // By quantity: how many of the first pieces carry the quotient, the others one more.
        let bounds = [rest.magnitude, rest.listPrice, rest.price].map { count - $0 % count }
        var start: Int128 = 0
        for end in Set(bounds + [count]).sorted() {
            var piece = rest
            piece.pieces = Run.onePiece
            piece.magnitude = rest.magnitude / count + (start < bounds[0] ? 0 : 1)
            piece.listPrice = rest.listPrice / count + (start < bounds[1] ? 0 : 1)
            piece.price = rest.price / count + (start < bounds[2] ? 0 : 1)
            result.append((piece, Int(end - start)))
            start = end
        }
        if let sliver { result.append((sliver, 1)) }
        return result
    }

    private static func isWhole(_ key: Key, _ minor: Int128) -> Bool {
        let piece = key.piece
        return piece.kind == .item && piece.pieces == Run.onePiece && piece.price % minor == 0
            && piece.listPrice % minor == 0 && key.floor % minor == 0
    }
}
