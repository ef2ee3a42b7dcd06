/// Where the work on a return stands.
public enum ReturnJobState: String, Hashable, Sendable, CaseIterable {
    /// It waits for a processor.
    case pending
    /// A processor works on it, as long as its lease lasts.
    case processing
    /// All was reversed.
    case processed
    /// What could be reversed was; the rest is reported.
    case processedWithErrors
    /// It asks for something that cannot be returned.
    case rejected
    /// It was given up; nothing was changed, and an operator can have it done again.
    case failed

    /// The state after an event; nil where the event is not allowed.
    ///
    /// - Parameter event: what happens to the job.
    /// - Returns: the next state.
    public func after(_ event: ReturnJobEvent) -> ReturnJobState? {
        switch (self, event) {
        case (.pending, .take): .processing
        // Its lease ran out: the processor that had it is gone.
        case (.processing, .take): .processing
        case (.processing, .postpone): .pending
        case (.processing, .finish): .processed
        case (.processing, .finishWithErrors): .processedWithErrors
        case (.processing, .reject): .rejected
        case (.processing, .fail): .failed
        case (.failed, .retry): .pending
        default: nil
        }
    }

    /// Whether no processor takes it any more by itself.
    public var isOver: Bool { after(.take) == nil }
}

/// What can happen to the work on a return.
public enum ReturnJobEvent: String, Hashable, Sendable, CaseIterable {
    /// A processor takes it.
    case take
    /// The processor puts it off, after a failure that may pass.
    case postpone
    /// All is reversed.
    case finish
    /// Some is reversed, the rest is reported.
    case finishWithErrors
    /// It cannot be returned.
    case reject
    /// The processor gives it up.
    case fail
    /// An operator wants it done again.
    case retry
}
