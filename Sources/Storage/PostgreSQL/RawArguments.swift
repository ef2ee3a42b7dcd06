/// Values laid end to end, each closed by a zero, and what C has to know about each.
struct RawArguments {
    /// Where each value starts; nil where there is none.
    private var starts: [Int?] = []
    private var bytes: [UInt8] = []
    /// How long each value is, without its zero.
    private(set) var lengths: [Int32] = []
    /// How each value is written: 0 for text, 1 for the server's own form.
    private(set) var formats: [Int32] = []

    /// How many values there are.
    var count: Int { starts.count }

    /// Texts as C strings.
    init(_ texts: [String]) {
        for text in texts { add(text.utf8, format: 0) }
    }

    /// Parameters of a statement.
    ///
    /// Numbers go as text, which the server takes for a column of any width. Texts and bytes go as they are: as text a
    /// zero byte would end them unseen.
    init(_ values: [DatabaseValue]) {
        for value in values {
            switch value {
            case .null:
                starts.append(nil)
                lengths.append(0)
                formats.append(0)
            case .integer(let number): add(String(number).utf8, format: 0)
            case .text(let text): add(text.utf8, format: 1)
            case .blob(let blob): add(blob, format: 1)
            }
        }
    }

    /// Gives a pointer to each value, and one that is nil behind them; they live only during the call.
    func withPointers<Result>(_ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result) -> Result? {
        unsafe bytes.withUnsafeBytes { buffer in
            let base = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            var pointers = unsafe starts.map { start in unsafe start.flatMap { unsafe base?.advanced(by: $0) } }
            unsafe pointers.append(nil)
            return unsafe pointers.withUnsafeBufferPointer { unsafe $0.baseAddress.map { unsafe body($0) } }
        }
    }

    private mutating func add(_ value: some Collection<UInt8>, format: Int32) {
        starts.append(bytes.count)
        lengths.append(Int32(clamping: value.count))
        formats.append(format)
        bytes.append(contentsOf: value)
        bytes.append(0)
    }
}
