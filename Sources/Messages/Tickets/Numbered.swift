internal import Promotions

/// What has a seq among its kind.
protocol Numbered {
    /// Its seq.
    var seq: Int { get }
}

extension Item: Numbered {}
extension Element: Numbered {}
extension ReturnLine: Numbered {}

/// An array that ascends by seq, each seq once.
extension Array where Element: Numbered {
    /// Enters an element, in place of the one with its seq.
    mutating func put(_ element: Element) {
        let index = position(of: element.seq)
        if index < count, self[index].seq == element.seq {
            self[index] = element
        } else {
            insert(element, at: index)
        }
    }

    /// Removes the element with a seq, if there is one.
    mutating func removeElement(_ seq: Int) {
        let index = position(of: seq)
        if index < count, self[index].seq == seq { remove(at: index) }
    }

    /// Where an element with a seq stands or would stand.
    private func position(of seq: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].seq < seq { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
