/// Cuts the items out of a list that comes in pieces.
struct ItemSlicer: Sendable {
    /// What is found next.
    enum Piece: Hashable, Sendable {
        /// An item's bytes.
        case item([UInt8])
        /// An item that is longer than allowed.
        case tooLong
        /// The end of the list.
        case end
    }

    /// The offset of the next byte that is looked at: between two items whenever `next` has returned.
    private(set) var position: Int64
    private var chunk: [UInt8] = []
    private var chunkNumber: Int64 = -1

    /// Begins within a list, between two items.
    init(at position: Int64) { self.position = position }

    /// Finds the next item.
    ///
    /// - Parameter read: gives a piece by its number; nil after the last.
    /// - Returns: what is found.
    /// - Throws: what reading throws.
    mutating func next<Failure: Error>(
        _ read: (Int64) throws(Failure) -> [UInt8]?
    ) throws(Failure) -> Piece {
        var item: [UInt8] = []
        var (depth, isInString, isEscaped, isTooLong) = (0, false, false, false)
        while let byte = try byte(read) {
            let isOpen = depth > 0 || isInString
            if !isOpen {
                switch byte {
                case 0x20, 0x0A, 0x0D, 0x09:
                    position += 1
                    continue
                case UInt8(ascii: ","):
                    position += 1
                    if item.isEmpty { continue }
                    return isTooLong ? .tooLong : .item(item)
                case UInt8(ascii: "]"):
                    if item.isEmpty { return .end }
                    return isTooLong ? .tooLong : .item(item)
                default: break
                }
            }
            position += 1
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                depth += 1
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                depth -= 1
            }
            if item.count < Limits.itemBytes { item.append(byte) } else { isTooLong = true }
        }
        return .end
    }

    private mutating func byte<Failure: Error>(
        _ read: (Int64) throws(Failure) -> [UInt8]?
    ) throws(Failure) -> UInt8? {
        let number = position / Int64(Limits.chunkBytes)
        if number != chunkNumber {
            guard let found = try read(number) else { return nil }
            chunk = found
            chunkNumber = number
        }
        let index = Int(position % Int64(Limits.chunkBytes))
        return index < chunk.count ? chunk[index] : nil
    }
}
