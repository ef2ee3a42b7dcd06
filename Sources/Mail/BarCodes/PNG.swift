/// Black and white pictures as PNG.
enum PNG {
    /// A picture of bands, from top to bottom: a row of pixels, true for black, and how often it repeats.
    static func bytes(bands: [(row: [Bool], times: Int)]) -> [UInt8] {
        let width = bands.first?.row.count ?? 0
        let height = bands.reduce(0) { $0 + $1.times }
        var pixels: [UInt8] = []
        for band in bands {
            let row = [0] + packed(band.row)
            for _ in 0..<band.times { pixels += row }
        }
        // One bit of grey for a pixel, no filter but none, not interlaced.
        let header = number(width) + number(height) + [1, 0, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", header) + chunk("IDAT", RowDeflate.zlib(pixels, row: (width + 7) / 8 + 1))
            + chunk("IEND", [])
    }

    /// Eight pixels a byte, the leftmost in the highest bit; white is 1.
    private static func packed(_ row: [Bool]) -> [UInt8] {
        stride(from: 0, to: row.count, by: 8).map { start in
            (0..<8).reduce(0) { byte, offset in
                let isDark = start + offset < row.count && row[start + offset]
                return byte << 1 | (isDark ? 0 : 1)
            }
        }
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let checked = Array(name.utf8) + content
        return number(content.count) + checked + number(Int(checksum(checked)))
    }

    private static func number(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// CRC-32, bit by bit: a picture has a few hundred bytes.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var remainder = UInt32.max
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~remainder
    }
}
