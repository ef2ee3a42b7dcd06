/// A bar code as a picture that a scanner reads from a screen or from paper.
public enum BarCodePicture: Sendable {
    /// How a number becomes bars.
    public enum Symbology: String, Hashable, Sendable, CaseIterable {
        /// 13 digits, the last one their check digit.
        case ean13 = "EAN13"
        /// 12 digits, the last one their check digit.
        case upcA = "UPCA"
        /// Any printable ASCII.
        case code128 = "Code128"
    }

    /// Pixels of the narrowest bar, of the bars' height, and of the white above and below.
    private static let (module, height, margin) = (3, 120, 12)
    /// Modules of white beside the bars: EAN asks for 11, Code 128 for 10.
    private static let quiet = 11

    /// A PNG of a number's bars, black on white.
    ///
    /// A number that the symbology does not take, such as one whose last digit is not its check digit, is drawn as
    /// Code 128, so that what is scanned is the number.
    ///
    /// - Parameters:
    ///   - number: the characters.
    ///   - symbology: how they are drawn where that is possible.
    /// - Returns: the picture.
    /// - Throws: `MailProblem` where Code 128 does not take them either.
    public static func png(of number: String, _ symbology: Symbology) throws(MailProblem) -> [UInt8] {
        let bars = try bars(of: number, symbology)
        let side = [Bool](repeating: false, count: quiet)
        let modules = side + bars + side
        let row = modules.flatMap { [Bool](repeating: $0, count: module) }
        let white = [Bool](repeating: false, count: row.count)
        return PNG.bytes(bands: [(white, margin), (row, height), (white, margin)])
    }

    private static func bars(of number: String, _ symbology: Symbology) throws(MailProblem) -> [Bool] {
        do throws(MailProblem) {
            return try RawBars.modules(of: number, symbology)
        } catch {
            guard symbology != .code128 else { throw error }
            return try RawBars.modules(of: number, .code128)
        }
    }
}
