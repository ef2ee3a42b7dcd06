internal import CXML2
internal import Promotions

/// Where the parser's callbacks find what they work on.
///
/// The reader owns both and keeps them for as long as it can parse.
@safe final class XMLCallbackTarget {
    /// Takes what is read.
    let collector = XMLCollector()
    /// The parser that calls, to stop it.
    var context: xmlParserCtxtPtr?
}

extension XMLReader {
    /// The table of callbacks: elements, a DOCTYPE and errors.
    ///
    /// Without those for entities nothing can be defined or loaded.
    static func handlers() -> xmlSAXHandler {
        var handlers = unsafe xmlSAXHandler()
        unsafe handlers.initialized = XML_SAX2_MAGIC
        unsafe handlers.internalSubset = { target, _, _, _ in
            guard let target = unsafe callbackTarget(target) else { return }
            target.collector.stop(.doctype)
            unsafe xmlStopParser(target.context)
        }
        unsafe handlers.startElementNs = { target, name, prefix, _, _, _, count, _, attributes in
            guard let target = unsafe callbackTarget(target), let name = unsafe name else { return }
            let goesOn = unsafe target.collector.start(qualified(name, prefix)) {
                unsafe decode(attributes, count: Int(count))
            }
            if !goesOn { unsafe xmlStopParser(target.context) }
        }
        unsafe handlers.endElementNs = { target, _, _, _ in
            unsafe callbackTarget(target)?.collector.end()
        }
        unsafe handlers.serror = { target, error in
            guard let target = unsafe callbackTarget(target), let error = unsafe error else { return }
            // A prefix without a declaration is no matter where namespaces have no meaning.
            let isNamespaceError = unsafe error.pointee.domain == Int32(XML_FROM_NAMESPACE.rawValue)
            let isWarning = unsafe error.pointee.level.rawValue < XML_ERR_ERROR.rawValue
            if !isWarning && !isNamespaceError { target.collector.errorCount += 1 }
        }
        return unsafe handlers
    }
}

/// The object behind the pointer that the parser hands to its callbacks; the reader keeps it alive while it parses.
private func callbackTarget(_ pointer: UnsafeMutableRawPointer?) -> XMLCallbackTarget? {
    guard let pointer = unsafe pointer else { return nil }
    return unsafe Unmanaged<XMLCallbackTarget>.fromOpaque(pointer).takeUnretainedValue()
}

private func qualified(_ name: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?) -> String {
    let local = unsafe String(cString: name)
    guard let prefix = unsafe prefix else { return local }
    return unsafe String(cString: prefix) + ":" + local
}

/// The attributes of a start tag: five pointers each, name, prefix, namespace, and the value's two ends.
private func decode(
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
) -> [Attributes.Entry] {
    guard let attributes = unsafe attributes else { return [] }
    var entries: [Attributes.Entry] = []
    entries.reserveCapacity(count)
    for index in 0..<count {
        let fields = unsafe attributes + 5 * index
        guard let name = unsafe fields[0], let start = unsafe fields[3], let end = unsafe fields[4] else { continue }
        let value = unsafe UnsafeBufferPointer(start: start, count: end - start)
        entries.append(
            Attributes.Entry(
                name: unsafe qualified(name, fields[1]), value: unsafe String(decoding: value, as: UTF8.self)))
    }
    return entries
}
