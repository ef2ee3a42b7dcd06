internal import CZint

/// The bars of a number, by libzint.
enum RawBars {
    /// The most characters: more do not fit across a telephone.
    private static let longest = 48

    /// Which modules are dark, from left to right.
    static func modules(of number: String, _ symbology: BarCodePicture.Symbology) throws(MailProblem) -> [Bool] {
        let (kind, width) =
            switch symbology {
            case .ean13: (BARCODE_EANX_CHK, 13)
            case .upcA: (BARCODE_UPCA_CHK, 12)
            case .code128: (BARCODE_CODE128, number.utf8.count)
            }
        let bytes = Array(number.utf8)
        // The library takes shorter numbers for other symbologies, and a zero byte for the end.
        guard bytes.count == width, (1...longest).contains(width), bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            throw MailProblem("bar code", "\(symbology.rawValue) does not take \"\(HeaderText.shown(number))\"")
        }
        guard let symbol = unsafe ZBarcode_Create() else { throw MailProblem("bar code", "out of memory") }
        defer { unsafe ZBarcode_Delete(symbol) }
        unsafe symbol.pointee.symbology = Int32(kind)
        let status = unsafe ZBarcode_Encode(symbol, bytes, Int32(bytes.count))
        guard status < ZINT_ERROR, unsafe symbol.pointee.rows == 1 else {
            throw MailProblem("bar code", unsafe String(cString: CZint_message(symbol)))
        }
        return (0..<(unsafe symbol.pointee.width)).map { unsafe CZint_is_dark(symbol, $0) != 0 }
    }
}
