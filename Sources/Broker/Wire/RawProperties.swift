internal import CRabbitMQ

extension RawFrame {
    static func properties(_ decoded: UnsafeMutableRawPointer) -> Properties {
        let raw = unsafe decoded.load(as: amqp_basic_properties_t.self)
        func has(_ flag: Int32) -> Bool { unsafe raw._flags & amqp_flags_t(flag) != 0 }
        func optional(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? { has(flag) ? unsafe text(bytes) : nil }
        var result = unsafe Properties(
            contentType: optional(AMQP_BASIC_CONTENT_TYPE_FLAG, raw.content_type),
            headers: has(AMQP_BASIC_HEADERS_FLAG) ? table(raw.headers, depth: Publication.maxHeaderDepth) : [:],
            isPersistent: has(AMQP_BASIC_DELIVERY_MODE_FLAG) && raw.delivery_mode == 2,
            correlationId: optional(AMQP_BASIC_CORRELATION_ID_FLAG, raw.correlation_id),
            replyTo: optional(AMQP_BASIC_REPLY_TO_FLAG, raw.reply_to),
            messageId: optional(AMQP_BASIC_MESSAGE_ID_FLAG, raw.message_id),
            type: optional(AMQP_BASIC_TYPE_FLAG, raw.type))
        unsafe result.contentEncoding = optional(AMQP_BASIC_CONTENT_ENCODING_FLAG, raw.content_encoding)
        unsafe result.priority = has(AMQP_BASIC_PRIORITY_FLAG) ? raw.priority : nil
        unsafe result.expiration = optional(AMQP_BASIC_EXPIRATION_FLAG, raw.expiration)
        unsafe result.timestamp = has(AMQP_BASIC_TIMESTAMP_FLAG) ? raw.timestamp : nil
        unsafe result.appId = optional(AMQP_BASIC_APP_ID_FLAG, raw.app_id)
        return result
    }

    private static func table(_ table: amqp_table_t, depth: Int) -> [String: HeaderValue] {
        var result: [String: HeaderValue] = [:]
        for index in unsafe 0..<Int(table.num_entries) {
            guard let entry = unsafe table.entries?[index] else { break }
            unsafe result[text(entry.key)] = value(entry.value, depth: depth - 1)
        }
        return result
    }

    private static func value(_ field: amqp_field_value_t, depth: Int) -> HeaderValue {
        let kind = unsafe field.kind
        guard depth >= 0 else { return .other(kind: kind) }
        switch UInt32(kind) {
        case AMQP_FIELD_KIND_UTF8.rawValue, AMQP_FIELD_KIND_BYTES.rawValue:
            return unsafe .text(text(field.value.bytes))
        case AMQP_FIELD_KIND_BOOLEAN.rawValue: return unsafe .boolean(field.value.boolean != 0)
        case AMQP_FIELD_KIND_I8.rawValue: return unsafe .integer(Int64(field.value.i8))
        case AMQP_FIELD_KIND_U8.rawValue: return unsafe .integer(Int64(field.value.u8))
        case AMQP_FIELD_KIND_I16.rawValue: return unsafe .integer(Int64(field.value.i16))
        case AMQP_FIELD_KIND_U16.rawValue: return unsafe .integer(Int64(field.value.u16))
        case AMQP_FIELD_KIND_I32.rawValue: return unsafe .integer(Int64(field.value.i32))
        case AMQP_FIELD_KIND_U32.rawValue: return unsafe .integer(Int64(field.value.u32))
        case AMQP_FIELD_KIND_I64.rawValue: return unsafe .integer(field.value.i64)
        case AMQP_FIELD_KIND_U64.rawValue, AMQP_FIELD_KIND_TIMESTAMP.rawValue:
            return unsafe .integer(Int64(clamping: field.value.u64))
        case AMQP_FIELD_KIND_ARRAY.rawValue:
            let array = unsafe field.value.array
            return unsafe .list(
                (0..<Int(array.num_entries)).compactMap { index in
                    unsafe array.entries.map { unsafe value($0[index], depth: depth - 1) }
                })
        case AMQP_FIELD_KIND_TABLE.rawValue: return unsafe .table(table(field.value.table, depth: depth - 1))
        default: return .other(kind: kind)
        }
    }

    /// The library's form of properties; every text lives in the arena, until its next reset.
    static func encode(_ properties: Properties, in arena: RawArena) -> amqp_basic_properties_t {
        var raw = unsafe amqp_basic_properties_t()
        var flags: Int32 = 0
        func set(_ flag: Int32, _ text: String?, _ field: WritableKeyPath<amqp_basic_properties_t, amqp_bytes_t>) {
            guard let text else { return }
            flags |= flag
            unsafe raw[keyPath: field] = arena.bytes(text)
        }
        unsafe set(AMQP_BASIC_CONTENT_TYPE_FLAG, properties.contentType, \.content_type)
        unsafe set(AMQP_BASIC_CONTENT_ENCODING_FLAG, properties.contentEncoding, \.content_encoding)
        unsafe set(AMQP_BASIC_CORRELATION_ID_FLAG, properties.correlationId, \.correlation_id)
        unsafe set(AMQP_BASIC_REPLY_TO_FLAG, properties.replyTo, \.reply_to)
        unsafe set(AMQP_BASIC_EXPIRATION_FLAG, properties.expiration, \.expiration)
        unsafe set(AMQP_BASIC_MESSAGE_ID_FLAG, properties.messageId, \.message_id)
        unsafe set(AMQP_BASIC_TYPE_FLAG, properties.type, \.type)
        unsafe set(AMQP_BASIC_APP_ID_FLAG, properties.appId, \.app_id)
        flags |= AMQP_BASIC_DELIVERY_MODE_FLAG
        unsafe raw.delivery_mode = properties.isPersistent ? 2 : 1
        if let priority = properties.priority {
            flags |= AMQP_BASIC_PRIORITY_FLAG
            unsafe raw.priority = priority
        }
        if let timestamp = properties.timestamp {
            flags |= AMQP_BASIC_TIMESTAMP_FLAG
            unsafe raw.timestamp = timestamp
        }
        if !properties.headers.isEmpty {
            flags |= AMQP_BASIC_HEADERS_FLAG
            unsafe raw.headers = arena.table(properties.headers)
        }
        unsafe raw._flags = amqp_flags_t(flags)
        return unsafe raw
    }
}
