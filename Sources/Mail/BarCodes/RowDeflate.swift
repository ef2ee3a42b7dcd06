/// Packs pictures whose rows repeat (RFC 1950 and 1951): what equals the row before is told as such.
enum RowDeflate {
    /// The shortest and the longest stretch that can be told to repeat.
    private static let (shortest, longest) = (3, 258)

    /// Packed bytes; where the format cannot look back a row, all of them are written out.
    static func zlib(_ bytes: [UInt8], row: Int) -> [UInt8] {
        var bits = Bits()
        bits.add(1, count: 1)  // The last block,
        bits.add(1, count: 2)  // with the codes that everybody knows.
        var position = 0
        while position < bytes.count {
            var length = 0
            if position >= row, row <= 32_768 {
                while length < longest, position + length < bytes.count,
                    bytes[position + length] == bytes[position + length - row]
                {
                    length += 1
                }
            }
            if length >= shortest {
                write(length: length, distance: row, to: &bits)
                position += length
            } else {
                write(symbol: Int(bytes[position]), to: &bits)
                position += 1
            }
        }
        write(symbol: 256, to: &bits)
        let sum = checksum(bytes)
        return [0x78, 0x01] + bits.bytes + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
    }

    /// Adler-32.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return high << 16 | low
    }

    private static func write(symbol: Int, to bits: inout Bits) {
        switch symbol {
        case ..<144: bits.addCode(0x30 + symbol, count: 8)
        case ..<256: bits.addCode(0x190 + symbol - 144, count: 9)
        case ..<280: bits.addCode(symbol - 256, count: 7)
        default: bits.addCode(0xC0 + symbol - 280, count: 8)
        }
    }

    private static func write(length: Int, distance: Int, to bits: inout Bits) {
        if length == longest {
            write(symbol: 285, to: &bits)
        } else {
            let (code, base, extra) = step(length - shortest, groups: 4)
            write(symbol: 257 + code, to: &bits)
            bits.add(length - shortest - base, count: extra)
        }
        let (code, base, extra) = step(distance - 1, groups: 2)
        bits.addCode(code, count: 5)
        bits.add(distance - 1 - base, count: extra)
    }

    /// The code of a value, the least value that shares it, and how many bits tell them apart.
    ///
    /// Codes come in groups, and from the second group on each has twice the values of the group before.
    private static func step(_ value: Int, groups: Int) -> (code: Int, base: Int, extra: Int) {
        var (code, base, extra) = (0, 0, 0)
        while value >= base + 1 << extra {
            base += 1 << extra
            code += 1
            if code >= 2 * groups, code % groups == 0 { extra += 1 }
        }
        return (code, base, extra)
    }

    /// Bits, filled into bytes from the lowest on.
    private struct Bits {
        var bytes: [UInt8] = []
        private var used = 8

        /// A number, its lowest bit first.
        mutating func add(_ value: Int, count: Int) {
            for index in 0..<count { add(bit: value >> index & 1) }
        }

        /// A code, its highest bit first.
        mutating func addCode(_ code: Int, count: Int) {
            for index in (0..<count).reversed() { add(bit: code >> index & 1) }
        }

        private mutating func add(bit: Int) {
            if used == 8 {
                bytes.append(0)
                used = 0
            }
            bytes[bytes.count - 1] |= UInt8(bit << used)
            used += 1
        }
    }
}
