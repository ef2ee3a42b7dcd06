extension LineForming {
    /// Draws units into one set of a sub-ticket.
    ///
    /// - Parameters:
    ///   - filling: what the set has; what it draws is added.
    ///   - goal: how much it wants, in pieces or in the measure's unit.
    ///   - others: sets that must still be able to keep their `min` after each draw.
    mutating func fill(_ filling: inout Filling, to goal: Int128, keeping others: [Int] = []) {
        let (first, rest) = draw.sets[filling.set].order.directions
        guard let universe = universes[filling.set][filling.value] else { return }
        if first != rest, filling.taken == 0 {
            for run in universe.first where filling.taken == 0 {
                add(run, to: &filling, upTo: goal, isOne: true, keeping: others)
            }
        }
        for run in universe.rest {
            if filling.taken >= goal { break }
            add(run, to: &filling, upTo: goal, isOne: false, keeping: others)
        }
    }

    /// Whether a set that has begun and others that have not can all reach their `min`; the runs stay as they are.
    mutating func canComplete(_ filling: Filling?, _ others: [Int]) -> Bool {
        let mark = log.count
        defer { undo(to: mark) }
        if steps > LineDraw.maxSearchSteps { return false }
        if let filling {
            steps += 1
            var whole = filling
            fill(&whole, to: draw.least[filling.set])
            if whole.taken >= draw.least[filling.set], canComplete(nil, others) { return true }
            undo(to: mark)
        }
        for (place, set) in others.enumerated() {
            var remaining = others
            remaining.remove(at: place)
            var values = ValueCursor(set: set)
            while let value = next(&values) {
                if steps > LineDraw.maxSearchSteps { return false }
                steps += 1
                var next = begin(set, value)
                fill(&next, to: draw.least[set])
                if next.taken >= draw.least[set], canComplete(filling, remaining) { return true }
                undo(to: mark)
            }
        }
        return filling == nil && others.isEmpty
    }

    private mutating func add(
        _ run: Int, to filling: inout Filling, upTo goal: Int128, isOne: Bool, keeping others: [Int]
    ) {
        let measure = draw.measures[filling.set]
        let held = stock.runs[run].holding(measure, draw.base)
        if held <= 0 || isKeptApart(run, filling) { return }
        var amount = min(held, goal - filling.taken)
        if measure == .qty, isOne || !filling.seen.isEmpty { amount = 1 }
        if !others.isEmpty { amount = bearable(amount, of: run, filling, others) }
        if amount > 0 { take(amount, of: run, into: &filling) }
    }

    /// Whether a value of the run is already in the set and must not be there twice.
    private func isKeptApart(_ run: Int, _ filling: Filling) -> Bool {
        let element = stock.runs[run].element
        return filling.seen.indices.contains { attribute in
            filling.seen[attribute].contains(draw.sets[filling.set].inequivalence[attribute][element])
        }
    }

    /// How much of a draw leaves every set its `min`: of pieces the most, of a line all or nothing.
    private mutating func bearable(_ amount: Int128, of run: Int, _ filling: Filling, _ others: [Int]) -> Int128 {
        var (good, bad): (Int128, Int128) = (0, amount + 1)
        var next = amount
        while good + 1 < bad {
            let mark = log.count
            var attempt = filling
            take(next, of: run, into: &attempt)
            if canComplete(attempt, others) { good = next } else { bad = next }
            undo(to: mark)
            if draw.measures[filling.set] != .qty { break }
            next = (good + bad) / 2
        }
        return good
    }

    private mutating func take(_ amount: Int128, of run: Int, into filling: inout Filling) {
        let measure = draw.measures[filling.set]
        let planned = measure == .qty ? amount * Run.onePiece : amount
        let whole = stock.runs[run].size(in: measure, base: draw.base)
        log.append((run, stock.runs[run]))
        _ = stock.runs[run].split(min(planned, whole), of: whole)
        filling.takes.add(planned, of: run)
        filling.taken += amount
        let element = stock.runs[run].element
        for attribute in filling.seen.indices {
            filling.seen[attribute].insert(draw.sets[filling.set].inequivalence[attribute][element])
        }
    }
}
