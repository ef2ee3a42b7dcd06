/// Finds the name that an author may have meant.
public enum NearName: Sendable {
    /// The nearest of several names, nil where none is close.
    ///
    /// Close is one edit in a short name and two in one of six letters or more; swapping two neighbours is one edit.
    ///
    /// - Parameters:
    ///   - written: what was found.
    ///   - names: what it may have meant, the first of several equally near.
    /// - Returns: the name, or nil.
    public static func nearest(to written: String, among names: [String]) -> String? {
        let letters = Array(written.lowercased().unicodeScalars)
        let most = letters.count < 6 ? 1 : 2
        var best: (name: String, edits: Int)?
        for name in names where abs(name.utf8.count - letters.count) <= most {
            let edits = distance(letters, Array(name.lowercased().unicodeScalars))
            if edits <= most, edits < best?.edits ?? .max { best = (name, edits) }
        }
        return best?.name
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
