internal import CXML2

/// The XML form of a request, read with a parser that is kept from one document to the next.
@safe struct XMLReader: ~Copyable {
    /// What names of past documents may take in a parser that is kept; its own limit is ten times as much.
    private static let keptNamesBytes = 1 << 20

    private let target = XMLCallbackTarget()
    private var context: xmlParserCtxtPtr?

    /// Makes a reader without a parser; it comes with the first document.
    init() {}

    deinit { unsafe xmlFreeParserCtxt(context) }

    /// Reads a body.
    mutating func read(_ body: [UInt8]) throws(UnreadableDocument) -> RawDocument {
        let text = try XMLText.prepare(body)
        XMLLibrary.prepareThread()
        target.collector.reset()
        let context = unsafe readyContext()
        let status = unsafe text.withUnsafeBufferPointer { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
                unsafe xmlParseChunk(context, characters.baseAddress, Int32(characters.count), 1)
            }
        }
        let line = unsafe Int(CXML2_line(context))
        let collector = target.collector
        let isWellFormed = unsafe CXML2_is_well_formed(context) == 1 && collector.errorCount == 0
        guard isWellFormed, collector.stopReason == nil, status != XML_ERR_NO_MEMORY.rawValue else {
            discardContext()
            throw UnreadableDocument(collector.stopReason ?? .malformed, line: line)
        }
        return collector.document
    }

    /// A parser at the start of a document: the last one where it ended well and did not grow, else a new one.
    private mutating func readyContext() -> xmlParserCtxtPtr {
        if let context = unsafe context {
            let isSmall = unsafe CXML2_names_size(context) < XMLReader.keptNamesBytes
            if unsafe isSmall && xmlCtxtResetPush(context, nil, 0, nil, nil) == 0 { return unsafe context }
            discardContext()
        }
        var handlers = unsafe XMLReader.handlers()
        // The target lives as long as this reader, and the parser does not outlive it.
        let pointer = unsafe Unmanaged.passUnretained(target).toOpaque()
        guard let fresh = unsafe xmlCreatePushParserCtxt(&handlers, pointer, nil, 0, nil) else {
            preconditionFailure("no memory for an XML parser")
        }
        unsafe xmlCtxtUseOptions(fresh, CXML2_options())
        unsafe context = fresh
        unsafe target.context = fresh
        return unsafe fresh
    }

    private mutating func discardContext() {
        unsafe xmlFreeParserCtxt(context)
        unsafe context = nil
        unsafe target.context = nil
    }
}

@available(*, unavailable, message: "a parser belongs to one thread at a time")
extension XMLReader: Sendable {}

/// What libxml2 needs once in a process, and once in each thread.
private enum XMLLibrary {
    private static let isReady: Bool = {
        xmlInitParser()
        unsafe xmlSetExternalEntityLoader { _, _, _ in nil }
        return true
    }()

    /// Makes the library ready, and its errors silent: some have no parser and would go to standard error.
    static func prepareThread() {
        _ = isReady
        unsafe xmlSetStructuredErrorFunc(nil) { _, _ in }
    }
}
