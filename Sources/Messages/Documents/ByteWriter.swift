/// Bytes that are written one after the other, into room that is made ahead of them.
///
/// Answers and stored tickets are hundreds of short texts each; appended one by one to an array they cost as much as
/// all the rest of writing them.
@safe struct ByteWriter: ~Copyable {
    private var room: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0

    /// Nothing yet.
    ///
    /// - Parameter size: how many bytes are expected; more are taken as well.
    init(expecting size: Int) {
        capacity = max(size, 16)
        unsafe room = .allocate(capacity: capacity)
    }

    deinit { unsafe room.deallocate() }

    private var written: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(start: room, count: count) }

    /// What was written.
    var bytes: [UInt8] { unsafe Array(written) }

    /// What was written, as a text.
    var text: String { unsafe String(decoding: written, as: UTF8.self) }

    /// Writes a byte.
    mutating func put(_ byte: UInt8) {
        reserve(1)
        unsafe room[count] = byte
        count += 1
    }

    /// Writes a text.
    mutating func put(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        reserve(length)
        unsafe (room + count).update(from: text.utf8Start, count: length)
        count += length
    }

    /// Writes bytes.
    mutating func put(_ bytes: some Collection<UInt8>) {
        for byte in bytes { put(byte) }
    }

    /// Writes blanks.
    mutating func putBlanks(_ number: Int) {
        reserve(number)
        unsafe (room + count).update(repeating: UInt8(ascii: " "), count: number)
        count += number
    }

    /// Writes a text where none of its bytes needs care; writes nothing where one does.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - needsCare: whether a byte cannot be written as it is.
    /// - Returns: whether it was written.
    @inline(__always)
    mutating func put(_ text: String, unless needsCare: (UInt8) -> Bool) -> Bool {
        var text = text
        let length = text.utf8.count
        reserve(length)
        let place = unsafe room + count
        let isPlain = text.withUTF8 { bytes in
            for index in 0..<length {
                let byte = unsafe bytes[index]
                if needsCare(byte) { return false }
                unsafe place[index] = byte
            }
            return true
        }
        if isPlain { count += length }
        return isPlain
    }

    /// Writes a whole number with a point before its last digits, and with a leading `-` where it is below zero.
    ///
    /// - Parameters:
    ///   - number: the number without its point.
    ///   - decimals: how many digits stand behind the point, 0 to 4; without any there is no point.
    mutating func put(_ number: Int64, decimals: Int) {
        if number < 0 { put(UInt8(ascii: "-")) }
        var rest = number.magnitude
        // No number of 64 bits has more than 19 digits.
        var digits = 1
        var bound: UInt64 = 10
        while digits < 19, rest >= bound {
            digits += 1
            bound &*= 10
        }
        digits = max(digits, decimals + 1)
        let length = decimals > 0 ? digits + 1 : digits
        reserve(length)
        count += length
        var place = count
        for position in 0..<digits {
            if position == decimals, decimals > 0 {
                place -= 1
                unsafe room[place] = UInt8(ascii: ".")
            }
            place -= 1
            unsafe room[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if more > capacity - count { grow(by: more) }
    }

    private mutating func grow(by more: Int) {
        capacity = max(2 * capacity, count + more)
        let wider = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        unsafe wider.update(from: room, count: count)
        unsafe room.deallocate()
        unsafe room = wider
    }
}

@available(*, unavailable, message: "who writes a document owns it")
extension ByteWriter: Sendable {}
