/// Finds the name that an author may have meant.
enum NearName: Sendable {
    /// The nearest of several names, nil where none is close.
    ///
    /// Close is one edit in a short name and two in one of six letters or more; swapping two neighbours is one edit.
    static func nearest(to written: String, among names: [String]) -> String? {
        let letters = Array(written.lowercased().unicodeScalars)
        // A name that long is no slip of the pen, and comparing it costs its square.
        guard letters.count <= 64 else { return nil }
        var best: (name: String, edits: Int)?
        for name in names {
            let edits = distance(letters, Array(name.lowercased().unicodeScalars))
            if edits < best?.edits ?? .max { best = (name, edits) }
        }
        guard let best, best.edits <= (letters.count < 6 ? 1 : 2) else { return nil }
        return best.name
    }

    private static func distance(_ left: [UnicodeScalar], _ right: [UnicodeScalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var edits = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    edits = min(edits, beforeLast[column - 1] + 1)
                }
                current.append(edits)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
