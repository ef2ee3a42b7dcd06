internal import CRabbitMQ

/// Memory for what one call hands to the library: valid until the next `reset`.
@safe final class RawArena {
    private let pool: UnsafeMutablePointer<amqp_pool_t>

    init() {
        unsafe pool = UnsafeMutablePointer<amqp_pool_t>.allocate(capacity: 1)
        unsafe init_amqp_pool(pool, 4096)
    }

    deinit {
        unsafe empty_amqp_pool(pool)
        unsafe pool.deallocate()
    }

    /// Frees everything that was handed out.
    func reset() { unsafe recycle_amqp_pool(pool) }

    /// The bytes of a text; the arena owns them.
    func bytes(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { utf8 in
            var copy = unsafe amqp_bytes_t(len: 0, bytes: nil)
            guard let source = utf8.baseAddress, utf8.count > 0 else { return unsafe copy }
            unsafe amqp_pool_alloc_bytes(pool, utf8.count, &copy)
            // The library aborts nothing on a lack of memory: it answers with nil, and an empty text is sent.
            unsafe copy.bytes?.copyMemory(from: source, byteCount: utf8.count)
            return unsafe copy
        }
    }

    /// A table; the arena owns it.
    ///
    /// Kinds that are not read are left out.
    func table(_ entries: [String: HeaderValue]) -> amqp_table_t {
        let sorted = entries.filter { !$0.value.isOther }.sorted { $0.key < $1.key }
        guard !sorted.isEmpty,
            let memory = unsafe amqp_pool_alloc(pool, sorted.count * MemoryLayout<amqp_table_entry_t>.stride)
        else { return unsafe amqp_table_t(num_entries: 0, entries: nil) }
        let cells = unsafe memory.bindMemory(to: amqp_table_entry_t.self, capacity: sorted.count)
        for (index, entry) in sorted.enumerated() {
            let cell = unsafe amqp_table_entry_t(key: bytes(entry.key), value: value(entry.value))
            unsafe (cells + index).initialize(to: cell)
        }
        return unsafe amqp_table_t(num_entries: Int32(sorted.count), entries: cells)
    }

    private func array(_ values: [HeaderValue]) -> amqp_array_t {
        let values = values.filter { !$0.isOther }
        guard !values.isEmpty,
            let memory = unsafe amqp_pool_alloc(pool, values.count * MemoryLayout<amqp_field_value_t>.stride)
        else { return unsafe amqp_array_t(num_entries: 0, entries: nil) }
        let cells = unsafe memory.bindMemory(to: amqp_field_value_t.self, capacity: values.count)
        for (index, element) in values.enumerated() {
            unsafe (cells + index).initialize(to: value(element))
        }
        return unsafe amqp_array_t(num_entries: Int32(values.count), entries: cells)
    }

    private func value(_ header: HeaderValue) -> amqp_field_value_t {
        var field = unsafe amqp_field_value_t()
        switch header {
        case .text(let text):
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
            unsafe field.value.bytes = bytes(text)
        case .integer(let number):
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_I64.rawValue)
            unsafe field.value.i64 = number
        case .boolean(let flag):
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_BOOLEAN.rawValue)
            unsafe field.value.boolean = flag ? 1 : 0
        case .list(let values):
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_ARRAY.rawValue)
            unsafe field.value.array = array(values)
        case .table(let entries):
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_TABLE.rawValue)
            unsafe field.value.table = table(entries)
        case .other:
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_VOID.rawValue)
        }
        return unsafe field
    }
}

@available(*, unavailable)
extension RawArena: Sendable {}

extension HeaderValue {
    fileprivate var isOther: Bool {
        if case .other = self { true } else { false }
    }
}
