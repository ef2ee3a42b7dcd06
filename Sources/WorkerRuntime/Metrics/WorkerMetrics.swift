/// The metrics of every worker.
public enum WorkerMetrics: Sendable {
    static let build = MetricDescription(
        "promo_build_info", .gauge, labels: ["program", "version", "worker"], "The program that runs; always 1.")

    static let received = MetricDescription(
        "promo_messages_received_total", .counter, labels: ["queue"],
        "Messages received, each time they came.")
    static let redelivered = MetricDescription(
        "promo_messages_redelivered_total", .counter, labels: ["queue"],
        "Messages received that the broker had handed out before.")
    static let settled = MetricDescription(
        "promo_messages_settled_total", .counter, labels: ["queue", "outcome"],
        "Messages with a verdict: done, retried later, or dead, which is given up.")
    static let acknowledged = MetricDescription(
        "promo_messages_acknowledged_total", .counter, labels: ["queue"],
        "Messages acknowledged: all that they caused is stored and confirmed.")
    static let inHand = MetricDescription(
        "promo_messages_in_hand", .gauge, labels: ["queue"], "Messages received and not yet acknowledged.")
    static let age = MetricDescription(
        "promo_message_age_seconds",
        .histogram(bounds: [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000]),
        labels: ["queue"], scale: .milliseconds,
        "Time from a message's own timestamp, where it has one, to its arrival here; exact to a second.")
    static let batch = MetricDescription(
        "promo_batch_messages", .histogram(bounds: [1, 2, 5, 10, 25, 50, 100, 250, 1_000]), labels: ["queue"],
        "Messages handled together.")
    static let heldUp = MetricDescription(
        "promo_batches_held_up_total", .counter, labels: ["queue"],
        "Batches that could not be handled because of the world, mostly the database, and were tried again.")

    static let whole = MetricDescription(
        "promo_message_seconds", MetricDescription.times, labels: ["queue"], scale: .microseconds,
        "Time from the delivery of a message to its acknowledgement.")
    static let handling = MetricDescription(
        "promo_batch_seconds", MetricDescription.times, labels: ["queue"], scale: .microseconds,
        "Time to handle a batch, from its first message to its commit.")
    static let confirming = MetricDescription(
        "promo_publish_seconds", MetricDescription.times, labels: ["queue"], scale: .microseconds,
        "Time from a publication to the broker's confirmation.")

    static let replies = MetricDescription(
        "promo_replies_total", .counter, labels: ["result"],
        "Answers: confirmed by the broker, returned because nobody waited for them, or dropped.")
    static let outboxSent = MetricDescription(
        "promo_outbox_messages_total", .counter, labels: ["result"],
        "Stored messages that the broker confirmed or refused.")
    static let outboxWaiting = MetricDescription(
        "promo_outbox_waiting_messages", .gauge,
        "Stored messages that wait to be sent, in the whole installation; counted up to 10000.")
    static let outboxAge = MetricDescription(
        "promo_outbox_oldest_age_seconds", .gauge, scale: .milliseconds,
        "Age of the oldest stored message that waits to be sent; 0 where none waits.")

    static let connected = MetricDescription(
        "promo_broker_connected", .gauge, "Whether there is a connection to the broker.")
    static let blocked = MetricDescription(
        "promo_broker_blocked", .gauge, "Whether the broker takes no publications, because of its memory or disk.")
    static let connections = MetricDescription(
        "promo_broker_connections_total", .counter, "Connections made to the broker; more than one means lost ones.")
    static let ready = MetricDescription(
        "promo_queue_ready_messages", .gauge, labels: ["queue"],
        "Messages that wait in the broker's queue, as last asked for.")
    static let consumers = MetricDescription(
        "promo_queue_consumers", .gauge, labels: ["queue"], "Consumers of the broker's queue, as last asked for.")

    static let databaseReachable = MetricDescription(
        "promo_database_reachable", .gauge, "Whether the last attempt to use the database succeeded.")
    static let databaseErrors = MetricDescription(
        "promo_database_errors_total", .counter, labels: ["code"], "Database errors, by kind.")

    static let upkeepSuccess = MetricDescription(
        "promo_upkeep_success_timestamp_seconds", .gauge, scale: .milliseconds,
        "When the work that no message brings was last done, or found not to be due, since 1970.")
    static let turns = MetricDescription(
        "promo_worker_turns_total", .counter, "Turns of the worker's loop; it stands still where the worker is stuck.")
    static let logged = MetricDescription(
        "promo_log_lines_total", .counter, labels: ["level"], "Lines written to the log.")

    /// All of them, with those of the process.
    public static let all =
        [
            build, received, redelivered, settled, acknowledged, inHand, age, batch, heldUp, whole, handling,
            confirming,
            replies, outboxSent, outboxWaiting, outboxAge, connected, blocked, connections, ready, consumers,
            databaseReachable, databaseErrors, upkeepSuccess, turns, logged,
        ] + ProcessMetrics.all
}
