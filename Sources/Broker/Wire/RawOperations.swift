internal import CRabbitMQ

extension Connection {
    func declare(_ exchange: Exchange) throws(BrokerError) {
        arena.reset()
        let answer = unsafe amqp_exchange_declare(
            state, Self.declarations, arena.bytes(exchange.name), arena.bytes(exchange.kind.rawValue), 0, 1, 0, 0,
            amqp_empty_table)
        guard unsafe answer != nil else { throw declarationFailure(during: "declare exchange \(exchange.name)") }
    }

    func declare(_ queue: Queue) throws(BrokerError) {
        arena.reset()
        let isExclusive: amqp_boolean_t = queue.lifetime == .exclusive ? 1 : 0
        let answer = unsafe amqp_queue_declare(
            state, Self.declarations, arena.bytes(queue.name), 0, 1 - isExclusive, isExclusive, isExclusive,
            arena.table(queue.arguments))
        guard unsafe answer != nil else { throw declarationFailure(during: "declare queue \(queue.name)") }
    }

    func bind(_ binding: Binding) throws(BrokerError) {
        arena.reset()
        let answer = unsafe amqp_queue_bind(
            state, Self.declarations, arena.bytes(binding.queue), arena.bytes(binding.exchange),
            arena.bytes(binding.key), amqp_empty_table)
        guard unsafe answer != nil else {
            throw declarationFailure(during: "bind queue \(binding.queue) to exchange \(binding.exchange)")
        }
    }

    func status(ofQueue queue: String) throws(BrokerError) -> QueueStatus {
        arena.reset()
        let answer = unsafe amqp_queue_declare(
            state, Self.channel, arena.bytes(queue), 1, 0, 0, 0, amqp_empty_table)
        guard let answer = unsafe answer else { throw rpcFailure(during: "look at queue \(queue)") }
        return unsafe QueueStatus(
            messages: Int(answer.pointee.message_count), consumers: Int(answer.pointee.consumer_count))
    }

    func consume(_ consumer: Consumer) throws(BrokerError) {
        arena.reset()
        let operation = "consume queue \(consumer.queue)"
        guard unsafe amqp_basic_qos(state, Self.channel, 0, consumer.prefetch, 0) != nil else {
            throw rpcFailure(during: operation)
        }
        let answer = unsafe amqp_basic_consume(
            state, Self.channel, arena.bytes(consumer.queue), arena.bytes(consumer.tag), 0,
            consumer.isAutomatic ? 1 : 0, 0, amqp_empty_table)
        guard unsafe answer != nil else { throw rpcFailure(during: operation) }
    }

    func cancel(consumerTag: String) throws(BrokerError) {
        arena.reset()
        guard unsafe amqp_basic_cancel(state, Self.channel, arena.bytes(consumerTag)) != nil else {
            throw rpcFailure(during: "cancel consumer \(consumerTag)")
        }
    }

    func acknowledge(_ deliveryTag: UInt64, multiple: Bool) throws(BrokerError) {
        let status = unsafe amqp_basic_ack(state, Self.channel, deliveryTag, multiple ? 1 : 0)
        guard status == AMQP_STATUS_OK.rawValue else { throw Self.error(status, during: "acknowledge") }
    }

    func publish(_ publication: Publication) throws(BrokerError) {
        arena.reset()
        var properties = unsafe RawFrame.encode(publication.properties, in: arena)
        let exchange = unsafe arena.bytes(publication.exchange)
        let key = unsafe arena.bytes(publication.routingKey)
        let status = unsafe publication.body.withUnsafeBytes { body in
            // The library only reads the body, and only during the call.
            let bytes = unsafe amqp_bytes_t(
                len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress))
            return unsafe amqp_basic_publish(
                state, Self.channel, exchange, key, publication.isMandatory ? 1 : 0, 0, &properties, bytes)
        }
        guard status == AMQP_STATUS_OK.rawValue else {
            throw Self.error(status, during: "publish to \(publication.exchange):\(publication.routingKey)")
        }
    }
}
